// Fixed words, found anywhere in a line: loaders put dates, names of files and of functions in
// front of them.
#include "read/loader_words.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <string>

#include "facts/error_name.h"
#include "facts/lines.h"

namespace bpflens {
namespace {

constexpr size_t max_name_bytes = 128;

constexpr std::string_view loader_beginnings[] = {
    "libbpf: ",
    "Error: ",
    "ERROR: ",
    "WARNING: ",
    "Warning: ",
    "INFO: ",
    "bpf: Failed to ",
    "HINT: ",
    "Traceback (most ",
    "Exception: ",
    "Caused by:",
    "Unable to load ",
    "Error fetching ",
    "Error loading ",
    "Prog section '",
    "Verifier analysis:",
    "BPF: Log buffer ",
    "Failed to load ",
    "failed to load ",
    "-- END ",
    "goroutine ",
    "panic: ",
    "thread '",
    "stack backtrace:",
    "exit status ",
    "bash: ",
    "--- FAIL",
    "FAIL",
    "Continuing without",
    "Possible error with",
};

constexpr std::string_view full_log_words[] = {
    "(truncated",
    "log buffer not big enough",
    "Log buffer too small",
};

bool starts_any(std::string_view text, std::span<const std::string_view> beginnings) {
  return std::ranges::any_of(beginnings,
                             [&](std::string_view words) { return text.starts_with(words); });
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-' || c == '/';
}

std::string_view name_at(std::string_view text) {
  size_t length = 0;
  while (length < text.size() && length < max_name_bytes && is_name_byte(text[length])) ++length;
  return text.substr(0, length);
}

struct NameMark {
  std::string_view before, behind;
};

// The name stands between the two.
constexpr NameMark name_marks[] = {
    {"prog '", "'"},
    {"failed to load program '", "'"},
    {"Prog section '", "'"},
    {"Failed to load BPF program b'", "'"},
    {"Failed to load BPF program ", ":"},
    {"Error loading program: ", ""},
    {"program ", ": load program: "},
};

std::string_view program_named(std::string_view line) {
  for (const NameMark& mark : name_marks) {
    for (size_t at = line.find(mark.before); at != std::string_view::npos;
         at = line.find(mark.before, at + 1)) {
      const std::string_view rest = line.substr(at + mark.before.size());
      const std::string_view name = name_at(rest);
      if (!name.empty() && rest.substr(name.size()).starts_with(mark.behind)) return name;
    }
  }
  return {};
}

// "Operation not permitted" is said of many things: only what a loader says of a load counts.
bool is_of_a_load(const std::string& lowered) {
  const bool is_all = lowered.ends_with(':') && lowered.find(": ") == std::string::npos;
  return is_all || lowered.find("load") != std::string::npos ||
         lowered.find("os error") != std::string::npos;
}

std::optional<int> number_behind(std::string_view line, std::string_view words) {
  const size_t at = line.find(words);
  if (at == std::string_view::npos) return std::nullopt;
  int number = 0;
  const char* digits = line.data() + at + words.size();
  const auto [end, fault] = std::from_chars(digits, line.data() + line.size(), number);
  if (fault != std::errc()) return std::nullopt;
  return number;
}

// " (28)", " (os error 28)" behind the words belong to them.
size_t length_with_number(std::string_view rest, size_t length) {
  const std::string_view behind = rest.substr(length);
  const size_t close = behind.find(')');
  const bool has_number = (behind.starts_with(" (") || behind.starts_with("(")) &&
                          close != std::string_view::npos && close <= 16;
  return has_number ? length + close + 1 : length;
}

void add_error(std::string_view line, LoaderWords& words) {
  const std::string lowered = lower(line);
  if (!is_of_a_load(lowered)) return;
  for (const ErrorName& error : error_names()) {
    if (!error.of_load) continue;
    size_t at = lowered.find(error.words);
    size_t length = error.words.size();
    if (at == std::string::npos) {
      const std::string name = "-" + std::string(error.name);
      at = line.find(name);
      length = name.size();
    }
    if (at == std::string::npos) continue;
    words.error = line.substr(at, length_with_number(line.substr(at), length));
    words.error_number = error.number;
    return;
  }
  const auto number = number_behind(line, "failed to load: -");
  if (!number) return;
  words.error = "-" + std::to_string(*number);
  words.error_number = error_numbered(*number) ? *number : 0;
}

// "root@host:~# ./load prog.o"
bool is_prompt(std::string_view line) {
  if (line.starts_with("$ ") || line.starts_with("# ")) return true;
  const size_t end = std::min(line.find("# "), line.find("$ "));
  if (end == std::string_view::npos) return false;
  const std::string_view head = line.substr(0, end);
  return head.find('@') < head.find(':') && head.find(' ') == std::string_view::npos;
}

}  // namespace

bool is_loader_line(std::string_view line) {
  if (line == "libbpf:" || starts_any(line, loader_beginnings) || is_prompt(line)) return true;
  LoaderWords words;
  add_error(line, words);
  return !words.error.empty();
}

bool is_about_log_above(std::string_view line) {
  return line.find("failed to load") != std::string_view::npos;
}

void add_loader_words(std::string_view line, LoaderWords& words) {
  const std::string_view program = program_named(line);
  if (words.program.empty()) words.program = program;
  const bool is_of_another = !program.empty() && program != words.program;
  if (words.error.empty() && !is_of_another) add_error(line, words);
  const size_t remark = line.find(" line(s) omitted)");
  if (remark != std::string_view::npos) {
    size_t digits = remark;
    while (digits > 0 && line[digits - 1] >= '0' && line[digits - 1] <= '9') --digits;
    std::from_chars(line.data() + digits, line.data() + remark, words.omitted_lines);
  }
  words.log_is_full = words.log_is_full || words.error_number == 28 ||
                      std::ranges::any_of(full_log_words, [&](std::string_view full) {
                        return line.find(full) != std::string_view::npos;
                      });
}

std::string_view without_omission(std::string_view text) {
  size_t begin = text.find("(truncated");
  const size_t remark = text.find(" line(s) omitted)");
  if (begin == std::string_view::npos && remark != std::string_view::npos)
    begin = text.rfind('(', remark);
  if (begin == std::string_view::npos) return text;
  while (begin > 0 && text[begin - 1] == ' ') --begin;
  return text.substr(0, begin);
}

size_t log_within_loader_line(std::string_view line) {
  for (const std::string_view words :
       {std::string_view("erifier output: "), std::string_view("verifier_log: ")}) {
    const size_t at = line.find(words);
    if (at != std::string_view::npos && at != 0) return at + words.size();
  }
  return 0;
}

}  // namespace bpflens
