// The functions of a program: what "func#1 @24", the statistics and the table under them say.
#pragma once

#include <string_view>
#include <vector>

#include "facts/trace.h"

namespace bpflens {

// Adds what the line says. Lines that say nothing of a function are none of its business.
void add_function_line(std::string_view line, std::vector<LoggedFunction>& functions);

// "stack depth 8+16" has one number for each function.
void add_stack_depths(const Stats& stats, std::vector<LoggedFunction>& functions);

}  // namespace bpflens
