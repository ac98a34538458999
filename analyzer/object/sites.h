// What does each instruction of a function name: a map, a variable, another function?
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "facts/btf.h"
#include "facts/object.h"
#include "facts/raw_insn.h"
#include "object/elf.h"
#include "object/functions.h"
#include "object/maps.h"

namespace bpflens {

struct Site {
  Reference reference;             // its insn counts from the function's beginning
  std::optional<uint32_t> callee;  // Subprogram, Callback: index of the function
};

// One function as it stands in the file; what its sites name is filled in, but for the distance to
// other functions, which only linking knows.
struct FunctionBody {
  std::vector<RawInsn> raw;
  std::vector<Site> sites;  // ascending
};

// All functions, by their number.
std::vector<FunctionBody> bodies_of(const Elf& elf, std::span<const ElfFunction> functions,
                                    const ElfMaps& maps, const Btf* btf);

}  // namespace bpflens
