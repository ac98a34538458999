// What a terminal or a web page adds to the bytes of a line: colours, carriage returns, blanks and
// quotation marks that are not ASCII.
#include <algorithm>

#include "read/carrier_lines.h"

namespace bpflens {
namespace {

constexpr char escape = '\x1b';

bool is_parameter(char c) { return (c >= '0' && c <= '9') || c == ';' || c == '?'; }

// Length of a control sequence that begins with ESC; at least 1.
size_t length_of_sequence(std::string_view text) {
  if (text.size() < 2) return text.size();
  if (text[1] == '[') {
    size_t at = 2;
    while (at < text.size() && is_parameter(text[at])) at++;
    return std::min(at + 1, text.size());
  }
  if (text[1] != ']') return 2;
  // A title or a link goes on to BEL or ESC \.
  for (size_t at = 2; at < text.size(); at++) {
    if (text[at] == '\a') return at + 1;
    if (text[at] == escape) return std::min(at + 2, text.size());
  }
  return text.size();
}

// "[0;31m" whose ESC got lost, "^[[0m" as `cat -v` shows it.
size_t length_of_bare_colour(std::string_view text) {
  size_t at = text.starts_with("^[[") ? 3 : 1;
  const size_t digits = at;
  while (at < text.size() && is_parameter(text[at])) at++;
  const bool is_colour = at > digits && at < text.size() && text[at] == 'm' && at - digits <= 11;
  return is_colour ? at + 1 : 0;
}

struct Replacement {
  std::string_view bytes, ascii;
};

constexpr Replacement typographic[] = {
    {"\xc2\xa0", " "},     {"\xe2\x80\x8b", ""},   {"\xef\xbb\xbf", ""},   {"\xe2\x80\x98", "'"},
    {"\xe2\x80\x99", "'"}, {"\xe2\x80\x9c", "\""}, {"\xe2\x80\x9d", "\""}, {"\xe2\x80\xaf", " "},
};

// What stands at `at` and is to be replaced; the length of what it replaces is 0 if nothing is.
struct Found {
  size_t length = 0;
  std::string_view ascii;
};

Found found_at(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at);
  switch (rest.front()) {
    case escape:
      return {length_of_sequence(rest), ""};
    case '\0':
    case '\b':
    case '\a':
      return {1, ""};
    case '[':
    case '^':
      return {length_of_bare_colour(rest), ""};
    case '\xc2':
    case '\xe2':
    case '\xef':
      for (const Replacement& one : typographic)
        if (rest.starts_with(one.bytes)) return {one.bytes.size(), one.ascii};
      return {};
    default:
      return {};
  }
}

constexpr std::string_view telling("\x1b\0\b\a[^\xc2\xe2\xef", 9);

bool strip_codes(CarriedLines& carried, CarriedLine& line) {
  size_t at = line.text.find_first_of(telling);
  size_t done = 0;
  std::string text;
  bool any = false;
  for (; at != std::string_view::npos; at = line.text.find_first_of(telling, at)) {
    const Found found = found_at(line.text, at);
    if (found.length == 0) {
      at++;
      continue;
    }
    text.append(line.text, done, at - done).append(found.ascii);
    at = done = at + found.length;
    any = true;
  }
  if (!any) return false;
  text.append(line.text.substr(done));
  line.text = carried.keep(std::move(text));
  return true;
}

// The reader takes one carriage return from a line's end by itself.
std::string_view without_returns(std::string_view text) {
  while (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// A carriage return inside a line goes back to its beginning: what follows is a line to the eye.
bool split_at_returns(CarriedLines& carried) {
  std::vector<CarriedLine> lines;
  bool any = false;
  for (const CarriedLine& line : carried.lines) {
    std::string_view rest = without_returns(line.text);
    any = any || line.text.size() > rest.size() + 1;
    for (size_t end = rest.find('\r'); end != rest.npos; end = rest.find('\r')) {
      lines.push_back({without_returns(rest.substr(0, end)), line.number});
      rest.remove_prefix(end + 1);
      any = true;
    }
    lines.push_back({rest, line.number});
  }
  if (any) carried.lines = std::move(lines);
  return any;
}

}  // namespace

bool strip_terminal_codes(CarriedLines& carried) {
  bool any = false;
  for (CarriedLine& line : carried.lines) any = strip_codes(carried, line) || any;
  return split_at_returns(carried) || any;
}

}  // namespace bpflens
