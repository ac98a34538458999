// Would the running kernel take these programs? Each one is loaded by itself, and closed again:
// nothing is attached, run or pinned, and no pinned map is used. libbpf does it in a child process,
// so that an object which makes it crash or hang costs one answer and no more.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "facts/result.h"
#include "facts/section_name.h"
#include "live/loaded.h"

namespace bpflens {

struct LoadLimits {
  std::chrono::seconds time{60};          // of one program, all its loads
  size_t log_bytes = size_t{64} << 20;    // of one log; must be a multiple of 4096
  size_t memory_bytes = size_t{2} << 30;  // of the child, beside what we have ourselves
};

// What a section's name says of its program; nullopt: nothing.
using KindOfSection = std::function<std::optional<ProgramKind>(std::string_view section)>;

struct LoadWish {
  bool log_of_accepted = false;   // every step of those that the kernel takes, too
  KindOfSection kind_of_section;  // for names that libbpf does not know; may be null
  LoadLimits limits;
};

using TakeLoaded = std::function<void(LoadedProgram&&)>;

// Every program, in the order of the file, each handed over as it is known. `name` is the file's.
// The error: libbpf cannot read the object, or there is no program in it.
std::optional<Error> load_programs(std::span<const std::byte> object, const std::string& name,
                                   const LoadWish& wish, const TakeLoaded& take);

}  // namespace bpflens
