// A log inside a string: its line ends are two characters, "\n". A string is taken apart if that
// makes lines of a verifier; inside a string of a string, one level at a time.
#include <algorithm>
#include <optional>

#include "read/carrier_lines.h"
#include "read/log_anchor.h"
#include "read/string_literal.h"

namespace bpflens {
namespace {

constexpr std::string_view line_end = "\\n";
// How many line ends of a string are tried before it is believed to hold no log.
constexpr int most_tries = 400;

std::string_view without_leading_blanks(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with("\\t"))
    text.remove_prefix(text[0] == ' ' ? 1 : 2);
  return text;
}

// One of the lines begins like one of a verifier, whatever stands before it there.
bool holds_log(std::string_view body) {
  size_t at = body.find(line_end);
  for (int tries = 0; at != std::string_view::npos && tries < most_tries; tries++) {
    const std::string_view rest = body.substr(at + line_end.size());
    const size_t end = std::min(rest.find('\\'), rest.size());
    std::string_view line = without_leading_blanks(rest);
    line = line.substr(0, std::min(line.find(line_end), std::max(end, size_t{512})));
    if (anchor_of(line) != no_anchor) return true;
    at = body.find(line_end, at + line_end.size());
  }
  return false;
}

size_t length_of_body(std::string_view body) {
  size_t length = 0;
  while (length < body.size() && body[length] != '"') length += body[length] == '\\' ? 2 : 1;
  return std::min(length, body.size());
}

// All of a line that holds quotes of the log's own.
std::string read_unquoted(std::string_view line) {
  std::string text;
  while (true) {
    Literal literal = read_literal(line);
    text += literal.text;
    line.remove_prefix(literal.length);
    if (line.empty()) return text;
    text += line.front();
    line.remove_prefix(1);
  }
}

class Splitter {
 public:
  explicit Splitter(CarriedLines& carried) : carried_(carried) {}

  // False, and nothing added, if no string in the line holds a log.
  bool split(const CarriedLine& line, bool begins_inside) {
    std::string_view rest = line.text;
    bool any = begins_inside && take_body(rest, line.number);
    for (size_t quote = rest.find('"'); quote != rest.npos; quote = rest.find('"')) {
      const std::string_view head = line.text.substr(0, line.text.size() - rest.size() + quote + 1);
      rest.remove_prefix(quote + 1);
      const size_t before = lines.size();
      if (!any) lines.push_back({head, line.number});
      any = take_body(rest, line.number) || any;
      if (!any) lines.resize(before);
      if (!rest.empty()) rest.remove_prefix(1);
    }
    if (any || !holds_log(line.text)) return any;
    add_each_line(carried_.keep(read_unquoted(line.text)), line.number, lines);
    return true;
  }

  std::vector<CarriedLine> lines;

 private:
  // Takes a string's body from the front of `rest`; true if it was a log and its lines are added.
  bool take_body(std::string_view& rest, uint64_t number) {
    const std::string_view body = rest.substr(0, length_of_body(rest));
    rest.remove_prefix(body.size());
    if (!holds_log(body)) return false;
    add_each_line(carried_.keep(read_literal(body).text), number, lines);
    return true;
  }

  CarriedLines& carried_;
};

// One level of strings.
bool split_once(CarriedLines& carried) {
  Splitter splitter(carried);
  bool any = false;
  for (size_t i = 0; i < carried.lines.size(); i++) {
    const CarriedLine& line = carried.lines[i];
    const bool is_inside = i == 0 && carried.begins_inside;
    const bool may_be = line.text.find(line_end) != std::string_view::npos &&
                        (is_inside || !line.text.starts_with(';'));
    if (may_be && splitter.split(line, is_inside)) {
      any = true;
    } else {
      splitter.lines.push_back(line);
    }
  }
  if (any) carried.lines = std::move(splitter.lines);
  return any;
}

}  // namespace

bool split_escaped_lines(CarriedLines& carried) {
  constexpr int most_levels = 8;
  int levels = 0;
  while (levels < most_levels && split_once(carried)) levels++;
  return levels > 0;
}

}  // namespace bpflens
