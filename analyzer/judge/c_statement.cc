// Brackets are matched and keywords looked at; nothing else of C's grammar is needed.
#include "judge/c_statement.h"

#include <algorithm>
#include <array>

namespace bpflens {
namespace {

constexpr int deepest = 96;
constexpr size_t longest_function = 20000;  // tokens; a longer one is not looked at

bool opens(const CToken& token) { return token.is("(") || token.is("[") || token.is("{"); }
bool closes(const CToken& token) { return token.is(")") || token.is("]") || token.is("}"); }

bool is_word_at(const CText& text, size_t at, size_t end, std::string_view word) {
  return at < end && text.tokens[at].is_name() && text.tokens[at].is(word);
}

size_t behind_semicolon(const CText& text, size_t at, size_t end) {
  while (at < end && !text.tokens[at].is(";")) {
    if (text.tokens[at].is("}")) return at;
    at = opens(text.tokens[at]) ? text.behind[at] : at + 1;
  }
  return std::min(at + 1, end);
}

// Behind the brackets of "if (...)" and its kind.
size_t behind_head(const CText& text, size_t keyword, size_t end) {
  const size_t open = keyword + 1;
  if (open >= end || !text.tokens[open].is("(")) return std::min(open, end);
  return std::min(text.behind[open], end);
}

bool is_label(const CText& text, size_t at, size_t end) {
  if (at + 1 >= end || !text.tokens[at].is_name()) return false;
  if (text.tokens[at].is("case") || text.tokens[at].is("default")) return true;
  return text.tokens[at + 1].is(":");
}

size_t behind_colon(const CText& text, size_t at, size_t end) {
  while (at < end && !text.tokens[at].is(":") && !text.tokens[at].is(";")) at++;
  return std::min(at + 1, end);
}

size_t end_of(const CText& text, size_t at, size_t end, int depth) {
  while (is_label(text, at, end)) at = behind_colon(text, at, end);
  if (at >= end || depth >= deepest) return end;
  const CToken& first = text.tokens[at];
  if (first.is("{")) return std::min(text.behind[at], end);
  if (is_word_at(text, at, end, "do")) {
    const size_t body = end_of(text, at + 1, end, depth + 1);
    return behind_semicolon(text, body, end);
  }
  const bool has_body =
      first.is("if") || first.is("for") || first.is("while") || first.is("switch");
  if (!has_body) return behind_semicolon(text, at, end);
  const size_t body = end_of(text, behind_head(text, at, end), end, depth + 1);
  if (!first.is("if") || !is_word_at(text, body, end, "else")) return body;
  return end_of(text, body + 1, end, depth + 1);
}

CIf if_at(const CText& text, size_t keyword, size_t end) {
  CIf found;
  found.keyword = keyword;
  const size_t head = behind_head(text, keyword, end);
  found.condition = {keyword + 2, head > 0 ? head - 1 : 0};
  found.then_branch = {head, end_of_statement(text, head, end)};
  found.end = found.then_branch.end;
  if (!is_word_at(text, found.end, end, "else")) return found;
  found.else_branch = {found.end + 1, end_of_statement(text, found.end + 1, end)};
  found.end = found.else_branch.end;
  return found;
}

}  // namespace

CRange function_around(const CText& text, uint32_t line) {
  if (!text.file->whole) return {0, text.tokens.size()};
  size_t begin = 0;
  for (size_t i = 0; i < text.tokens.size();) {
    const CToken& token = text.tokens[i];
    if (token.is(";") || token.is("}")) begin = i + 1;
    if (!token.is("{")) {
      i++;
      continue;
    }
    const size_t end = text.behind[i];
    const bool is_function = i > 0 && text.tokens[i - 1].is(")");
    const bool has_line = text.tokens[begin].line <= line && text.tokens[end - 1].line >= line;
    if (is_function && has_line && end - begin > longest_function) return {};
    if (is_function && has_line) return {begin, end};
    i = end;
    begin = is_function ? end : begin;
  }
  return {};
}

size_t end_of_statement(const CText& text, size_t begin, size_t end) {
  return end_of(text, begin, end, 0);
}

size_t begin_of_statement(const CText& text, CRange function, size_t token) {
  int depth = 0;
  for (size_t i = token; i > function.begin; i--) {
    const CToken& before = text.tokens[i - 1];
    if (before.kind == CTokenKind::Gap) return i;
    if (depth == 0 && (before.is(";") || before.is("{") || before.is("}") || before.is(":")))
      return i;
    if (closes(before)) depth++;
    if (opens(before)) depth--;
    if (depth < 0) return i;
  }
  return function.begin;
}

bool may_insert_before(const CText& text, size_t begin) {
  if (begin == 0) return !text.file->whole;
  const CToken& before = text.tokens[begin - 1];
  return before.is(";") || before.is("{") || before.is("}") || before.kind == CTokenKind::Gap;
}

CRange block_around(const CText& text, CRange function, size_t token) {
  CRange found{token, token};
  for (size_t i = function.begin; i < token; i++) {
    if (!text.tokens[i].is("{")) continue;
    const size_t end = text.behind[i];
    if (end > token) found = {i + 1, end - 1};
  }
  return found;
}

std::optional<CIf> if_deciding(const CText& text, CRange function, size_t token) {
  std::optional<size_t> innermost;
  for (size_t i = function.begin; i < token; i++)
    if (text.tokens[i].is("if") && behind_head(text, i, function.end) > token + 1) innermost = i;
  if (!innermost) return std::nullopt;
  const CIf found = if_at(text, *innermost, function.end);
  return found.condition.has(token) ? std::optional(found) : std::nullopt;
}

bool leaves(const CText& text, CRange branch) {
  constexpr std::array<std::string_view, 4> leaving{"return", "goto", "break", "continue"};
  if (branch.is_empty()) return false;
  const bool is_block = text.tokens[branch.begin].is("{");
  const size_t end = is_block ? branch.end - 1 : branch.end;
  size_t last = is_block ? branch.begin + 1 : branch.begin;
  for (size_t at = last; at < end;) {
    last = at;
    const size_t behind = end_of_statement(text, at, end);
    at = std::max(behind, at + 1);
  }
  if (last >= end) return false;
  return std::ranges::find(leaving, text.tokens[last].text) != leaving.end();
}

bool has_label(const CText& text, CRange range) {
  for (size_t i = range.begin + 1; i < range.end; i++) {
    const CToken& before = text.tokens[i - 1];
    const bool begins = before.is(";") || before.is("{") || before.is("}") || before.is(":");
    if (begins && is_label(text, i, range.end)) return true;
  }
  return false;
}

}  // namespace bpflens
