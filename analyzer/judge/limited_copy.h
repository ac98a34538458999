// Which conditional jumps on the path limited the number that is used later, but in another
// register: in a copy, in what the number was computed from, or as it was loaded another time?
#pragma once

#include <vector>

#include "judge/proof.h"

namespace bpflens {

struct LimitedCopy {
  StepIndex check = 0;
  RegisterNumber checked = 0;
  History history;             // of the checked register, before the check
  Scalar after;                // what the check leaves of the checked number
  Scalar limits;               // what that would mean for the number that is used
  NumberOperations between;    // make the used number of the checked one
  bool is_other_load = false;  // two loads of the same memory made the two numbers
};

// How much of the register counts.
enum class UsedPart : uint8_t { Whole, LowHalf };

// `used` is how the number came to where it is before the step `use`. Newest first.
std::vector<LimitedCopy> limited_copies(ProofWalk& walk, StepIndex use, const History& used,
                                        UsedPart part = UsedPart::Whole);

}  // namespace bpflens
