// What libbpf does for us. To be called in a child: an object can make libbpf crash, and what it
// prints goes to one place for the whole process.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "facts/section_name.h"
#include "live/attempts.h"

namespace bpflens {

struct ListedProgram {
  std::string name, section;
};

struct ProgramList {
  int error = 0;  // an errno; 0: it is an object
  std::string said;
  std::vector<ListedProgram> programs;
};

ProgramList programs_of(std::span<const std::byte> object, const std::string& name);

// One program, by its place in the list.
struct ProgramToLoad {
  std::span<const std::byte> object;
  std::string name;  // of the object's file
  size_t index = 0;
  std::vector<std::string> maps_left_out;  // by name: they are not made
  std::optional<ProgramKind> kind;         // where this libbpf does not know the section's name
};

// Loads it, with the maps of the object made anew. `log` is where the kernel writes.
Attempt load_program(const ProgramToLoad& wanted, int level, std::span<char> log);

}  // namespace bpflens
