// Nobody bounded the number as it had to be. What comes nearest to that decides: a mask that leaves
// too much, a compare that says nothing of how large it is, a compare of something that was made of
// the same value, the arithmetic that made it.
#pragma once

#include "judge/number_case.h"

namespace bpflens {

// Each tells the story if it is this one; else false.
bool tell_wrong_result(const NumberCase& seen);   // it is returned, and only wrong as it is
bool tell_related_check(const NumberCase& seen);  // of another number with the same beginning
bool tell_wide_mask(const NumberCase& seen);
bool tell_idle_check(const NumberCase& seen);

// What is left.
void tell_unchecked(const NumberCase& seen);

}  // namespace bpflens
