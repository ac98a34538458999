// Lines that a terminal broke at its width. The width is that of the longest lines of the verifier,
// if they go on in the next line with what can only be the rest of a state.
#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "read/carrier_lines.h"
#include "read/line_prefix.h"
#include "read/log_anchor.h"
#include "read/log_line.h"
#include "read/log_step.h"
#include "read/utf8.h"

namespace bpflens {
namespace {

constexpr size_t narrowest = 40, widest = 500;
constexpr size_t longest_joined = size_t{16} * 1024;

// Columns, where every character has one.
size_t width_of(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation_byte(c); }));
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }

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
  const bool is_register = line.size() > 1 && line[0] == 'R' && is_digit(line[1]);
  return is_register || line.starts_with("fp-") || line.starts_with("frame");
}

// "callee:", "stack depth 8": a line of its own, whatever stands before it.
bool is_of_log(std::string_view line) {
  const LineKind kind = classify_line(line).kind;
  return kind != LineKind::Free && kind != LineKind::BareState && kind != LineKind::Indented &&
         kind != LineKind::Source;
}

// What a line of the log could go on with.
bool is_rest(std::string_view prefix, std::string_view line, std::string_view next) {
  if (next.empty()) return false;
  const bool closes = ends_inside(line) && next.find(')') != std::string_view::npos;
  if (next.front() == ';') return closes || begins_state(next);
  if (anchor_of(next) != no_anchor || is_of_log(next)) return false;
  // Nothing of the log stands behind its last line.
  const bool is_last =
      line.find("processed ") != line.npos && line.find(" mark_read ") != line.npos;
  if (is_last && !std::all_of(next.begin(), next.end(), is_digit)) return false;
  // A rest has no prefix of its own.
  return prefix.empty() || length_of_prefix(prefix, next) == no_prefix;
}

// What stands before the lines of the log, without the blanks at its end.
class PrefixSeen {
 public:
  void see(std::string_view line) {
    const size_t anchor = anchor_of(line);
    if (anchor == no_anchor) return;
    size_t words = anchor;
    while (words > 0 && (line[words - 1] == ' ' || line[words - 1] == '\t')) words--;
    prefix_ = line.substr(0, words > 0 ? words : anchor);
  }
  std::string_view prefix() const { return prefix_; }

 private:
  std::string_view prefix_;
};

// Of "R7_w=0 R10=fp0": 7. Of a line that has no register there: none.
std::optional<int> register_at(std::string_view text, size_t at) {
  if (at + 1 >= text.size() || text[at] != 'R') return std::nullopt;
  int number = 0;
  const auto [end, error] =
      std::from_chars(text.data() + at + 1, text.data() + text.size(), number);
  const bool is_one = error == std::errc() && end != text.data() + text.size();
  return is_one && (*end == '=' || *end == '_') ? std::optional(number) : std::nullopt;
}

// A state lists its registers in order: what begins with a later one than the line ends with goes
// on.
bool continues_state(std::string_view line, std::string_view next) {
  const size_t last = line.rfind(" R");
  if (last == line.npos) return false;
  const std::optional<int> before = register_at(line, last + 1);
  const std::optional<int> after = register_at(next, next.starts_with(' ') ? 1 : 0);
  return before && after && *after > *before;
}

// What a state can be cut in front of: "alue(map=entries)", "-8=ctx()", "_w=inv2", "0xff))".
bool begins_inside_state(std::string_view next) {
  if (begins_state(next) || has_words(next)) return false;
  const char first = next.front();
  const bool is_offset = first == '-' && next.size() > 1 && is_digit(next[1]);
  return is_offset || is_letter_or_digit(first) ||
         std::string_view("=,()_").find(first) != next.npos;
}

// "; return 7; @ contexts.bpf." and "c:43"
bool is_cut_place(std::string_view line, std::string_view next) {
  return line.starts_with(';') && line.find(" @ ") != line.npos && next.size() < 64 &&
         next.find(' ') == next.npos && parse_source_line(line).line == 0 &&
         parse_source_line(std::string(line) + std::string(next)).line != 0;
}

bool is_cut_statistic(std::string_view line, std::string_view next) {
  constexpr std::string_view last = " mark_read ";
  return line.find("processed ") != line.npos && line.find(last) == line.npos &&
         (std::string(line) + std::string(next)).find(last) != std::string::npos;
}

// The two make one line and the first alone does not.
bool is_broken(std::string_view line, std::string_view next) {
  const bool may_end_inside = anchor_of(line) != no_anchor || begins_state(line);
  return (ends_inside(line) && !ends_inside(std::string(line) + std::string(next))) ||
         is_cut_statistic(line, next) || is_cut_place(line, next) || continues_state(line, next) ||
         (may_end_inside && begins_inside_state(next));
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
  PrefixSeen seen;
  for (size_t i = first; i < behind && i + 1 < lines.size(); i++) {
    const std::string_view line = lines[i].text, next = lines[i + 1].text;
    seen.see(line);
    if (line.size() < narrowest) continue;
    Width& width = widths[width_of(line)];
    if (!is_rest(seen.prefix(), line, next)) {
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

// Where the last blank of a line was cut off, it is needed again.
std::string_view between(size_t width, size_t columns, std::string_view next) {
  return width + 1 == columns && begins_state(next) && !next.starts_with(' ') ? " " : "";
}

}  // namespace

bool join_wrapped_lines(CarriedLines& carried) {
  const std::optional<size_t> columns = wrap_width(carried.lines);
  if (!columns) return false;
  std::vector<CarriedLine> lines;
  size_t last_width = 0;   // of the last piece
  bool is_joined = false;  // the last line is the last of `changed`, and can grow
  PrefixSeen seen;
  for (const CarriedLine& line : carried.lines) {
    const std::string_view blank = between(last_width, *columns, line.text);
    const bool goes_on = (last_width == *columns || !blank.empty()) && !lines.empty() &&
                         lines.back().text.size() < longest_joined &&
                         is_rest(seen.prefix(), lines.back().text, line.text);
    last_width = width_of(line.text);
    seen.see(line.text);
    if (!goes_on) {
      lines.push_back(line);
      is_joined = false;
      continue;
    }
    if (!is_joined) carried.keep(std::string(lines.back().text));
    is_joined = true;
    lines.back().text = carried.changed.back().append(blank).append(line.text);
  }
  carried.lines = std::move(lines);
  return true;
}

}  // namespace bpflens
