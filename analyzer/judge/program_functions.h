// The functions of a program: where they begin, whom they call, how much stack each of them uses.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "facts/place.h"
#include "facts/trace.h"

namespace bpflens {

struct ProgramCall {
  Place place;
  uint32_t target = 0;
};

struct ProgramFunction {
  std::vector<ProgramCall> calls;
  std::optional<uint64_t> told_stack;  // by the kernel
  uint64_t used_stack = 0;             // the furthest byte that a visited instruction reaches
  std::string name;                    // empty if not known
  bool is_global = false;              // checked by itself, once

  uint64_t stack() const { return told_stack.value_or(used_stack); }
};

// By their first instruction; the program itself is at 0. A function begins where the log says so,
// or where a call goes. A callback counts as called by the function that hands it over, as the
// kernel counts it.
using ProgramFunctions = std::map<uint32_t, ProgramFunction>;

ProgramFunctions functions_of(const Trace& trace);

}  // namespace bpflens
