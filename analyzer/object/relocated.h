// A section with the places of symbols filled in.
#pragma once

#include <cstddef>
#include <vector>

#include "object/elf.h"

namespace bpflens {

// Compilers leave 0 where the place of a symbol belongs.
// Only numbers of 32 bits, which is what sections about instructions hold.
std::vector<std::byte> relocated_bytes(const Elf& elf, const ElfSection& section);

}  // namespace bpflens
