// A comparison of order counts if one of its sides is a sum, and the other a single thing. The
// lines of check and read say which comparison it is.
#include "rules/pitfalls/bounds-check-folded/source_check.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "judge/c_declaration.h"
#include "judge/c_statement.h"

namespace bpflens {
namespace {

bool is_order(std::string_view op) { return op == "<" || op == "<=" || op == ">" || op == ">="; }

bool is_sizeof(const CTerm& term) { return term.kind == CNodeKind::Sizeof; }

CSum without_sizeofs(CSum sum) {
  std::erase_if(sum.terms, is_sizeof);
  return sum;
}

bool is_declared_pointer(const SourceCheck& check, const CTerm& term, size_t token) {
  if (term.kind != CNodeKind::Name) return false;
  const auto declared = declaration_of(check.text(), check.function,
                                       check.text().tokens[term.range.begin].text, token);
  return declared && (is_pointer(declared->type) || declared->is_array);
}

// The term that is declared as a pointer, else the first.
size_t pointer_of(const SourceCheck& check, size_t token) {
  for (size_t i = 0; i < check.sum.terms.size(); i++)
    if (is_declared_pointer(check, check.sum.terms[i], token)) return i;
  return 0;
}

bool use_sides(SourceCheck& check, const CComparison& comparison, CNodeIndex sum, CNodeIndex end) {
  const CTree& tree = check.tree;
  const size_t token = tree.at(comparison.node).range.begin;
  check.sum = expanded(check.text(), check.function, sum_of(tree, sum), token);
  const CSum other = sum_of(tree, end);
  const bool is_single = other.terms.size() == 1 && other.constants.empty();
  if (check.sum.terms.size() < 2 || check.sum.constant != 0 || !is_single) return false;
  check.comparison = comparison.node;
  check.end = end;
  check.said = written(tree, without_casts(tree, sum));
  check.pointer = pointer_of(check, token);
  const bool is_turned = sum == comparison.right;
  check.fails = is_turned == comparison.op.starts_with('<');
  return !check.sum.terms[check.pointer].is_subtracted;
}

bool use_first_fitting(SourceCheck& check, const std::vector<CComparison>& comparisons) {
  for (const CComparison& one : comparisons) {
    if (!is_order(one.op)) continue;
    if (use_sides(check, one, one.left, one.right)) return true;
    if (use_sides(check, one, one.right, one.left)) return true;
  }
  return false;
}

// A condition over several lines may be known by any of them.
std::vector<CComparison> comparisons_around(const SourceCheck& check, uint32_t line) {
  const CText& text = check.text();
  std::vector<CComparison> found;
  const CRange on_line = tokens_of_line(text, line);
  if (on_line.is_empty()) return found;
  const auto decided = if_deciding(text, check.function, on_line.end - 1);
  if (!decided || decided->condition.is_empty()) return found;
  const uint32_t first = text.tokens[decided->condition.begin].line;
  const uint32_t last = text.tokens[decided->condition.end - 1].line;
  for (const CComparison& one : comparisons_between(check.tree, first, last))
    if (decided->condition.has(check.tree.at(one.node).range.begin)) found.push_back(one);
  return found;
}

bool use_read(SourceCheck& check, uint32_t line) {
  const CRange on_line = tokens_of_line(check.text(), line);
  for (const CAddress& address : addresses_in(check.tree, check.function)) {
    if (!on_line.has(address.range.begin)) continue;
    check.sum = without_sizeofs(address.sum);
    check.sum.constant = 0;
    if (check.sum.terms.size() < 2) continue;
    check.comparison = check.end = no_node;
    check.said = written_terms(check.text(), check.sum.terms);
    check.pointer = pointer_of(check, address.range.begin);
    return !check.sum.terms[check.pointer].is_subtracted;
  }
  return false;
}

std::optional<GuardedAddress> guarded(const SourceCheck& check, const CAddress& address) {
  const CText& text = check.text();
  if (!have_same_terms(text, without_sizeofs(address.sum), check.sum)) return std::nullopt;
  GuardedAddress found{address, "", std::nullopt};
  for (const CTerm& term : address.sum.terms) {
    if (!is_sizeof(term)) continue;
    if (!term.is_subtracted) return std::nullopt;
    found.distance += (found.distance.empty() ? "" : " + ") + written(text, term.range);
  }
  if (found.distance.empty()) found.bytes = -address.sum.constant;
  if (address.sum.constant > 0 || (found.bytes && *found.bytes == 0)) return std::nullopt;
  if (address.sum.constant == 0) return found;
  const CRange constant = address.sum.constants[0];
  const bool is_as_written =
      address.sum.constants.size() == 1 && text.tokens[constant.begin - 1].is("-");
  const std::string number =
      is_as_written ? written(text, constant) : std::to_string(-address.sum.constant);
  found.distance += (found.distance.empty() ? "" : " + ") + number;
  return found;
}

// Enough for any function that a person wrote.
constexpr size_t most_checks = 64;

}  // namespace

std::optional<SourceCheck> source_check(const CText& text, uint32_t check_line,
                                        uint32_t read_line) {
  SourceCheck check;
  check.function = function_around(text, check_line);
  if (check.function.is_empty()) return std::nullopt;
  check.tree = read_expressions(text, check.function);
  if (use_first_fitting(check, comparisons_between(check.tree, check_line, check_line)))
    return check;
  if (use_first_fitting(check, comparisons_around(check, check_line))) return check;
  return use_read(check, read_line) ? std::optional(std::move(check)) : std::nullopt;
}

std::vector<GuardedAddress> guarded_addresses(const SourceCheck& check) {
  const size_t behind = check.comparison == no_node ? check.function.begin
                                                    : check.tree.at(check.comparison).range.end;
  std::vector<GuardedAddress> found;
  for (const CAddress& address : addresses_in(check.tree, check.function)) {
    if (address.range.begin < behind) continue;
    if (auto one = guarded(check, address)) found.push_back(std::move(*one));
  }
  return found;
}

std::optional<SourceCheck> sum_read_on(const CText& text, uint32_t line) {
  SourceCheck check;
  check.function = function_around(text, line);
  if (check.function.is_empty()) return std::nullopt;
  check.tree = read_expressions(text, check.function);
  return use_read(check, line) ? std::optional(std::move(check)) : std::nullopt;
}

std::vector<ReadCheck> checks_of_read(const CText& text, uint32_t line) {
  const auto read = sum_read_on(text, line);
  if (!read) return {};
  const CRange on_line = tokens_of_line(text, line);
  const uint32_t first = text.tokens[read->function.begin].line;
  std::vector<ReadCheck> found;
  size_t looked_at = 0;
  for (const CComparison& one : comparisons_between(read->tree, first, line)) {
    if (!is_order(one.op) || looked_at++ >= most_checks) continue;
    SourceCheck check = *read;
    if (!use_first_fitting(check, {one}) || !have_same_terms(text, check.sum, read->sum)) continue;
    for (GuardedAddress& address : guarded_addresses(check)) {
      if (!on_line.has(address.address.range.begin)) continue;
      found.push_back({std::move(check), std::move(address)});
      break;
    }
  }
  return found;
}

std::string end_of(const SourceCheck& check) {
  return written(check.tree, without_casts(check.tree, check.end));
}

const CTerm& pointer_term(const SourceCheck& check) { return check.sum.terms[check.pointer]; }

std::string written_length(const SourceCheck& check) {
  std::vector<CTerm> terms = check.sum.terms;
  terms.erase(terms.begin() + static_cast<ptrdiff_t>(check.pointer));
  return written_terms(check.text(), terms);
}

}  // namespace bpflens
