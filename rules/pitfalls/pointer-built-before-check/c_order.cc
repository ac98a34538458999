// By the order of the two lines. An instruction that clang moved up may carry no line of its own,
// and then seems to belong to the one above: so that line must say such an address, too.
#include "rules/pitfalls/pointer-built-before-check/c_order.h"

#include <algorithm>

#include "judge/c_address.h"
#include "judge/c_statement.h"
#include "judge/c_text.h"

namespace bpflens {
namespace {

// "v" and "idx" of "v->idx": all of them must stand there.
bool holds_names_of(const CText& text, CRange range, const std::string& expression) {
  SourceFile alone;
  alone.lines[1] = expression;
  const CText words = read_c(alone);
  return std::ranges::all_of(words.tokens, [&](const CToken& word) {
    const auto begin = text.tokens.begin() + static_cast<std::ptrdiff_t>(range.begin),
               end = text.tokens.begin() + static_cast<std::ptrdiff_t>(range.end);
    return !word.is_name() ||
           std::any_of(begin, end, [&](const CToken& token) { return token.is(word.text); });
  });
}

bool says_address(const CText& text, uint32_t line, const std::string& name) {
  const CRange function = function_around(text, line);
  if (function.is_empty()) return false;
  const CTree tree = read_expressions(text, function);
  const CRange on_line = tokens_of_line(text, line);
  return std::ranges::any_of(addresses_in(tree, function), [&](const CAddress& address) {
    return on_line.has(address.range.begin) && address.sum.terms.size() > 1 &&
           holds_names_of(text, address.range, name);
  });
}

bool is_in_one_function(const CText& text, uint32_t one, uint32_t other) {
  return function_around(text, one).begin == function_around(text, other).begin;
}

}  // namespace

bool c_computes_first(const Evidence& seen, uint32_t addition, uint32_t check,
                      const std::string& name) {
  const auto computed = seen.source.find(addition), checked = seen.source.find(check);
  if (!computed || !checked || computed->file != checked->file) return false;
  const SourceFile& file = seen.source.files[computed->file];
  if (computed->line >= checked->line) return false;
  const CText text = read_c(file);
  return is_in_one_function(text, computed->line, checked->line) &&
         says_address(text, computed->line, name);
}

}  // namespace bpflens
