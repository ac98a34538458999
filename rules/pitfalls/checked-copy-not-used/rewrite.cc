// One 64-bit variable that clang knows nothing of takes the value's place in the check and where it
// is used: the compare and the address then come from one register.
#include "rules/pitfalls/checked-copy-not-used/rewrite.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "judge/c_address.h"
#include "judge/c_declaration.h"
#include "judge/c_statement.h"
#include "judge/c_value.h"
#include "judge/rewrite.h"
#include "rules/pitfalls/checked-copy-not-used/checked_value.h"

namespace bpflens {
namespace {

bool compares_unsigned(const CopyStory& story) {
  return story.check == Operation::Gt || story.check == Operation::Ge ||
         story.check == Operation::Lt || story.check == Operation::Le;
}

// Of a variable of the function; nullopt if it is none.
std::optional<CDeclaration> local_declaration(const CheckedValue& checked) {
  const CText& text = checked.text();
  const size_t name = checked.range().begin;
  if (checked.tree.at(checked.value).kind != CNodeKind::Name) return std::nullopt;
  return declaration_of(text, checked.function, text.tokens[name].text, name);
}

// As written; empty if nothing tells it.
std::string type_of(const CheckedValue& checked) {
  const CText& text = checked.text();
  if (checked.tree.at(checked.value).kind == CNodeKind::Member)
    return type_of_member(text, text.tokens[checked.range().end - 1].text);
  const auto declared = local_declaration(checked);
  return declared ? declared->type : "";
}

// "unsigned long", "long"; nullopt if nothing tells which.
std::optional<std::string> wide_type(const CheckedValue& checked, const CopyStory& story) {
  const CText& text = checked.text();
  const std::string type = type_of(checked);
  if (is_pointer(type)) return std::nullopt;
  const CSign sign = sign_of(text, type);
  if (sign == CSign::Signed) return "long";
  const bool is_unsigned = sign == CSign::Unsigned || compares_unsigned(story);
  return is_unsigned ? std::optional<std::string>("unsigned long") : std::nullopt;
}

// Is this the value as it is, as an index, as an argument, or added to something?
bool is_operand(const CheckedValue& checked, CNodeIndex place,
                const std::vector<CAddress>& addresses) {
  const CTree& tree = checked.tree;
  const CRange own = tree.at(place).range;
  for (const CAddress& address : addresses) {
    const bool has_other = address.sum.terms.size() > 1;
    for (const CTerm& term : address.sum.terms)
      if (has_other && term.range.begin == own.begin && term.range.end == own.end) return true;
  }
  CNodeIndex at = place;
  while (tree.at(at).parent != no_node) {
    const CNode& parent = tree.at(tree.at(at).parent);
    const bool is_around =
        parent.kind == CNodeKind::Paren || (parent.kind == CNodeKind::Binary && parent.op == ",");
    if (!is_around) return parent.kind == CNodeKind::Call && parent.right == at;
    at = tree.at(at).parent;
  }
  return false;
}

// Does nothing in the condition decide whether the comparison is reached?
bool is_evaluated_first(const CTree& tree, CNodeIndex index) {
  for (CNodeIndex parent = tree.at(index).parent; parent != no_node;
       index = parent, parent = tree.at(index).parent) {
    const CNode& node = tree.at(parent);
    const bool is_lazy = node.op == "&&" || node.op == "||" || node.kind == CNodeKind::Choice;
    if (is_lazy && node.left != index) return false;
  }
  return true;
}

bool may_stand_earlier(const CheckedValue& checked, CNodeIndex value, CNodeIndex comparison) {
  return checked.tree.at(value).kind == CNodeKind::Name ||
         is_evaluated_first(checked.tree, comparison);
}

// The if before this one, if it stands right before it and limits the same value.
std::optional<CIf> limit_before(const CheckedValue& checked, const CIf& decided) {
  const CText& text = checked.text();
  for (const CNodeIndex place : places_of(checked.tree, checked.range())) {
    const CRange own = checked.tree.at(place).range;
    const CNodeIndex parent = checked.tree.at(place).parent;
    if (own.begin >= decided.keyword || parent == no_node) continue;
    const CNode& comparison = checked.tree.at(parent);
    const CNodeIndex other = comparison.left == place ? comparison.right : comparison.left;
    const bool limits = comparison.kind == CNodeKind::Binary && constant_of(checked.tree, other) &&
                        may_stand_earlier(checked, place, parent);
    const auto before = limits ? if_deciding(text, checked.function, own.begin) : std::nullopt;
    if (before && before->end == decided.keyword && may_insert_before(text, before->keyword))
      return before;
  }
  return std::nullopt;
}

// What is edited: from the first limit of the value to where it gets another one.
struct Reach {
  size_t statement = 0;            // the new lines go before it
  std::vector<CRange> conditions;  // in which the value is replaced everywhere
  CRange after;                    // in which it is replaced where it is used
};

std::optional<Reach> reach_of(const CheckedValue& checked) {
  const CText& text = checked.text();
  auto decided = if_deciding(text, checked.function, checked.range().begin);
  if (!decided || !may_insert_before(text, decided->keyword)) return std::nullopt;
  if (!may_stand_earlier(checked, checked.value, checked.comparison)) return std::nullopt;
  if (is_written(text, decided->condition, checked.range())) return std::nullopt;
  Reach reach{decided->keyword, {decided->condition}, {decided->condition.end, 0}};
  const CRange block = block_around(text, checked.function, decided->keyword);
  reach.after.end = text.file->whole ? block.end : checked.function.end;
  while (text.file->whole && (decided = limit_before(checked, *decided))) {
    reach.statement = decided->keyword;
    reach.conditions.push_back(decided->condition);
  }
  return reach;
}

// The end of what the first value reaches: before the statement that writes it again.
size_t end_of_value(const CheckedValue& checked, CRange after) {
  const CText& text = checked.text();
  const size_t at = first_write(text, after, checked.range());
  return at == after.end ? at : begin_of_statement(text, checked.function, at);
}

std::vector<CNodeIndex> replaced_places(const CheckedValue& checked, const Reach& reach) {
  const std::vector<CAddress> addresses = addresses_in(checked.tree, checked.function);
  const CText& text = checked.text();
  const size_t end = text.file->whole ? end_of_value(checked, reach.after) : reach.after.end;
  std::vector<CNodeIndex> places;
  for (const CNodeIndex place : places_of(checked.tree, checked.range())) {
    const size_t at = checked.tree.at(place).range.begin;
    const bool in_condition = std::ranges::any_of(
        reach.conditions, [&](const CRange& condition) { return condition.has(at); });
    const bool is_in_story = text.file->whole || checked.use_lines.contains(text.tokens[at].line);
    const bool is_later_use =
        reach.after.begin <= at && at < end && is_in_story && is_operand(checked, place, addresses);
    if (in_condition || is_later_use) places.push_back(place);
  }
  return places;
}

// Every line of the story that names the value gets the new one, and nothing jumps in between.
bool is_safe_patch(const CheckedValue& checked, const Reach& reach,
                   const std::vector<CNodeIndex>& replaced) {
  const CText& text = checked.text();
  if (!text.file->whole) return false;
  size_t last = reach.after.begin;
  bool is_used = false;
  for (const CNodeIndex place : places_of(checked.tree, checked.range())) {
    const size_t at = checked.tree.at(place).range.begin;
    if (!checked.use_lines.contains(text.tokens[at].line) || at < reach.statement) continue;
    if (std::ranges::find(replaced, place) == replaced.end()) return false;
    is_used = true;
    last = std::max(last, at);
  }
  return is_used && !has_label(text, {reach.after.begin, last});
}

std::string wide_name(const CheckedValue& checked) {
  const CText& text = checked.text();
  const CRange value = checked.range();
  std::string_view last;
  for (size_t i = value.begin; i < value.end; i++)
    if (text.tokens[i].is_name()) last = text.tokens[i].text;
  return fresh_name(text, checked.function, std::string(last) + "_wide");
}

std::array<std::string, 2> hidden_copy(const std::string& type, const std::string& wide,
                                       const std::string& value) {
  return {
      type + " " + wide + " = " + value + ";",
      "asm volatile(\"\" : \"+r\"(" + wide + "));  // one 64-bit number for the check and the use"};
}

std::optional<Rewrite> rewrite_from_value(const CheckedValue& checked, const CopyStory& story) {
  const CText& text = checked.text();
  const auto type = wide_type(checked, story);
  const auto reach = reach_of(checked);
  if (!type || !reach) return std::nullopt;
  const std::string wide = wide_name(checked);
  const std::array lines = hidden_copy(*type, wide, written(text, checked.range()));
  std::vector<Edit> edits{lines_before(text, reach->statement, lines)};
  const std::vector<CNodeIndex> replaced = replaced_places(checked, *reach);
  for (const CNodeIndex place : replaced)
    edits.push_back(replacement(text, checked.tree.at(place).range, wide));
  return rewrite_from(text, std::move(edits), is_safe_patch(checked, *reach, replaced));
}

std::optional<SourcePosition> place_in_source(const Evidence& seen, const CopyStory& story) {
  const auto use = seen.source.find(story.use_insn);
  return use ? use : seen.source.find(story.check_insn);
}

}  // namespace

std::optional<std::string> checked_name(const Evidence& seen, const CopyStory& story) {
  const auto at = place_in_source(seen, story);
  if (!at) return std::nullopt;
  const CText text = read_c(seen.source.files[at->file]);
  const auto checked = checked_value(text, seen, story, at->file);
  return checked ? std::optional(written(text, checked->range())) : std::nullopt;
}

DeclaredValue declared_value(const Evidence& seen, const CopyStory& story) {
  const auto at = place_in_source(seen, story);
  if (!at) return {};
  const CText text = read_c(seen.source.files[at->file]);
  const auto checked = checked_value(text, seen, story, at->file);
  if (!checked) return {};
  const bool is_volatile = type_of(*checked).find("volatile") != std::string::npos;
  return {local_declaration(*checked).has_value(), is_volatile};
}

std::optional<Rewrite> rewrite_of(const Evidence& seen, const CopyStory& story) {
  const auto at = place_in_source(seen, story);
  if (!at) return std::nullopt;
  const CText text = read_c(seen.source.files[at->file]);
  const auto checked = checked_value(text, seen, story, at->file);
  if (!checked || checked->comparison == no_node) return std::nullopt;
  return rewrite_from_value(*checked, story);
}

Rewrite rewrite_to_fill_in(const CopyStory& story, const std::optional<std::string>& name) {
  const std::string value = name.value_or("<your value>");
  const std::string type = compares_unsigned(story) ? "unsigned long" : "long";
  Rewrite rewrite;
  for (const std::string& line : hidden_copy(type, "wide", value)) rewrite.text += line + "\n";
  rewrite.text +=
      "if (wide >= <your limit>) <what you do then>  // your own check, with wide in it\n";
  rewrite.text +=
      std::string(story.is_size ? "<your call>(<your buffer>, wide)" : "<your pointer> + wide") +
      "  // where " + value + " was used\n";
  return rewrite;
}

}  // namespace bpflens
