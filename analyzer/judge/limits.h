// A program was too much for the verifier: which lines, branches and loops did the work go to?
#pragma once

#include <cstdint>

#include "facts/limits.h"
#include "facts/trace.h"

namespace bpflens {

enum class LimitsOf : uint8_t { Work, Stack, All };

// Work is counted only where the log has every visit, at level 2; of another one there are the
// calls that it shows. Reads each visited source line once.
Limits limits_of(const Trace& trace, LimitsOf wanted);

}  // namespace bpflens
