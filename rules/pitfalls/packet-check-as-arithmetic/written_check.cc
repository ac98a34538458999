// A pointer is compared with no constant, and a difference of two is none. Where the line of the
// compare shows neither, the name that the difference was given decides.
#include "rules/pitfalls/packet-check-as-arithmetic/written_check.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "judge/c_statement.h"
#include "judge/c_value.h"

namespace bpflens {
namespace {

// The C around an instruction. Trees refer to the text, which stays where it is.
struct Line {
  CRange tokens;
  uint32_t number = 0;
};

std::optional<Line> line_of(const Evidence& seen, const CText& text, size_t file, uint32_t insn) {
  const auto at = seen.source.find(insn);
  if (!at || at->file != file) return std::nullopt;
  return Line{tokens_of_line(text, at->line), at->line};
}

// `end - data`, and not the pointer `data + (end - data)`.
bool is_difference(const CTree& tree, CNodeIndex side) {
  const CSum sum = sum_of(tree, side);
  const auto subtracted = std::ranges::count_if(sum.terms, &CTerm::is_subtracted);
  return subtracted > 0 && 2 * static_cast<size_t>(subtracted) >= sum.terms.size();
}

// Is one value taken from another on this line?
bool subtracts(const CTree& tree, const Line& line) {
  return std::ranges::any_of(tree.nodes, [&](const CNode& node) {
    return node.kind == CNodeKind::Binary && node.op == "-" && line.tokens.has(node.range.begin) &&
           !constant_of(tree, node.right);
  });
}

// Is a name that the line gives a difference part of this expression?
bool uses_length(const CTree& tree, const Line& line, CRange expression) {
  const CText& text = *tree.text;
  return std::ranges::any_of(tree.nodes, [&](const CNode& node) {
    const bool is_length = node.kind == CNodeKind::Assign && line.tokens.has(node.range.begin) &&
                           is_difference(tree, node.right);
    if (!is_length) return false;
    const CRange target = tree.at(node.left).range;
    if (target.is_empty()) return false;
    const std::string_view name = text.tokens[target.end - 1].text;
    for (size_t i = expression.begin; i < expression.end; i++)
      if (text.tokens[i].is_name() && text.tokens[i].text == name) return true;
    return false;
  });
}

bool compares_numbers(const CTree& tree, const CComparison& comparison,
                      const std::optional<Line>& made) {
  for (const CNodeIndex side : {comparison.left, comparison.right})
    if (constant_of(tree, side) || is_difference(tree, side)) return true;
  return made && uses_length(tree, *made, tree.at(comparison.node).range);
}

}  // namespace

WrittenCheck written_check(const Evidence& seen, uint32_t compare, uint32_t made) {
  const auto at = seen.source.find(compare);
  if (!at) return {};
  const CText text = read_c(seen.source.files[at->file]);
  const CRange function = function_around(text, at->line);
  if (function.is_empty()) return {};
  const CTree tree = read_expressions(text, function);
  const auto made_line = line_of(seen, text, at->file, made);
  const auto comparisons = comparisons_between(tree, at->line, at->line);
  if (comparisons.empty()) {
    // An inlined function, or a condition that is nothing but a name.
    const bool is_number = made_line && subtracts(tree, *made_line);
    return {is_number ? WrittenAs::Numbers : WrittenAs::Unknown, ""};
  }
  const bool any = std::ranges::any_of(
      comparisons, [&](const CComparison& one) { return compares_numbers(tree, one, made_line); });
  if (any) return {WrittenAs::Numbers, ""};
  return {WrittenAs::Pointers,
          comparisons.size() == 1 ? written(tree, comparisons.front().node) : ""};
}

}  // namespace bpflens
