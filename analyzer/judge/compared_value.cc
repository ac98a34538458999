// By the constant, on the line that the log gives the compare, else in the condition around it. If
// several values are compared with it there, nobody knows which one is meant.
#include "judge/compared_value.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "judge/c_statement.h"
#include "judge/c_value.h"

namespace bpflens {
namespace {

std::vector<ComparedSides> sides_on(const CTree& tree, LineRange lines) {
  std::vector<ComparedSides> found;
  for (const CComparison& one : comparisons_between(tree, lines.first, lines.last)) {
    for (const auto& [side, limit] : {std::pair(one.left, one.right), {one.right, one.left}}) {
      const CNodeIndex value = without_casts(tree, side);
      if (may_be_value(tree.at(value))) found.push_back({one.node, value, limit});
    }
  }
  return found;
}

// What alone is compared with the constant; no_node: nothing, or several values.
CNodeIndex only_value(const CTree& tree, LineRange lines, uint64_t constant) {
  CNodeIndex only = no_node;
  for (const ComparedSides& sides : sides_on(tree, lines)) {
    const auto limit = constant_of(tree, sides.limit);
    if (!limit || !is_near(*limit, constant) || constant_of(tree, sides.value)) continue;
    if (only != no_node && !are_same(tree, only, sides.value)) return no_node;
    only = sides.value;
  }
  return only;
}

bool ends_statement(const CToken& token) {
  return token.is(";") || token.is("{") || token.is("}") || token.kind == CTokenKind::Gap;
}

// On the line itself, or in the statement that goes on there.
bool is_in_assembly(const CText& text, CRange function, uint32_t line) {
  constexpr std::array<std::string_view, 3> words{"asm", "__asm", "__asm__"};
  const CRange on_line = tokens_of_line(text, line);
  for (size_t i = on_line.end; i > function.begin; i--) {
    const CToken& token = text.tokens[i - 1];
    if (std::ranges::find(words, token.text) != words.end()) return true;
    if (i <= on_line.begin && ends_statement(token)) return false;
  }
  return false;
}

}  // namespace

bool may_be_value(const CNode& node) {
  return node.kind == CNodeKind::Name || node.kind == CNodeKind::Member ||
         node.kind == CNodeKind::Subscript;
}

bool is_near(int64_t constant, uint64_t compared) {
  const auto distance = static_cast<int64_t>(static_cast<uint64_t>(constant) - compared);
  return distance >= -1 && distance <= 1;
}

LineRange lines_of_condition(const CText& text, CRange function, uint32_t line) {
  const CRange on_line = tokens_of_line(text, line);
  if (on_line.is_empty()) return {line, line};
  const auto decided = if_deciding(text, function, on_line.end - 1);
  if (!decided || decided->condition.is_empty()) return {line, line};
  return {text.tokens[decided->condition.begin].line, text.tokens[decided->condition.end - 1].line};
}

std::optional<ComparedSides> comparison_on(const CTree& tree, LineRange lines,
                                           const IsMeant& is_meant) {
  for (const ComparedSides& sides : sides_on(tree, lines))
    if (is_meant(sides)) return sides;
  return std::nullopt;
}

std::optional<std::string> compared_value(const Evidence& seen, uint32_t insn, uint64_t constant) {
  const auto at = seen.source.find(insn);
  if (!at) return std::nullopt;
  const CText text = read_c(seen.source.files[at->file]);
  const CRange function = function_around(text, at->line);
  if (function.is_empty() || is_in_assembly(text, function, at->line)) return std::nullopt;
  const CTree tree = read_expressions(text, function);
  const LineRange own{at->line, at->line};
  // Of a log nobody knows what stands between two lines.
  const LineRange around = text.file->whole ? lines_of_condition(text, function, at->line) : own;
  for (const LineRange lines : {own, around}) {
    const CNodeIndex value = only_value(tree, lines, constant);
    if (value != no_node) return written(tree, value);
  }
  return std::nullopt;
}

}  // namespace bpflens
