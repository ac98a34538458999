// What libbpf does for us. To be called in a child: an object can make libbpf crash, and what it
// prints goes to one place for the whole process.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

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

// Loads one program, by its place in the list, with the maps of the object made anew. `log` is
// where the kernel writes.
Attempt load_program(std::span<const std::byte> object, const std::string& name, size_t index,
                     int level, std::span<char> log);

}  // namespace bpflens
