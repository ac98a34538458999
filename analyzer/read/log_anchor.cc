// The kinds of lines that cannot be anything else are looked for from left to right: what comes
// first counts, since "before 19: (bf) r1 = r2" stands inside a line on backtracking.
#include "read/log_anchor.h"

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "read/log_line.h"

namespace bpflens {
namespace {

// A prefix is not longer; what stands further right is not looked at.
constexpr size_t longest_prefix = 512;
constexpr size_t longest_looked_at = 4096;
constexpr size_t longest_function_line = 32;  // "func#12 @3456"

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_certain(std::string_view line) {
  const LogLine parsed = classify_line(line);
  switch (parsed.kind) {
    case LineKind::Insn:
      return !parsed.joined;
    case LineKind::State:
      return !parsed.state.empty() && parsed.state != " ";
    case LineKind::Function:  // and not "invalid args into func#1 ('f')"
      return line.find(" @") != std::string_view::npos && line.size() < longest_function_line;
    case LineKind::LastStats:  // and not "insns processed 14"
      return parsed.text.find(" insns") != std::string_view::npos;
    case LineKind::From:
    case LineKind::FromSafe:
    case LineKind::Safe:
    case LineKind::Validating:
    case LineKind::FunctionDone:
    case LineKind::Precision:
      return true;
    default:
      return false;
  }
}

constexpr std::string_view beginnings[] = {"from ",
                                           "processed ",
                                           "mark_precise: frame",
                                           "last_idx ",
                                           "regs=",
                                           "func#",
                                           "Func#",
                                           "Validating ",
                                           "parent didn't have regs=",
                                           "parent already had regs="};

// Not inside a word; the letter of an escape ("\\t") is no part of the word behind it.
bool is_boundary(std::string_view line, size_t at) {
  if (at == 0 || std::isalnum(static_cast<unsigned char>(line[at - 1])) == 0) return true;
  return at > 1 && line[at - 2] == '\\';
}

bool begins_one(std::string_view rest) {
  return std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view word) { return rest.starts_with(word); });
}

// "12: (" or "12: R", "12: safe"
bool begins_numbered(std::string_view rest) {
  size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits])) digits++;
  if (digits == 0 || digits > 7 || digits + 3 > rest.size()) return false;
  if (rest[digits] != ':' || rest[digits + 1] != ' ') return false;
  const char next = rest[digits + 2];
  return next == '(' || next == 'R' || next == 's' || next == '<' || next == 'f';
}

}  // namespace

size_t anchor_of(std::string_view line) {
  line = line.substr(0, longest_looked_at);
  if (line.empty()) return no_anchor;
  if (line.front() == ';') return no_anchor;
  if (is_certain(line)) return 0;
  const size_t end = std::min(line.size(), longest_prefix);
  for (size_t at = 1; at < end; at++) {
    if (!is_boundary(line, at)) continue;
    const std::string_view rest = line.substr(at);
    const bool may_begin = is_digit(rest.front()) ? begins_numbered(rest) : begins_one(rest);
    if (may_begin && is_certain(rest)) return at;
  }
  return no_anchor;
}

}  // namespace bpflens
