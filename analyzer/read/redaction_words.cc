// Each question is answered from the words alone, in one pass over few characters.
#include "read/redaction_words.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace bpflens {
namespace {

constexpr size_t none = std::string_view::npos;
constexpr size_t longest_path = 4096;

constexpr std::array<std::string_view, 24> roots = {
    "bin",  "boot",  "build", "data", "dev", "etc",  "export", "home",
    "lib",  "media", "mnt",   "nix",  "opt", "proc", "root",   "run",
    "sbin", "srv",   "sys",   "tmp",  "usr", "var",  "Users",  "work"};
// Their owner's name comes next.
constexpr std::array<std::string_view, 3> personal_roots = {"/home/", "/Users/", "/root/"};
constexpr std::array<std::string_view, 26> endings = {
    ".a",   ".bc",   ".bpf", ".c",  ".cc",   ".cpp", ".go",   ".h",  ".hpp",
    ".inc", ".json", ".ko",  ".ll", ".log",  ".o",   ".obj",  ".py", ".rs",
    ".s",   ".S",    ".sh",  ".so", ".toml", ".txt", ".yaml", ".yml"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }
bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::string_view word_at(std::string_view line, size_t at) {
  return line.substr(at, std::min(line.find(' ', at), line.size()) - at);
}

bool fits(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (size_t i = 0; i < shape.size(); i++) {
    const bool fitting = shape[i] == '9'   ? is_digit(text[i])
                         : shape[i] == 'A' ? is_alnum(text[i])
                         : shape[i] == '_' ? is_digit(text[i]) || text[i] == ' '
                         : shape[i] == 'T' ? text[i] == 'T' || text[i] == ' '
                                           : shape[i] == text[i];
    if (!fitting) return false;
  }
  return true;
}

// Of a time at the beginning of a line, with the blank behind it; 0: there is none.
size_t time_length(std::string_view line) {
  constexpr std::string_view classic = "AAA _9 99:99:99 ", iso = "9999-99-99T99:99:99";
  if (fits(line, classic)) return classic.size();
  if (!fits(line, iso)) return 0;
  const size_t end = line.find(' ', iso.size());
  return end == none ? 0 : end + 1;
}

bool ends_like_a_file(std::string_view path) {
  return std::ranges::any_of(endings, [&](std::string_view ending) {
    return path.size() > ending.size() && path.ends_with(ending);
  });
}

bool begins_at_a_root(std::string_view path) {
  path.remove_prefix(1);
  const std::string_view first = path.substr(0, path.find('/'));
  return first.size() < path.size() && std::ranges::find(roots, first) != roots.end();
}

bool is_path(std::string_view word, bool is_code) {
  if (word.size() < 3 || word.find('/') == none) return false;
  if (word.starts_with("~") || word.starts_with("./") || word.starts_with("../")) return !is_code;
  if (word[0] == '/') {
    if (word[1] == '/' || word[1] == '*') return false;
    if (begins_at_a_root(word)) return true;
    return !is_code && (word.find('/', 1) != none || ends_like_a_file(word));
  }
  return !is_code && ends_like_a_file(word);
}

}  // namespace

bool is_word_character(char c) {
  return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("/._-+~@%#$^!&").find(c) != none;
}

SyslogPrefix syslog_prefix(std::string_view line) {
  size_t begin = line.starts_with('<') ? line.find('>') + 1 : 0;  // "<13>"
  if (begin > 5) begin = 0;
  const size_t time = time_length(line.substr(begin));
  if (time == 0) return {};
  const size_t host = begin + time;
  const std::string_view name = word_at(line, host);
  const size_t unit = host + name.size() + 1;
  if (name.empty() || name.ends_with(':') || unit >= line.size()) return {};
  const std::string_view said_by = word_at(line, unit);
  if (!said_by.ends_with(':')) return {};
  return {std::min(unit + said_by.size() + 1, line.size()), host, name.size()};
}

size_t begin_of_annotation(std::string_view line) {
  const size_t mark = line.rfind(" @ ");
  const size_t colon = line.rfind(':');
  if (mark == none || colon == none || colon < mark + 4) return none;
  const std::string_view number = line.substr(colon + 1);
  const bool is_number = !number.empty() && std::ranges::all_of(number, is_digit);
  return is_number ? mark + 3 : none;
}

