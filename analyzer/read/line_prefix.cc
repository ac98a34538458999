// Both are walked side by side, word by word: a word with a digit stands for any other such word,
// the names of months, days and severities for each other, blanks for any number of blanks, but
// those at the end count, since lines of a verifier may begin with a blank.
#include "read/line_prefix.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace bpflens {
namespace {

constexpr std::string_view dates[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                      "Aug", "Sep", "Oct", "Nov", "Dec", "Mon", "Tue",
                                      "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::string_view severities[] = {"trace",   "debug", "info", "notice", "warn",
                                           "warning", "error", "err",  "fatal",  "panic"};

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view word_at(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && is_word(text[end])) end++;
  return text.substr(at, end - at);
}

bool has_digit(std::string_view word) { return std::any_of(word.begin(), word.end(), is_digit); }

bool is_same_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

template <size_t n>
bool is_one_of(const std::string_view (&names)[n], std::string_view word) {
  return std::any_of(std::begin(names), std::end(names),
                     [&](std::string_view name) { return is_same_ignoring_case(name, word); });
}

bool stands_for(std::string_view pattern, std::string_view word) {
  if (pattern == word) return true;
  if (has_digit(pattern)) return has_digit(word);
  return (is_one_of(dates, pattern) && is_one_of(dates, word)) ||
         (is_one_of(severities, pattern) && is_one_of(severities, word));
}

size_t skip_blanks(std::string_view text, size_t at) {
  while (at < text.size() && is_blank(text[at])) at++;
  return at;
}

// `grep -n -C` writes "12:" before what it found and "13-" before what stands around.
bool is_same_mark(char a, char b, bool behind_digit) {
  return a == b || (behind_digit && (a == ':' || a == '-') && (b == ':' || b == '-'));
}

}  // namespace

bool is_margin(std::string_view prefix) {
  return std::all_of(prefix.begin(), prefix.end(), [](char c) {
    return is_blank(c) || c == '>' || c == '+' || c == '|' || c == '*';
  });
}

size_t length_of_prefix(std::string_view prefix, std::string_view line) {
  size_t end = prefix.size();
  while (end > 0 && is_blank(prefix[end - 1])) end--;
  if (is_margin(prefix)) {
    // An empty line of a quotation is ">": the blanks behind it may be gone.
    if (end > 0 && line == prefix.substr(0, end)) return end;
    return line.starts_with(prefix) ? prefix.size() : no_prefix;
  }
  const std::string_view last_blanks = prefix.substr(end);
  size_t at = 0, in = 0;
  while (in < end) {
    in = skip_blanks(prefix, in);
    at = skip_blanks(line, at);
    if (at == line.size()) return no_prefix;
    if (is_word(prefix[in])) {
      const std::string_view pattern = word_at(prefix, in), word = word_at(line, at);
      if (word.empty() || !stands_for(pattern, word)) return no_prefix;
      in += pattern.size();
      at += word.size();
    } else {
      if (!is_same_mark(prefix[in], line[at], in > 0 && is_digit(prefix[in - 1]))) return no_prefix;
      in++;
      at++;
    }
  }
  if (at == line.size()) return at;  // the blanks at the end of an empty line may be gone
  return line.substr(at).starts_with(last_blanks) ? at + last_blanks.size() : no_prefix;
}

}  // namespace bpflens
