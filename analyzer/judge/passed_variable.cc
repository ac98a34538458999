// The line gives the call by its name. Macros that hide a call give nothing.
#include "judge/passed_variable.h"

#include <algorithm>

#include "judge/c_call.h"
#include "judge/c_declaration.h"
#include "judge/c_statement.h"
#include "judge/c_value.h"

namespace bpflens {
namespace {

struct CallInSource {
  CRange function;
  CTree tree;
  CNodeIndex node = no_node;
};

// By the name of the helper; without one, the only call with arguments.
CNodeIndex call_on(const CTree& tree, CRange line, const Insn& call) {
  CNodeIndex found = no_node;
  for (CNodeIndex index = 0; index < tree.nodes.size(); index++) {
    const CNode& node = tree.at(index);
    if (node.kind != CNodeKind::Call || !line.has(node.range.begin)) continue;
    const CNodeIndex called = without_brackets(tree, node.left);
    if (!call.callee.empty() && written(tree, called) != call.callee) continue;
    if (found != no_node) return no_node;
    found = index;
  }
  return found;
}

// `text` must outlive it.
std::optional<CallInSource> call_in_source(const CText& text, uint32_t line, const Insn& call) {
  CallInSource found;
  found.function = function_around(text, line);
  if (found.function.is_empty()) return std::nullopt;
  found.tree = read_expressions(text, found.function);
  found.node = call_on(found.tree, tokens_of_line(text, line), call);
  return found.node == no_node ? std::nullopt : std::optional(std::move(found));
}

bool has_member(const CTree& tree, CNodeIndex variable, std::string_view op) {
  return std::ranges::any_of(tree.nodes, [&](const CNode& node) {
    return node.kind == CNodeKind::Member && node.op == op &&
           are_same(*tree.text, tree.at(without_brackets(tree, node.left)).range,
                    tree.at(variable).range);
  });
}

std::optional<CDeclaration> declaration_of(const CallInSource& found, CNodeIndex variable) {
  const CText& text = *found.tree.text;
  const CNode& node = found.tree.at(variable);
  if (node.kind != CNodeKind::Name) return std::nullopt;
  return declaration_of(text, found.function, text.tokens[node.range.begin].text, node.range.begin);
}

std::optional<PassedVariable> variable_of(const CallInSource& found, CNodeIndex argument) {
  const CTree& tree = found.tree;
  CNodeIndex inner = without_casts(tree, argument);
  PassedVariable variable;
  variable.has_address_sign = tree.at(inner).kind == CNodeKind::Unary && tree.at(inner).op == "&";
  if (variable.has_address_sign) inner = without_casts(tree, tree.at(inner).left);
  const CNodeKind kind = tree.at(inner).kind;
  const bool is_member = kind == CNodeKind::Member && tree.at(inner).op == ".";
  if (kind != CNodeKind::Name && !is_member) return std::nullopt;
  const auto declared = declaration_of(found, inner);
  const bool is_array = declared && declared->is_array;
  if (!variable.has_address_sign && !is_array) return std::nullopt;
  variable.name = written(tree, inner);
  variable.has_members = has_member(tree, inner, ".");
  variable.is_pointer =
      !is_array && (has_member(tree, inner, "->") || (declared && is_pointer(declared->type)));
  return variable;
}

}  // namespace

std::optional<PassedVariable> passed_variable(const Evidence& seen, uint32_t insn, const Insn& call,
                                              RegisterNumber argument) {
  const auto at = seen.source.find(insn);
  if (!at || argument == 0) return std::nullopt;
  const CText text = read_c(seen.source.files[at->file]);
  const auto found = call_in_source(text, at->line, call);
  if (!found) return std::nullopt;
  const auto arguments = arguments_of(found->tree, found->tree.at(found->node));
  if (arguments.size() < argument) return std::nullopt;
  return variable_of(*found, arguments[argument - 1U]);
}

std::optional<PassedVariable> passed_address_of_pointer(const Evidence& seen, uint32_t insn,
                                                        const Insn& call) {
  const auto at = seen.source.find(insn);
  if (!at) return std::nullopt;
  const CText text = read_c(seen.source.files[at->file]);
  const auto found = call_in_source(text, at->line, call);
  if (!found) return std::nullopt;
  std::optional<PassedVariable> pointer;
  for (const CNodeIndex argument : arguments_of(found->tree, found->tree.at(found->node))) {
    auto variable = variable_of(*found, argument);
    if (!variable || !variable->has_address_sign || !variable->is_pointer) continue;
    if (pointer) return std::nullopt;
    pointer = std::move(variable);
  }
  return pointer;
}

}  // namespace bpflens
