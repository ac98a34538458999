// Which functions does an object hold, and which of them are programs?
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "object/elf.h"

namespace bpflens {

// A function where it stands in the file.
struct ElfFunction {
  std::string_view name;
  uint32_t section = 0;
  uint64_t offset = 0, size_bytes = 0;  // whole slots
  bool global = false;
  bool hidden = false;
};

inline constexpr uint32_t slot_bytes = 8;

// Of all executable sections, ascending by section and offset; none overlaps another.
std::vector<ElfFunction> functions_of(const Elf& elf);

// The index of the function that begins there.
std::optional<uint32_t> function_at(std::span<const ElfFunction> functions, uint32_t section,
                                    uint64_t offset);

// Is this section only called from others?
bool holds_subprograms(const ElfSection& section);

}  // namespace bpflens
