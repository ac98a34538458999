// Other instructions of the same source: the first line on the way to the rejection of which the
// other compiler, or the other version of the source, made something else.
#pragma once

#include "facts/finding.h"
#include "judge/against_state.h"

namespace bpflens {

// Parts and consequences of `against`; false if the two have too few lines in common to be one
// program.
bool compare_code(const TwoLoads& loads, Against& against);

}  // namespace bpflens
