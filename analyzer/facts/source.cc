// Lines are compared by what they say: their bytes seldom survive the way through compiler, kernel
// and terminal.
#include "facts/source.h"

namespace bpflens {
namespace {

// A kernel formats a line in a buffer of 1024 bytes.
constexpr size_t longest_wording = 900;

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

std::string wording(std::string_view line) {
  std::string words;
  for (size_t i = 0; i < line.size() && words.size() < longest_wording; i++) {
    if (!is_blank(line[i]))
      words += line[i];
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  if (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

std::string_view base_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);  // npos + 1 is 0
}

}  // namespace bpflens
