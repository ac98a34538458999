// An object's bytes, little-endian, changed in place: what no compiler here writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "object/elf.h"

namespace bpflens {

using Bytes = std::vector<std::byte>;

inline uint64_t number_at(const Bytes& bytes, uint64_t at, size_t size) {
  uint64_t number = 0;
  for (size_t i = 0; i < size; ++i) number |= std::to_integer<uint64_t>(bytes.at(at + i)) << 8 * i;
  return number;
}

inline void put(Bytes& bytes, uint64_t at, size_t size, uint64_t number) {
  for (size_t i = 0; i < size; ++i) bytes.at(at + i) = static_cast<std::byte>(number >> 8 * i);
}

// Where the header of the first section of a type stands; its fields are those of Elf64_Shdr.
inline uint64_t header_of(const Bytes& bytes, SectionType type) {
  uint64_t header = number_at(bytes, 40, 8);
  while (number_at(bytes, header + 4, 4) != static_cast<uint64_t>(type)) header += 64;
  return header;
}
inline constexpr uint64_t offset_field = 24, size_field = 32, info_field = 44;

}  // namespace bpflens
