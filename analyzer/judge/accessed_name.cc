// Everything on the instruction's line that is looked through counts: if that is one name, it is
// the one.
#include "judge/accessed_name.h"

#include "judge/c_expression.h"
#include "judge/c_statement.h"
#include "judge/compared_value.h"

namespace bpflens {
namespace {

bool looks_through(const CNode& node) {
  return node.kind == CNodeKind::Subscript || (node.kind == CNodeKind::Member && node.op == "->") ||
         (node.kind == CNodeKind::Unary && node.op == "*");
}

bool is_assigned_to(const CTree& tree, CNodeIndex index) {
  const CNodeIndex parent = tree.at(index).parent;
  return parent != no_node && tree.at(parent).kind == CNodeKind::Assign &&
         tree.at(parent).left == index;
}

}  // namespace

std::optional<std::string> accessed_name(const Evidence& seen, StepIndex step) {
  const auto at = seen.source.find(seen.unit().path.steps[step].insn);
  if (!at) return std::nullopt;
  const CText text = read_c(seen.source.files[at->file]);
  const CRange function = function_around(text, at->line);
  if (function.is_empty()) return std::nullopt;
  const CTree tree = read_expressions(text, function);
  const CRange on_line = tokens_of_line(text, at->line);
  CNodeIndex only = no_node;
  const bool is_store = seen.step(step).code.kind == InsnKind::Store;
  for (CNodeIndex index = 0; index < tree.nodes.size(); index++) {
    const CNode& node = tree.at(index);
    if (!looks_through(node) || !on_line.has(node.range.begin)) continue;
    if (is_store && !is_assigned_to(tree, index)) continue;
    const CNodeIndex base = without_casts(tree, node.left);
    if (!may_be_value(tree.at(base))) continue;
    if (only != no_node && !are_same(tree, only, base)) return std::nullopt;
    only = base;
  }
  return only == no_node ? std::nullopt : std::optional(written(tree, only));
}

}  // namespace bpflens
