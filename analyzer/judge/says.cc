// A hole is a name in braces.
#include "judge/says.h"

#include "facts/lines.h"

namespace bpflens {
namespace {

std::optional<std::string> filled(std::string_view sentence, const HoleText& text_of) {
  std::string out;
  while (true) {
    const size_t open = sentence.find('{');
    out += sentence.substr(0, open);
    if (open == std::string_view::npos) return out;
    const size_t close = sentence.find('}', open);
    const auto text = text_of(sentence.substr(open + 1, close - open - 1));
    if (!text) return std::nullopt;
    out += *text;
    sentence.remove_prefix(close + 1);
    if (*text == "1" && sentence.starts_with(" bytes")) {
      out += " byte";
      sentence.remove_prefix(std::string_view(" bytes").size());
    }
  }
}

}  // namespace

std::optional<std::string> first_filled(std::string_view says, const HoleText& text_of) {
  for (const std::string_view sentence : split_lines(says))
    if (auto whole = filled(sentence, text_of)) return whole;
  return std::nullopt;
}

}  // namespace bpflens
