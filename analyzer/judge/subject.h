// Which number had to be bounded, and how? A rejected access names the pointer, and a call often
// the buffer: the number that was added to the pointer, or that is the buffer's size, is another.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "judge/limited_copy.h"
#include "judge/proof.h"
#include "judge/wanted_bounds.h"

namespace bpflens {

struct Subject {
  StepIndex step = 0;         // the addition, or the call
  RegisterNumber number = 0;  // where it is before that step
  bool is_size = false;       // of a call; else it is added to a pointer
  RegisterNumber pointer = 0;
  UsedPart part = UsedPart::Whole;
  WantedBounds within;   // the step would have been good, everything else unchanged
  WantedBounds allowed;  // the verifier would not have stopped at this step; `within` or wider
  // The compare with data_end that proves nothing because of the number.
  std::optional<StepIndex> useless_check;
  RegisterNumber checked_pointer = 0;  // of that compare
};

// The candidates, newest first; none where no bound on one number would have helped.
std::vector<Subject> subjects_of(ProofWalk& walk, const Obligation& wanted, StepIndex rejected);

}  // namespace bpflens