size_t quoted_path_length(std::string_view line, size_t at) {
  if (at == 0 || (line[at - 1] != '"' && line[at - 1] != '\'')) return 0;
  const std::string_view rest = line.substr(at, longest_path);
  const size_t end = rest.find(line[at - 1]);
  if (end == none) return 0;
  const std::string_view quoted = rest.substr(0, end);
  const bool has_odd = quoted.find_first_of("\\;|<>*") != none;
  return !has_odd && is_path(quoted, false) ? end : 0;
}

size_t begin_of_path(std::string_view word, std::string_view before, bool is_code) {
  if (word.starts_with("//") && before.ends_with(':')) {  // a scheme's host comes first
    const size_t slash = word.find('/', 2);
    return word.size() < 3 ? none : std::min(slash, word.size());
  }
  for (const std::string_view personal : personal_roots)
    if (const size_t found = word.find(personal); found != none && !is_code) return found;
  // The code of a colour ends in "m".
  const size_t colour = word.find("m/");
  const bool is_colour =
      colour != none && colour < 4 && std::ranges::all_of(word.substr(0, colour), is_digit);
  const size_t begin = is_colour ? colour + 1 : 0;
  return is_path(word.substr(begin), is_code) ? begin : none;
}

bool is_ipv4(std::string_view word) {
  size_t parts = 0;
  while (parts < 4) {
    size_t digits = 0;
    int value = 0;
    for (; digits < 3 && digits < word.size() && is_digit(word[digits]); digits++)
      value = value * 10 + (word[digits] - '0');
    if (digits == 0 || value > 255) return false;
    word.remove_prefix(digits);
    if (++parts == 4) break;
    if (!word.starts_with('.')) return false;
    word.remove_prefix(1);
  }
  return word.empty();
}

size_t ipv4_length(std::string_view word) {
  std::string_view address = word.substr(0, word.find('/'));
  while (address.ends_with('.')) address.remove_suffix(1);
  return is_ipv4(address) ? address.size() : 0;
}

size_t ipv6_length(std::string_view line, size_t at) {
  if (at > 0 && (is_alnum(line[at - 1]) || line[at - 1] == ':' || line[at - 1] == '_')) return 0;
  size_t end = at, colons = 0, digits = 0;
  bool is_short = false;
  for (; end < line.size() && (is_hex(line[end]) || line[end] == ':'); end++) {
    const bool is_colon = line[end] == ':';
    digits = is_colon ? 0 : digits + 1;
    if (digits > 4) return 0;
    if (is_colon) colons++;
    is_short = is_short || (is_colon && end > at && line[end - 1] == ':');
  }
  if (end < line.size() && is_alnum(line[end])) return 0;
  // "a::b" is a name of Rust or C++; a host's address has a long first part.
  const size_t first = line.substr(at, end - at).find(':');
  const bool is_address = is_short ? first >= 3 && colons <= 7 : colons == 7;
  return is_address && first != none ? end - at : 0;
}

bool is_user_at_host(std::string_view word) {
  const size_t at = word.find('@');
  if (at == none || at == 0 || at + 1 == word.size() || word.find('/') != none) return false;
  const auto is_of_name = [](char c) { return is_alnum(c) || c == '.' || c == '-' || c == '_'; };
  const std::string_view user = word.substr(0, at), host = word.substr(at + 1);
  // "crate@0.1.0" is a version.
  const bool is_version = is_digit(host[0]) && !is_ipv4(host);
  return !is_version && std::ranges::all_of(user, is_of_name) &&
         std::ranges::all_of(host, is_of_name);
}

bool names_host(std::string_view before) {
  const size_t end = before.find_last_not_of(" \t=:\"") + 1;
  const std::string_view between = before.substr(end), said = before.substr(0, end);
  if (between.empty()) return false;
  if (said.ends_with("--host") || said.ends_with("--hostname")) return true;
  const bool is_set = between.find_first_of("=:") != none;
  return is_set && (said.ends_with("_HOSTNAME") || said.ends_with("hostname"));
}

}  // namespace bpflens
