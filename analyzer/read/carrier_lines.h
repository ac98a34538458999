// The lines of a text while carriers are taken off them: each layer changes some, splits or joins
// them, and never forgets which line of the given text a line came from.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace bpflens {

struct CarriedLine {
  std::string_view text;  // without line end
  uint64_t number = 0;    // of the line in the text as it was given
};

struct CarriedLines {
  std::vector<CarriedLine> lines;
  std::deque<std::string> changed;  // what is no longer a part of the given text
  bool begins_inside = false;       // the first line is the rest of one that was too long to hold

  std::string_view keep(std::string text) { return changed.emplace_back(std::move(text)); }
};

// The lines of `text`, all of them from the line of that number. A line end at its end ends the
// last.
inline void add_each_line(std::string_view text, uint64_t number, std::vector<CarriedLine>& lines) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (size_t end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    lines.push_back({text.substr(0, end), number});
    text.remove_prefix(end + 1);
  }
  lines.push_back({text, number});
}

// Each undoes one kind of carrier wherever it is found and says whether it was.
bool strip_terminal_codes(CarriedLines& carried);  // colours, carriage returns, typographic blanks
bool strip_html(CarriedLines& carried);            // entities, <br>, <pre>
bool join_wrapped_lines(CarriedLines& carried);    // broken at the width of a terminal
bool strip_prefixes(CarriedLines& carried);  // what a logger, a quotation, a listing puts before
bool split_escaped_lines(CarriedLines& carried);   // a log in one line of JSON, logfmt, {:?}
bool strip_padding(CarriedLines& carried);         // blanks behind each line
bool close_double_spacing(CarriedLines& carried);  // an empty line behind each line

}  // namespace bpflens
