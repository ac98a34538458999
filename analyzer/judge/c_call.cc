// Of what a log prints, a call may go on in lines that are not there: then nothing is said of it.
#include "judge/c_call.h"

#include <algorithm>

#include "judge/c_statement.h"
#include "judge/c_text.h"

namespace bpflens {
namespace {

constexpr size_t longest_argument = 32;

bool is_on_line(const CText& text, CRange range, uint32_t line) {
  return text.tokens[range.begin].line <= line && line <= text.tokens[range.end - 1].line;
}

// The only call of the function on this line.
std::optional<CNodeIndex> call_on(const CTree& tree, uint32_t line, std::string_view callee) {
  std::optional<CNodeIndex> found;
  for (CNodeIndex node = 0; node < tree.nodes.size(); node++) {
    const bool is_here = tree.at(node).kind == CNodeKind::Call &&
                         is_on_line(*tree.text, tree.at(node).range, line) &&
                         whole_call(tree, node, callee);
    if (is_here && found) return std::nullopt;
    if (is_here) found = node;
  }
  return found;
}

}  // namespace

// `a, b, c` is one node of two others.
std::vector<CNodeIndex> arguments_of(const CTree& tree, const CNode& call) {
  std::vector<CNodeIndex> arguments;
  CNodeIndex list = call.right;
  while (list != no_node && tree.at(list).kind == CNodeKind::Binary && tree.at(list).op == ",") {
    arguments.push_back(tree.at(list).right);
    list = tree.at(list).left;
  }
  if (list != no_node) arguments.push_back(list);
  std::ranges::reverse(arguments);
  return arguments;
}

std::optional<CNodeIndex> whole_call(const CTree& tree, CNodeIndex value, std::string_view callee) {
  const CNodeIndex call = without_casts(tree, value);
  const CNode& node = tree.at(call);
  if (node.kind != CNodeKind::Call || written(tree, node.left) != callee) return std::nullopt;
  const std::vector<CToken>& tokens = tree.text->tokens;
  for (size_t i = node.range.begin; i < node.range.end; i++)
    if (tokens[i].kind == CTokenKind::Gap) return std::nullopt;
  return tokens[node.range.end - 1].is(")") ? std::optional(call) : std::nullopt;
}

std::optional<std::string> argument_text(const Evidence& seen, uint32_t insn,
                                         std::string_view callee, RegisterNumber number) {
  const auto at = seen.source.find(insn);
  if (!at || callee.empty() || number == 0) return std::nullopt;
  const CText text = read_c(seen.source.files[at->file]);
  const CRange function = function_around(text, at->line);
  if (function.is_empty()) return std::nullopt;
  const CTree tree = read_expressions(text, function);
  const auto call = call_on(tree, at->line, callee);
  if (!call) return std::nullopt;
  const std::vector<CNodeIndex> arguments = arguments_of(tree, tree.at(*call));
  if (arguments.size() < number) return std::nullopt;
  const CNodeIndex argument = without_casts(tree, arguments[number - 1U]);
  std::string words = written(tree, argument);
  const bool is_named = std::ranges::any_of(words, [](char c) { return c >= 'a' && c <= 'z'; });
  return is_named && words.size() <= longest_argument ? std::optional(words) : std::nullopt;
}

}  // namespace bpflens
