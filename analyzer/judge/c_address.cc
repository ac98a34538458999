// The largest sum around is the address: what is added inside it is on its way there.
#include "judge/c_address.h"

#include <algorithm>
#include <optional>

#include "judge/c_declaration.h"

namespace bpflens {
namespace {

constexpr int deepest = 8;  // names that stand for sums with such names in them
constexpr size_t most_terms = 32;

bool is_sum(const CNode& node) {
  return node.kind == CNodeKind::Binary && (node.op == "+" || node.op == "-");
}

// Through brackets and casts, as far as the sum above looks through them.
bool is_part_of_sum(const CTree& tree, CNodeIndex index) {
  const CRange own = tree.at(index).range;
  for (CNodeIndex at = tree.at(index).parent; at != no_node; at = tree.at(at).parent) {
    const CNode& node = tree.at(at);
    const bool is_wrapped = node.kind == CNodeKind::Paren || node.kind == CNodeKind::Cast;
    if (is_wrapped) continue;
    if (!is_sum(node)) return false;
    const CSum sum = sum_of(tree, at);
    const auto holds = [&](CRange range) {
      return range.begin <= own.begin && own.end <= range.end;
    };
    return std::ranges::none_of(sum.terms, [&](const CTerm& term) { return holds(term.range); });
  }
  return false;
}

// With the brackets around it, which a name in its place does not need.
CRange with_brackets(const CTree& tree, CNodeIndex index) {
  while (tree.at(index).parent != no_node &&
         tree.at(tree.at(index).parent).kind == CNodeKind::Paren)
    index = tree.at(index).parent;
  return tree.at(index).range;
}

CAddress subscript_at(const CTree& tree, CNodeIndex index) {
  const CNode& node = tree.at(index);
  CAddress address{node.range, true, sum_of(tree, node.left)};
  add_to_sum(address.sum, tree, node.right, false);
  return address;
}

// The sum that a name was declared as; nullopt if it is none, or may be another by now.
std::optional<CSum> declared_sum(const CText& text, CRange function, const CTerm& term,
                                 size_t token) {
  if (term.kind != CNodeKind::Name) return std::nullopt;
  const std::string_view name = text.tokens[term.range.begin].text;
  const auto declared = declaration_of(text, function, name, token);
  if (!declared || declared->initialiser.is_empty()) return std::nullopt;
  if (is_written(text, {declared->initialiser.end, token}, term.range)) return std::nullopt;
  const CTree tree = read_expressions(text, declared->initialiser);
  if (tree.roots.size() != 1) return std::nullopt;
  CSum sum = sum_of(tree, tree.roots[0]);
  // A name for another name is left alone: it is what the user calls it here.
  const bool is_address = sum.terms.size() > 1 && is_pointer(declared->type);
  return is_address ? std::optional(std::move(sum)) : std::nullopt;
}

void expand(const CText& text, CRange function, const CSum& sum, size_t token, bool is_subtracted,
            int depth, CSum& out) {
  out.constant += is_subtracted ? -sum.constant : sum.constant;
  out.constants.insert(out.constants.end(), sum.constants.begin(), sum.constants.end());
  if (out.cast.empty()) out.cast = sum.cast;
  for (const CTerm& term : sum.terms) {
    if (out.terms.size() >= most_terms) return;
    const bool subtracts = term.is_subtracted != is_subtracted;
    const auto inner = depth < deepest ? declared_sum(text, function, term, token) : std::nullopt;
    if (inner)
      expand(text, function, *inner, token, subtracts, depth + 1, out);
    else
      out.terms.push_back({term.range, term.kind, subtracts});
  }
}

}  // namespace

CSum expanded(const CText& text, CRange function, const CSum& sum, size_t token) {
  CSum out;
  expand(text, function, sum, token, false, 0, out);
  return out;
}

std::vector<CAddress> addresses_in(const CTree& tree, CRange function) {
  std::vector<CAddress> addresses;
  for (CNodeIndex index = 0; index < tree.nodes.size(); index++) {
    const CNode& node = tree.at(index);
    const bool is_subscript = node.kind == CNodeKind::Subscript;
    if (!is_subscript && (!is_sum(node) || is_part_of_sum(tree, index))) continue;
    CAddress address = is_subscript
                           ? subscript_at(tree, index)
                           : CAddress{with_brackets(tree, index), false, sum_of(tree, index)};
    address.sum = expanded(*tree.text, function, address.sum, node.range.begin);
    addresses.push_back(std::move(address));
  }
  std::ranges::sort(addresses, {}, [](const CAddress& one) { return one.range.begin; });
  return addresses;
}

}  // namespace bpflens
