// The verifier knew enough of the number, and then did not any more.
#pragma once

#include "judge/number_case.h"

namespace bpflens {

// Each tells the story if it is this one; else false.
bool tell_lost_link(const NumberCase& seen);  // an instruction whose result it does not follow
bool tell_widened(const NumberCase& seen);    // a round of a loop, or where paths come together
bool tell_lost_sum(const NumberCase& seen);   // arithmetic of two numbers that it knew
bool tell_lost_slot(const NumberCase& seen);  // the stack, where something else was written

}  // namespace bpflens
