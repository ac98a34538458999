// Which characters may reach a terminal, and what stands for the others.
#include "render/printable.h"

#include <fmt/format.h>

#include <cstdint>

namespace bpflens {
namespace {

struct Character {
  uint32_t code = 0;
  size_t bytes = 0;  // 0: not UTF-8
};

size_t length_by_first_byte(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xf0 && first <= 0xf4) return 4;
  return 0;
}

bool is_well_formed(uint32_t code, size_t bytes) {
  if (bytes == 3) return code >= 0x800 && (code < 0xd800 || code > 0xdfff);
  if (bytes == 4) return code >= 0x10000 && code <= 0x10ffff;
  return true;
}

Character first_character(std::string_view text) {
  auto first = static_cast<unsigned char>(text[0]);
  size_t bytes = length_by_first_byte(first);
  if (bytes == 0 || bytes > text.size()) return {};
  uint32_t code = bytes == 1 ? first : first & (0xffU >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0) != 0x80) return {};
    code = code << 6 | (next & 0x3fU);
  }
  return is_well_formed(code, bytes) ? Character{code, bytes} : Character{};
}

struct Range {
  uint32_t first, last;
};

// Characters that steer a terminal, break a line, or hide or reorder what stands around them.
constexpr Range harmful[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},       {0x61c, 0x61c},
    {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e},   {0x2060, 0x206f},
    {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe0fff},
};

bool is_harmful(uint32_t code) {
  for (const Range& range : harmful) {
    if (code >= range.first && code <= range.last) return true;
  }
  return false;
}

std::string shown_as_code(uint32_t code) {
  if (code < 0x100) return fmt::format("\\x{:02x}", code);
  return fmt::format("\\u{:04x}", code);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    Character next = first_character(text);
    size_t taken = next.bytes == 0 ? 1 : next.bytes;
    if (next.bytes == 0) {
      shown += shown_as_code(static_cast<unsigned char>(text[0]));
    } else if (next.code == '\t') {
      shown += "    ";
    } else if (is_harmful(next.code)) {
      shown += shown_as_code(next.code);
    } else {
      shown += text.substr(0, taken);
    }
    text.remove_prefix(taken);
  }
  return shown;
}

size_t columns_of(std::string_view text) {
  size_t columns = 0;
  for (char byte : text) {
    if ((static_cast<unsigned char>(byte) & 0xc0) != 0x80) ++columns;
  }
  return columns;
}

std::string shortened(std::string_view text, size_t columns) {
  if (columns_of(text) <= columns) return std::string(text);
  size_t bytes = 0, seen = 0;
  size_t kept = columns > 3 ? columns - 3 : 0;
  for (; bytes < text.size(); ++bytes) {
    bool starts_character = (static_cast<unsigned char>(text[bytes]) & 0xc0) != 0x80;
    if (starts_character && seen++ == kept) break;
  }
  return std::string(text.substr(0, bytes)) + "...";
}

}  // namespace bpflens
