// Between which bounds is a number? As the log tells, else as follows from the instructions that it
// went through and from the compares on the way: to 5.16 a level-1 log tells few states.
#pragma once

#include "judge/proof.h"

namespace bpflens {

Scalar range_before(ProofWalk& walk, StepIndex step, RegisterNumber number);

// What the verifier knows of it after this conditional jump, of which it is an operand.
Scalar range_after_compare(ProofWalk& walk, StepIndex branch, RegisterNumber number);

}  // namespace bpflens
