// Lines that a terminal broke at its width. The width is that of the longest lines of the verifier,
// if they go on in the next line with what can only be the rest of a state.
#include <algorithm>
#include <map>
#include <optional>

#include "read/carrier_lines.h"
#include "read/log_anchor.h"
#include "read/utf8.h"

namespace bpflens {
namespace {

constexpr size_t narrowest = 40, widest = 500;
constexpr size_t longest_joined = 64 * 1024;

// Columns, where every character has one.
size_t width_of(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation_byte(c); }));
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A sentence has plain words; the rest of a state or of statistics has none.
bool has_words(std::string_view text) {
  int words = 0;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (word.size() > 1 && std::all_of(word.begin(), word.end(), is_letter)) words++;
    at = end + 1;
  }
  return words >= 2;
}

// What a line of the log could go on with.
bool is_rest(std::string_view line) {
  return !line.empty() && line.front() != ';' && anchor_of(line) == no_anchor;
}

bool ends_inside(std::string_view line) {
  return std::count(line.begin(), line.end(), '(') > std::count(line.begin(), line.end(), ')');
}

struct Width {
  size_t broken = 0;   // lines of this width that go on in the next
  size_t certain = 0;  // of these, those that end inside parentheses
  size_t whole = 0;    // lines of this width that do not
};

std::optional<size_t> wrap_width(const std::vector<CarriedLine>& lines) {
  std::map<size_t, Width> widths;
  for (size_t i = 0; i + 1 < lines.size(); i++) {
    const std::string_view line = lines[i].text, next = lines[i + 1].text;
    if (line.size() < narrowest || anchor_of(line) == no_anchor) continue;
    Width& width = widths[width_of(line)];
    const bool goes_on = is_rest(next) && !has_words(next);
    ++(goes_on ? width.broken : width.whole);
    if (goes_on && ends_inside(line) && !ends_inside(std::string(line) + std::string(next)))
      width.certain++;
  }
  if (widths.empty()) return std::nullopt;
  const auto& [columns, widest_lines] = *widths.rbegin();
  const bool is_wrapped = widest_lines.broken > 4 * widest_lines.whole &&
                          (widest_lines.certain > 0 || widest_lines.broken > 2);
  return is_wrapped && columns <= widest ? std::optional(columns) : std::nullopt;
}

}  // namespace

bool join_wrapped_lines(CarriedLines& carried) {
  const std::optional<size_t> columns = wrap_width(carried.lines);
  if (!columns) return false;
  std::vector<CarriedLine> lines;
  size_t last_width = 0;  // of the last piece
  for (const CarriedLine& line : carried.lines) {
    const bool goes_on =
        last_width == *columns && is_rest(line.text) && lines.back().text.size() < longest_joined;
    last_width = width_of(line.text);
    if (goes_on) {
      lines.back().text = carried.keep(std::string(lines.back().text) + std::string(line.text));
    } else {
      lines.push_back(line);
    }
  }
  carried.lines = std::move(lines);
  return true;
}

}  // namespace bpflens
