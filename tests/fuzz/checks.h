// What must hold of everything that is printed, whatever was read: shared by the fuzz targets.
#pragma once

#include <algorithm>
#include <string>

namespace bpflens {

// A control character, which could move a terminal's cursor or worse.
inline bool steers_a_terminal(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
  });
}

}  // namespace bpflens
