// Other instructions, and no source lines to find the same places by: how far do the two programs
// do the same from their beginning?
#pragma once

#include "facts/finding.h"
#include "judge/against_state.h"

namespace bpflens {

// False if the two have too little in common to be one program.
bool compare_forms(const TwoLoads& loads, Against& against);

}  // namespace bpflens
