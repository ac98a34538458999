// Each program with the functions that it calls behind it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "facts/object.h"
#include "object/elf.h"
#include "object/functions.h"
#include "object/sites.h"

namespace bpflens {

// Indices of the functions that a loader hands to the kernel, in the order of the file.
std::vector<uint32_t> programs_of(const Elf& elf, std::span<const ElfFunction> functions,
                                  std::span<const FunctionBody> bodies);

// A program's functions, the entry first: where each begins in it, and which it is.
struct Placed {
  uint32_t function = 0;
  uint32_t first_insn = 0;
};

struct Linked {
  Program program;  // raw, functions and references
  std::vector<Placed> placed;
};

// By function: the one that runs when it throws, which nothing calls.
using ExceptionCallbacks = std::map<uint32_t, uint32_t>;

// As the types tell it.
ExceptionCallbacks exception_callbacks(const Btf& btf, std::span<const ElfFunction> functions);

// One per index of `programs`. Nullopt if they would together have more than `most_slots`.
std::optional<std::vector<Linked>> link_programs(
    const Elf& elf, std::span<const ElfFunction> functions, std::span<const FunctionBody> bodies,
    std::span<const uint32_t> programs, const ExceptionCallbacks& callbacks, size_t most_slots);

}  // namespace bpflens
