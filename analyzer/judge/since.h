// A helper was refused: did it come with a later kernel, or does no kernel let this type of program
// call it? Answered from the tables of versions, for as many program types as it may be.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/era.h"
#include "facts/page.h"

namespace bpflens {

// Null if no kernel that was looked at has a helper of this number.
const HelperVersions* helper_numbered(std::span<const HelperVersions> helpers, uint32_t number);

// When a program of this type could call it first; nullopt: on none of the kernels looked at.
std::optional<Came> came_to_type(const HelperVersions& helper, uint32_t program_type);

enum class Remedy : uint8_t {
  Unknown,      // the types that the program may be of differ in this
  NoKernel,     // none that was looked at lets a program of any of these types call it
  NewerKernel,  // a later one does, whichever of these types it is
  Rights,       // the kernel has it for this type: something else is missing
};

// Of a call that a kernel refused which knows the helper.
Remedy remedy_of(const HelperVersions& helper, Era era, std::optional<uint32_t> program_type);

// What to tell people: who can call it since when, and what follows. The kernel lacks the helper,
// or (`Since::HelperForType`) refuses the call for the program's type.
std::vector<std::string> told_since(const HelperVersions& helper, Since since, Era era,
                                    std::optional<uint32_t> program_type);

}  // namespace bpflens
