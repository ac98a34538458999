// The numbers that stand under a log: time, stack depth, instructions processed, states.
#pragma once

#include <string_view>

#include "facts/trace.h"

namespace bpflens {

// Adds what one line of statistics says.
void read_stats_line(std::string_view line, Stats& stats);

}  // namespace bpflens
