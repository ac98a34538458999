// Numbers in bytes of either order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace bpflens {

// Of 1 to 4 bytes; 0 where they are not all there.
inline uint32_t number_at(std::span<const std::byte> bytes, size_t at, size_t size_bytes,
                          bool big_endian) {
  if (at > bytes.size() || size_bytes > bytes.size() - at) return 0;
  uint32_t value = 0;
  for (size_t i = 0; i < size_bytes; ++i) {
    const size_t next = big_endian ? i : size_bytes - 1 - i;
    value = value << 8 | std::to_integer<uint32_t>(bytes[at + next]);
  }
  return value;
}

}  // namespace bpflens
