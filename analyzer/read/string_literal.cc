// Escapes of all four languages at once; what none of them has is kept as it stands.
#include "read/string_literal.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "read/scan.h"
#include "read/utf8.h"

namespace bpflens {
namespace {

// Takes `count` hexadecimal digits.
std::optional<uint32_t> take_hex(std::string_view& rest, size_t count) {
  if (count == 0 || rest.size() < count) return std::nullopt;
  Scan digits{rest.substr(0, count)};
  const std::optional<uint32_t> value = digits.take_number<uint32_t>(16);
  if (!value || !digits.at_end()) return std::nullopt;
  rest.remove_prefix(count);
  return value;
}

// "20AC" (JSON, Go, Python) or "{20ac}" (Rust), behind "\u".
std::optional<uint32_t> take_code_point(std::string_view& rest) {
  if (!rest.starts_with('{')) return take_hex(rest, 4);
  const size_t close = rest.find('}');
  if (close == std::string_view::npos || close > 7) return std::nullopt;
  std::string_view digits = rest.substr(1, close - 1);
  const std::optional<uint32_t> value = take_hex(digits, digits.size());
  if (value) rest.remove_prefix(close + 1);
  return value;
}

char plain_escape(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case '"':
    case '\'':
    case '\\':
    case '/':
      return c;
    default:
      return '\0';
  }
}

// `rest` begins with a backslash.
void take_escape(std::string_view& rest, std::string& text) {
  std::string_view behind = rest.substr(1);
  const char kind = behind.empty() ? '\0' : behind.front();
  if (const char plain = plain_escape(kind)) {
    text += plain;
    rest.remove_prefix(2);
    return;
  }
  if (!behind.empty()) behind.remove_prefix(1);
  std::optional<uint32_t> code;
  if (kind == 'u') code = take_code_point(behind);
  if (kind == 'x') code = take_hex(behind, 2);
  if (!code) {
    text += '\\';
    rest.remove_prefix(1);
    return;
  }
  append_utf8(*code, text);
  rest = behind;
}

}  // namespace

Literal read_literal(std::string_view body) {
  Literal literal;
  std::string_view rest = body;
  while (!rest.empty()) {
    const size_t plain = std::min(rest.find_first_of("\\\""), rest.size());
    literal.text += rest.substr(0, plain);
    rest.remove_prefix(plain);
    if (rest.empty() || rest.front() == '"') break;
    take_escape(rest, literal.text);
  }
  literal.length = body.size() - rest.size();
  return literal;
}

}  // namespace bpflens
