#include "object/relocated.h"

namespace bpflens {
namespace {

constexpr size_t number_bytes = 4;

// R_BPF_64_ABS32, R_BPF_64_NODYLD32; before these existed R_BPF_64_32, or no kind at all.
bool is_number(const ElfRelocation& relocation) {
  return relocation.type == 0 || relocation.type == 3 || relocation.type == 4 ||
         relocation.type == 10;
}

}  // namespace

std::vector<std::byte> relocated_bytes(const Elf& elf, const ElfSection& section) {
  std::vector<std::byte> bytes(section.bytes.begin(), section.bytes.end());
  for (const ElfRelocation& relocation : section.relocations) {
    const bool is_inside =
        relocation.offset <= bytes.size() && bytes.size() - relocation.offset >= number_bytes;
    if (!is_inside || !is_number(relocation)) continue;
    const std::span<std::byte> place(&bytes[relocation.offset], number_bytes);
    const auto at = [&](size_t i) -> std::byte& {
      return place[elf.big_endian ? number_bytes - 1 - i : i];
    };
    uint64_t number = 0;
    for (size_t i = 0; i < number_bytes; ++i) number |= std::to_integer<uint64_t>(at(i)) << 8 * i;
    if (relocation.addend) number = static_cast<uint64_t>(*relocation.addend);
    number += elf.symbols[relocation.symbol].value;
    for (size_t i = 0; i < number_bytes; ++i) at(i) = static_cast<std::byte>(number >> 8 * i);
  }
  return bytes;
}

}  // namespace bpflens
