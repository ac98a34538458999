// A declaration reads as the assignment to a product: of `u8 *header` the last name is meant.
#include "rules/pitfalls/slice-after-call/words.h"

#include "judge/c_call.h"
#include "judge/c_expression.h"
#include "judge/c_statement.h"
#include "judge/c_text.h"

namespace bpflens {
namespace {

std::string assigned_name(const CTree& tree, CNodeIndex left) {
  const CNode& node = tree.at(left);
  if (node.kind == CNodeKind::Name || node.kind == CNodeKind::Member) return written(tree, left);
  const CToken& last = tree.text->tokens[node.range.end - 1];
  return node.kind == CNodeKind::Binary && last.is_name() ? std::string(last.text) : "";
}

bool is_on_line(const CText& text, CRange range, uint32_t line) {
  return text.tokens[range.begin].line <= line && line <= text.tokens[range.end - 1].line;
}

}  // namespace

std::optional<SliceWords> slice_words(const Evidence& seen, uint32_t call_insn,
                                      const std::string& callee) {
  const auto at = seen.source.find(call_insn);
  if (!at) return std::nullopt;
  const CText text = read_c(seen.source.files[at->file]);
  const CRange function = function_around(text, at->line);
  const CTree tree = read_expressions(text, function);
  for (const CNode& node : tree.nodes) {
    if (node.kind != CNodeKind::Assign || node.op != "=" || node.right == no_node) continue;
    if (!is_on_line(text, node.range, at->line)) continue;
    const auto call = whole_call(tree, node.right, callee);
    if (!call) continue;
    const std::string name = assigned_name(tree, node.left);
    if (!name.empty()) return SliceWords{name, written(tree, *call)};
  }
  return std::nullopt;
}

}  // namespace bpflens
