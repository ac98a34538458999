// Which calls of a program stand in each other deepest?
#pragma once

#include <string_view>
#include <vector>

#include "facts/limits.h"
#include "judge/program_functions.h"

namespace bpflens {

// The chain of calls that needs most stack, from the program on; empty if nothing is called.
std::vector<ChainedFunction> deepest_call_chain(const ProgramFunctions& functions,
                                                std::string_view program);

}  // namespace bpflens
