// Does any text crash us in the clothes that loggers, terminals and pastes put on logs? The first
// byte says how the rest is dressed: so mutations reach the log below them. Every place that is
// told must be on a line of the file.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "render/json.h"
#include "render/short.h"
#include "render/text.h"
#include "session/session.h"
#include "tests/fuzz/checks.h"

using namespace bpflens;

namespace {

using Dress = std::string (*)(std::string_view);

// Puts `before` and `after` around every line.
std::string around_lines(std::string_view text, std::string_view before, std::string_view after) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    result.append(before).append(text.substr(at, end - at)).append(after).append("\n");
    at = end + 1;
  }
  return result;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    const size_t found = std::min(text.find(what, at), text.size());
    result.append(text.substr(at, found - at));
    if (found < text.size()) result.append(with);
    at = found + what.size();
  }
  return result;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (c == '<') {
      result += "\\u003c";
    } else {
      if (c == '"' || c == '\\') result += '\\';
      result += c;
    }
  }
  return result;
}

std::string html(std::string_view text) {
  return replaced(replaced(replaced(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

std::string wide(std::string_view text, bool big_endian) {
  std::string result = big_endian ? "\xfe\xff" : "\xff\xfe";
  for (char c : text) {
    if (big_endian) result += '\0';
    result += c;
    if (!big_endian) result += '\0';
  }
  return result;
}

std::string wrapped(std::string_view text) {
  std::string result;
  size_t column = 0;
  for (char c : text) {
    if (c != '\n' && column == 80) result += '\n';
    column = c == '\n' || column == 80 ? 0 : column;
    result += c;
    if (c != '\n') column++;
  }
  return result;
}

const std::array<Dress, 17> dresses{
    [](std::string_view text) { return std::string(text); },
    [](std::string_view text) { return around_lines(text, "Nov 22 19:21:43 h u[1]: ", ""); },
    [](std::string_view text) { return around_lines(text, "2024-05-01T12:00:00.123Z ", ""); },
    [](std::string_view text) { return around_lines(text, "[   12.345678] ", ""); },
    [](std::string_view text) { return around_lines(text, "    ", "  "); },
    [](std::string_view text) { return around_lines(text, "> > ", ""); },
    [](std::string_view text) { return around_lines(text, "\x1b[31m", "\x1b[0m"); },
    [](std::string_view text) { return around_lines(text, "load.log:7:", "\r"); },
    [](std::string_view text) { return "{\"msg\":\"x\",\"error\":\"" + escaped(text) + "\"}\n"; },
    [](std::string_view text) { return "a=1 msg=\"" + escaped(escaped(text)) + "\"\n"; },
    [](std::string_view text) {
      return around_lines(escaped(replaced(text, "\n", "\1")), "{\"log\":\"", "\\n\"}");
    },
    [](std::string_view text) { return "<pre>" + html(text) + "</pre>"; },
    [](std::string_view text) { return replaced(html(text), "\n", "<br>"); },
    [](std::string_view text) { return wide(text, false); },
    [](std::string_view text) { return wide(text, true); },
    [](std::string_view text) { return wrapped(text); },
    [](std::string_view text) { return replaced(text, " ", "\xc2\xa0"); },
};

uint64_t lines_of(std::string_view bytes) {
  uint64_t count = 1;
  for (char c : bytes) count += c == '\n' || c == '\r';
  return count;
}

void check_places(const ProgramResult& result, uint64_t lines) {
  for (const Finding& finding : result.findings) {
    if (finding.location.log_line > lines) __builtin_trap();
    for (const ProofEvent& event : finding.proof)
      if (event.place.log_line > lines) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string inside(data + 1, data + size);
  const std::string bytes = dresses[data[0] % dresses.size()](inside);
  const auto results = explain(text_in_memory(bytes, "fuzz"));
  for (const ProgramResult& result : results) check_places(result, lines_of(bytes));
  if (steers_a_terminal(render_text(results, {})) || steers_a_terminal(render_short(results)) ||
      steers_a_terminal(render_json(results, "0")))
    __builtin_trap();
  return 0;
}
