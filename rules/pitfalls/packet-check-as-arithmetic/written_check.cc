// A pointer is compared with no constant, and a difference of two is none; nor is a name that was
// given such a difference. Else a pointer of the story must be part of the comparison.
#include "rules/pitfalls/packet-check-as-arithmetic/written_check.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "judge/c_statement.h"
#include "judge/c_value.h"

namespace bpflens {
namespace {

std::optional<CRange> line_of(const Evidence& seen, const CText& text, size_t file, uint32_t insn) {
  const auto at = seen.source.find(insn);
  if (!at || at->file != file) return std::nullopt;
  return tokens_of_line(text, at->line);
}

// `end - data`, and not the pointer `data + (end - data)`.
bool is_difference(const CTree& tree, CNodeIndex side) {
  const CSum sum = sum_of(tree, side);
  const auto subtracted = std::ranges::count_if(sum.terms, &CTerm::is_subtracted);
  return subtracted > 0 && 2 * static_cast<size_t>(subtracted) >= sum.terms.size();
}

// What a line gives a value.
struct Assigned {
  std::string_view name;
  CNodeIndex value = no_node;
};

std::vector<Assigned> assigned_on(const CTree& tree, const std::optional<CRange>& line) {
  std::vector<Assigned> found;
  if (!line) return found;
  for (const CNode& node : tree.nodes) {
    if (node.kind != CNodeKind::Assign || !line->has(node.range.begin)) continue;
    const CRange target = tree.at(node.left).range;
    if (!target.is_empty()) found.push_back({tree.text->tokens[target.end - 1].text, node.right});
  }
  return found;
}

bool mentions(const CTree& tree, const CComparison& comparison, std::string_view name) {
  for (const CNodeIndex side : {comparison.left, comparison.right})
    for (const CTerm& term : sum_of(tree, side).terms)
      if (!name.empty() && written(*tree.text, term.range) == name) return true;
  return false;
}

bool compares_numbers(const CTree& tree, const CComparison& comparison,
                      const std::vector<Assigned>& made) {
  for (const CNodeIndex side : {comparison.left, comparison.right})
    if (constant_of(tree, side) || is_difference(tree, side)) return true;
  return std::ranges::any_of(made, [&](const Assigned& one) {
    return is_difference(tree, one.value) && mentions(tree, comparison, one.name);
  });
}

// The names of the pointers that the story knows.
std::vector<std::string> pointer_names(const CTree& tree, const std::optional<CRange>& loaded,
                                       const std::optional<std::string>& name) {
  std::vector<std::string> names;
  if (name) names.push_back(*name);
  for (const Assigned& one : assigned_on(tree, loaded)) names.emplace_back(one.name);
  return names;
}

}  // namespace

WrittenCheck written_check(const Evidence& seen, const CheckInsns& insns) {
  const auto at = seen.source.find(insns.compare);
  if (!at) return {};
  const CText text = read_c(seen.source.files[at->file]);
  const CRange function = function_around(text, at->line);
  if (function.is_empty()) return {};
  const CTree tree = read_expressions(text, function);
  const auto made = line_of(seen, text, at->file, insns.made);
  const auto loaded = insns.loaded ? line_of(seen, text, at->file, *insns.loaded) : std::nullopt;
  const std::vector<Assigned> lengths = assigned_on(tree, made);
  const std::vector<std::string> pointers = pointer_names(tree, loaded, insns.name);
  for (const CComparison& one : comparisons_between(tree, at->line, at->line)) {
    if (compares_numbers(tree, one, lengths)) return {WrittenAs::Numbers, ""};
    for (const std::string& pointer : pointers)
      if (mentions(tree, one, pointer)) return {WrittenAs::Pointers, written(tree, one.node)};
  }
  return {};
}

}  // namespace bpflens
