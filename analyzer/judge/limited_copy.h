// Which conditional jumps on the path limited the number that is used later, but in another
// register: in a copy, in what the number was computed from, or as it was loaded another time?
#pragma once

#include <vector>

#include "judge/proof.h"
#include "judge/wanted_bounds.h"

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

// A conditional jump on which of two numbers is larger.
bool compares_order(const Insn& insn);

// `used` is how the number came to where it is before the step `use`. Newest first.
std::vector<LimitedCopy> limited_copies(ProofWalk& walk, StepIndex use, const History& used,
                                        UsedPart part = UsedPart::Whole);

// The same for the jumps from the use on, before the step `until`: they come too late.
std::vector<LimitedCopy> copies_limited_later(ProofWalk& walk, StepIndex use, StepIndex until,
                                              const History& used, UsedPart part = UsedPart::Whole);

// The first of the copies with which all limits together are enough for a number that is known to
// be in `range`, and decide: it limits the side on which the number goes too far. Null if they are
// not enough.
const LimitedCopy* sufficient_copy(const std::vector<LimitedCopy>& copies, const Scalar& range,
                                   const WantedBounds& wanted);

}  // namespace bpflens
