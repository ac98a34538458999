// Sentences made from the pages' own shapes, so that a new page is tested by being there.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bpflens {

using Samples = std::map<std::string, std::string, std::less<>>;

inline const Samples plain{
    {"register", "R5"},    {"offset", "-8"},  {"size", "4"},      {"limit", "16"},
    {"insn", "7"},         {"found", "word"}, {"name", "name_x"}, {"number", "3"},
    {"word", "some_word"}, {"text", "a b"},   {"acquired", "7"},  {"argument", "1"},
    {"least", "0"},        {"most", "1"},     {"span", "1"},      {"helper", "26"},
};
inline const Samples unusual{
    {"register", "*(R11-8)"}, {"offset", "0x1f"}, {"size", "4294967295"},
    {"limit", "-2"},          {"insn", "0"},      {"acquired", "0"},
    {"argument", "4"},        {"least", "-7"},    {"most", "0xff"},
    {"span", "0xff"},         {"found", "a_1"},   {"name", "struct x y"},
    {"number", "-0x7"},       {"word", "^="},     {"text", "(0x0; 0x0)+-60+0"},
    {"helper", "4294967295"},
};

inline std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (true) {
    const size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

inline std::vector<std::string> sample_of(std::string_view shape, const Samples& samples) {
  std::string out;
  while (!shape.empty()) {
    const size_t open = shape.find('{');
    out += shape.substr(0, open);
    if (open == std::string_view::npos) break;
    const size_t close = shape.find('}', open);
    const std::string_view hole = shape.substr(open + 1, close - open - 1);
    const auto sample = samples.find(hole);
    const size_t colon = hole.find(':');
    if (colon != std::string_view::npos) {
      out += hole.substr(colon + 1);
    } else {
      out += sample == samples.end() ? shape.substr(open, close - open + 1) : sample->second;
    }
    shape.remove_prefix(close + 1);
  }
  return lines_of(out);
}

}  // namespace bpflens
