// Lines that a terminal broke at its width. The width is that of the longest lines of the verifier,
// if they go on in the next line with what can only be the rest of a state.
#include <algorithm>
#include <map>
#include <optional>

#include "read/carrier_lines.h"
#include "read/line_prefix.h"
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

bool is_letter_or_digit(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

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

bool ends_inside(std::string_view line) {
  return std::count(line.begin(), line.end(), '(') > std::count(line.begin(), line.end(), ')');
}

// "R1_w=0", "fp-8=ctx()", "; R1=0": could begin a line of its own.
bool begins_state(std::string_view line) {
  if (line.starts_with(';')) line.remove_prefix(1);
  if (line.starts_with(' ')) line.remove_prefix(1);
  const bool is_register = line.size() > 1 && line[0] == 'R' && line[1] >= '0' && line[1] <= '9';
  return is_register || line.starts_with("fp-") || line.starts_with("frame");
}

// What a line of the log could go on with.
bool is_rest(std::string_view line, std::string_view next) {
  if (next.empty()) return false;
  const bool closes = ends_inside(line) && next.find(')') != std::string_view::npos;
  if (next.front() == ';') return closes || begins_state(next);
  if (anchor_of(next) != no_anchor) return false;
  // A rest has no prefix of its own.
  const size_t anchor = anchor_of(line);
  const bool has_prefix = anchor != no_anchor && anchor > 0;
  return !has_prefix || length_of_prefix(line.substr(0, anchor), next) == no_prefix;
}

// The two make one line and the first alone does not.
bool is_broken(std::string_view line, std::string_view next) {
  const std::string joined = std::string(line) + std::string(next);
  if (ends_inside(line) && !ends_inside(joined)) return true;
  constexpr std::string_view last_statistic = " mark_read ";
  const bool is_cut_statistic = line.find("processed ") != line.npos &&
                                line.find(last_statistic) == line.npos &&
                                joined.find(last_statistic) != joined.npos;
  const bool is_middle = next.front() != ' ' && next.front() != ';' && !begins_state(next);
  return is_cut_statistic || (is_middle && !has_words(next) && anchor_of(line) != no_anchor &&
                              std::any_of(next.begin(), next.end(), is_letter_or_digit));
}

struct Width {
  size_t broken = 0;   // lines of this width that go on in the next
  size_t certain = 0;  // of these, those that cannot end there
  size_t whole = 0;    // lines of this width that do not
};

// Where the log is: from the first to the last line that only a verifier prints.
std::pair<size_t, size_t> span_of_log(const std::vector<CarriedLine>& lines) {
  size_t first = lines.size(), behind = 0;
  for (size_t i = 0; i < lines.size(); i++) {
    if (anchor_of(lines[i].text) == no_anchor) continue;
    first = std::min(first, i);
    behind = i + 1;
  }
  return {first, behind};
}

std::optional<size_t> wrap_width(const std::vector<CarriedLine>& lines) {
  const auto [first, behind] = span_of_log(lines);
  std::map<size_t, Width> widths;
  for (size_t i = first; i < behind && i + 1 < lines.size(); i++) {
    const std::string_view line = lines[i].text, next = lines[i + 1].text;
    if (line.size() < narrowest) continue;
    Width& width = widths[width_of(line)];
    if (!is_rest(line, next)) {
      width.whole++;
    } else if (!has_words(next) || is_broken(line, next)) {
      width.broken++;
      width.certain += is_broken(line, next) ? 1 : 0;
    }
  }
  if (widths.empty()) return std::nullopt;
  const auto& [columns, longest_lines] = *widths.rbegin();
  const bool is_wrapped = longest_lines.broken > longest_lines.whole && longest_lines.certain > 0;
  return is_wrapped && columns <= widest ? std::optional(columns) : std::nullopt;
}

}  // namespace

bool join_wrapped_lines(CarriedLines& carried) {
  const std::optional<size_t> columns = wrap_width(carried.lines);
  if (!columns) return false;
  std::vector<CarriedLine> lines;
  size_t last_width = 0;  // of the last piece
  for (const CarriedLine& line : carried.lines) {
    const bool goes_on = last_width == *columns && is_rest(lines.back().text, line.text) &&
                         lines.back().text.size() < longest_joined;
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
