// Text that Windows wrote: two bytes per character.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bpflens {

enum class Utf16 : uint8_t { No, LittleEndian, BigEndian };

// Told by the mark at the beginning, or by every other byte being 0.
Utf16 utf16_of(std::string_view beginning);

// Whether the mark is there, and is no character of the text.
bool has_utf16_mark(std::string_view beginning);

// `bytes` are whole pairs. A surrogate without its other half becomes U+FFFD.
std::string utf8_of(std::string_view bytes, Utf16 order);

}  // namespace bpflens
