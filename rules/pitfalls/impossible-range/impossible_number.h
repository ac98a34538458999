// Which arithmetic did the refused value come from that computed with a number that cannot exist,
// and which compare left that number so?
#pragma once

#include <optional>
#include <string_view>

#include "judge/proof.h"

namespace bpflens {

// Arithmetic of which an operand cannot exist.
struct ImpossibleUse {
  StepIndex step = 0;
  RegisterNumber impossible = 0, result = 0;
  bool was_pointer = false;  // the result, before
};

struct ImpossibleCompare {
  StepIndex step = 0;
  RegisterNumber number = 0;  // the operand that cannot exist after it
  ScalarRange after;          // its bounds then, which contradict each other
  bool was_changed = false;   // a constant was added to it, or to its copy, before the use
};

std::optional<ImpossibleUse> use_of_impossible(ProofWalk& walk, StepIndex rejected);

// The compare after which the number was impossible, and before which it was not.
std::optional<ImpossibleCompare> compare_before(ProofWalk& walk, const ImpossibleUse& use);

}  // namespace bpflens
