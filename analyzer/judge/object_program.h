// Is a log of this object, and of which of its programs? Answered by the instructions: a name alone
// says nothing, objects are built again and again.
#pragma once

#include <string>

#include "facts/object.h"
#include "facts/trace.h"

namespace bpflens {

struct ProgramOfLog {
  const Program* program = nullptr;  // null: none of them, or it cannot be told
  std::string why;                   // then: where they part, or what is missing
};

// Every instruction that the log shows must be the program's. What is only known when a program is
// loaded may differ: addresses, ids, and what is adapted to the kernel's types.
ProgramOfLog program_of_log(const Trace& trace, const Object& object);

}  // namespace bpflens
