// Numbers appended to text, without streams and locales.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>

namespace bpflens {

template <typename Number>
void append_decimal(Number number, std::string& text) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  text.append(digits, end);
}

inline void append_bare_hex(uint64_t number, std::string& text) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, 16).ptr;
  text.append(digits, end);
}

// With the prefix that C's "%#llx" gives, which zero does not get.
inline void append_hex(uint64_t number, std::string& text) {
  if (number != 0) text += "0x";
  append_bare_hex(number, text);
}

}  // namespace bpflens
