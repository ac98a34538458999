#include "judge/called_name.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "facts/source.h"
#include "judge/c_text.h"

namespace bpflens {
namespace {

// Helpers, kfuncs, macros and words of the language stand before brackets as well.
bool may_be_function(std::string_view name) {
  constexpr std::array words = {"if", "while", "for", "switch", "return", "sizeof", "else", "do"};
  const bool is_word = std::ranges::find(words, name) != words.end();
  const bool is_macro = std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
  return !is_word && !is_macro && !name.starts_with("bpf_") && !name.starts_with("__builtin");
}

}  // namespace

std::string called_name(const Place& call) {
  if (!call.source) return "";
  SourceFile line;
  line.lines.emplace(1, call.source->text);
  const CText text = read_c(line);
  std::string found;
  for (size_t i = 0; i + 1 < text.tokens.size(); ++i) {
    const CToken& name = text.tokens[i];
    if (!name.is_name() || !text.tokens[i + 1].is("(") || !may_be_function(name.text)) continue;
    if (!found.empty() && found != name.text) return "";
    found = name.text;
  }
  return found;
}

}  // namespace bpflens
