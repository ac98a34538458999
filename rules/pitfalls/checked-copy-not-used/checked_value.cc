// By the constant of the compare, on the line that the log gives it. Compilers move lines and
// rewrite constants: then it is what the use adds or hands over that says which value is meant.
#include "rules/pitfalls/checked-copy-not-used/checked_value.h"

#include <algorithm>

#include "judge/c_address.h"
#include "judge/c_call.h"
#include "judge/c_statement.h"
#include "judge/c_value.h"
#include "judge/compared_value.h"

namespace bpflens {
namespace {

// The lines of the story that are in this file.
std::set<uint32_t> use_lines(const Evidence& seen, const CopyStory& story, size_t file) {
  std::set<uint32_t> lines;
  for (const auto insn :
       {std::optional(story.use_insn), std::optional(story.read_insn), story.missing_insn}) {
    const auto at = insn ? seen.source.find(*insn) : std::nullopt;
    if (at && at->file == file) lines.insert(at->line);
  }
  return lines;
}

bool is_used(const CheckedValue& checked, CNodeIndex value) {
  const std::vector<CNodeIndex> places = places_of(checked.tree, checked.tree.at(value).range);
  return std::ranges::any_of(places, [&](CNodeIndex place) {
    const CNode& node = checked.tree.at(place);
    const uint32_t line = checked.text().tokens[node.range.begin].line;
    const bool is_compared = node.range.begin == checked.tree.at(value).range.begin;
    return !is_compared && checked.use_lines.contains(line);
  });
}

bool is_constant(const CTree& tree, CNodeIndex node) {
  return constant_of(tree, node) || tree.at(without_casts(tree, node)).kind == CNodeKind::Sizeof;
}

bool use_comparison(CheckedValue& checked, LineRange lines, const IsMeant& is_meant) {
  const auto found = comparison_on(checked.tree, lines, is_meant);
  if (!found) return false;
  checked.comparison = found->comparison;
  checked.value = found->value;
  return true;
}

LineRange lines_of_condition(const CheckedValue& checked, uint32_t line) {
  return lines_of_condition(checked.text(), checked.function, line);
}

bool use_function_at(CheckedValue& checked, uint32_t line) {
  checked.function = function_around(checked.text(), line);
  if (checked.function.is_empty()) return false;
  checked.tree = read_expressions(checked.text(), checked.function);
  return true;
}

// The comparison with the constant of the compare, of a value that stands where the use is, too.
bool use_constant(CheckedValue& checked, LineRange lines, const CopyStory& story) {
  return use_comparison(checked, lines, [&](const ComparedSides& sides) {
    const auto constant = constant_of(checked.tree, sides.limit);
    return constant && story.check_constant && is_near(*constant, *story.check_constant) &&
           is_used(checked, sides.value);
  });
}

// What is added to a pointer on this line, if it is one thing.
std::optional<CRange> added_at(const CheckedValue& checked, uint32_t line) {
  const CRange on_line = tokens_of_line(checked.text(), line);
  std::optional<CRange> found;
  for (const CAddress& address : addresses_in(checked.tree, checked.function)) {
    if (!on_line.has(address.range.begin) || address.sum.terms.size() != 2) continue;
    const CTerm& added = address.sum.terms[1];
    const bool is_other = found && !are_same(checked.text(), *found, added.range);
    if (is_other || added.is_subtracted) return std::nullopt;
    found = added.range;
  }
  return found;
}

// The argument of this register of the only call on the line that has so many.
std::optional<CRange> argument_at(const CheckedValue& checked, uint32_t line, size_t number) {
  const CTree& tree = checked.tree;
  const CRange on_line = tokens_of_line(checked.text(), line);
  std::optional<CRange> found;
  for (const CNode& node : tree.nodes) {
    if (node.kind != CNodeKind::Call || !on_line.has(node.range.begin)) continue;
    const std::vector<CNodeIndex> arguments = arguments_of(tree, node);
    if (number == 0 || arguments.size() < number) continue;
    if (found) return std::nullopt;
    found = tree.at(without_casts(tree, arguments[number - 1])).range;
  }
  return found;
}

// The value that the use takes.
bool use_used_value(CheckedValue& checked, uint32_t line, const CopyStory& story) {
  const auto used =
      story.is_size ? argument_at(checked, line, story.used) : added_at(checked, line);
  if (!used) return false;
  for (const CNodeIndex place : places_of(checked.tree, *used))
    if (checked.tree.at(place).range.begin == used->begin) checked.value = place;
  return checked.value != no_node;
}

// Where the used value is checked: on the check's line with any constant, else before the use with
// that of the compare.
void use_check_of_value(CheckedValue& checked, std::optional<uint32_t> check_line,
                        uint32_t use_line, const CopyStory& story) {
  const CNodeIndex used = checked.value;
  const auto is_used_value = [&](const ComparedSides& sides) {
    return are_same(checked.tree, sides.value, used) && is_constant(checked.tree, sides.limit);
  };
  if (check_line &&
      use_comparison(checked, lines_of_condition(checked, *check_line), is_used_value))
    return;
  use_comparison(checked, {0, use_line}, [&](const ComparedSides& sides) {
    const auto constant = constant_of(checked.tree, sides.limit);
    return is_used_value(sides) && constant && story.check_constant &&
           is_near(*constant, *story.check_constant);
  });
}

}  // namespace

std::vector<CNodeIndex> places_of(const CTree& tree, CRange expression) {
  std::vector<CNodeIndex> places;
  for (CNodeIndex index = 0; index < tree.nodes.size(); index++) {
    const CNode& node = tree.at(index);
    if (may_be_value(node) && are_same(*tree.text, node.range, expression)) places.push_back(index);
  }
  std::ranges::sort(places, {}, [&](CNodeIndex index) { return tree.at(index).range.begin; });
  return places;
}

std::optional<CheckedValue> checked_value(const CText& text, const Evidence& seen,
                                          const CopyStory& story, size_t file) {
  CheckedValue checked;
  checked.tree.text = &text;
  checked.use_lines = use_lines(seen, story, file);
  const auto line_of = [&](uint32_t insn) -> std::optional<uint32_t> {
    const auto at = seen.source.find(insn);
    return at && at->file == file ? std::optional(at->line) : std::nullopt;
  };
  const auto check = line_of(story.check_insn), use = line_of(story.use_insn);
  if (check && use_function_at(checked, *check) &&
      (use_constant(checked, {*check, *check}, story) ||
       use_constant(checked, lines_of_condition(checked, *check), story)))
    return checked;
  if (!use || !use_function_at(checked, *use)) return std::nullopt;
  if (!use_used_value(checked, *use, story)) return std::nullopt;
  use_check_of_value(checked, check, *use, story);
  return checked;
}

}  // namespace bpflens
