// A line is known if it equals one that was classified, up to its state, and if no state can be
// glued to it: that takes a colon.
#include "read/insn_lines.h"

#include <algorithm>
#include <cstring>

namespace bpflens {
namespace {

constexpr size_t opcode_bytes = 5;  // "(07) "

bool is_digit(char c) { return c >= '0' && c <= '9'; }

uint64_t first_bytes(std::string_view text) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, text.data(), std::min(text.size(), sizeof bytes));
  return bytes;
}

size_t hash_of(uint32_t insn, std::string_view rest) {
  const uint64_t mixed = (first_bytes(rest.substr(1)) + insn) * 0x9e3779b97f4a7c15ULL;
  return static_cast<size_t>(mixed >> 40);
}

}  // namespace

bool InsnLines::Head::begins(std::string_view rest) const {
  if (rest.size() < length || std::memcmp(rest.data(), bytes, length) != 0) return false;
  if (!has_state) return rest.size() == length;
  return std::memchr(rest.data() + length, ':', rest.size() - length) == nullptr;
}

void InsnLines::remember(Head& head, std::string_view rest, const LogLine& parsed) {
  const bool is_plain = parsed.kind == LineKind::Insn && parsed.has_code && !parsed.glued &&
                        parsed.message.empty() && parsed.insn != no_insn;
  if (!is_plain) return;
  const size_t semicolon = rest.find(" ;");
  const bool has_state = semicolon != std::string_view::npos;
  const std::string_view whole = has_state ? rest.substr(0, semicolon + 2) : rest;
  if (whole.size() > sizeof head.bytes || whole.find(':') != std::string_view::npos) return;
  head.insn = parsed.insn;
  head.length = static_cast<uint8_t>(whole.size());
  head.text_length = static_cast<uint8_t>(parsed.text.size());
  head.code = parsed.code;
  head.has_state = has_state;
  std::memcpy(head.bytes, whole.data(), whole.size());
}

LogLine InsnLines::classify(std::string_view line) {
  uint32_t insn = 0;
  size_t digits = 0;
  while (digits < line.size() && digits < 9 && is_digit(line[digits]))
    insn = insn * 10 + static_cast<uint32_t>(line[digits++] - '0');
  const bool may_be_insn = digits > 0 && line.size() >= digits + 2 + opcode_bytes &&
                           std::memcmp(line.data() + digits, ": (", 3) == 0;
  if (!may_be_insn) return classify_line(line);
  const std::string_view rest = line.substr(digits + 2);
  Head& head = heads_[hash_of(insn, rest) % head_count];
  LogLine parsed;
  if (head.insn != insn || !head.begins(rest)) {
    parsed = classify_line(line);
    remember(head, rest, parsed);
    return parsed;
  }
  parsed.kind = LineKind::Insn;
  parsed.insn = insn;
  parsed.code = head.code;
  parsed.has_code = true;
  parsed.text = rest.substr(opcode_bytes, head.text_length);
  if (head.has_state) parsed.state = rest.substr(head.length);
  return parsed;
}

}  // namespace bpflens
