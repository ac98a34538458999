// A log is ASCII but for names and comments, so that nearly every second byte of it is 0.
#include "read/utf16.h"

#include "read/utf8.h"

namespace bpflens {
namespace {

uint32_t unit_at(std::string_view bytes, size_t at, Utf16 order) {
  const uint32_t first = static_cast<unsigned char>(bytes[at]);
  const uint32_t second = static_cast<unsigned char>(bytes[at + 1]);
  return order == Utf16::LittleEndian ? first | (second << 8) : second | (first << 8);
}

}  // namespace

bool has_utf16_mark(std::string_view beginning) {
  return beginning.starts_with("\xff\xfe") || beginning.starts_with("\xfe\xff");
}

Utf16 utf16_of(std::string_view beginning) {
  if (beginning.starts_with("\xff\xfe")) return Utf16::LittleEndian;
  if (beginning.starts_with("\xfe\xff")) return Utf16::BigEndian;
  size_t zeros[2] = {0, 0};
  for (size_t i = 0; i < beginning.size(); i++) zeros[i % 2] += beginning[i] == '\0' ? 1 : 0;
  const size_t pairs = beginning.size() / 2;
  if (pairs < 8) return Utf16::No;
  if (zeros[1] * 10 > pairs * 8 && zeros[0] * 10 < pairs) return Utf16::LittleEndian;
  if (zeros[0] * 10 > pairs * 8 && zeros[1] * 10 < pairs) return Utf16::BigEndian;
  return Utf16::No;
}

std::string utf8_of(std::string_view bytes, Utf16 order) {
  std::string text;
  text.reserve(bytes.size() / 2);
  for (size_t at = 0; at + 1 < bytes.size(); at += 2) {
    uint32_t code = unit_at(bytes, at, order);
    const bool is_high = code >= 0xD800 && code < 0xDC00;
    if (is_high && at + 3 < bytes.size()) {
      const uint32_t low = unit_at(bytes, at + 2, order);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    append_utf8(code, text);
  }
  return text;
}

}  // namespace bpflens
