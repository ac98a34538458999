// The two shapes of a call that was compiled as one that never returns.
#pragma once

#include <optional>

#include "facts/finding.h"
#include "judge/proof.h"

namespace bpflens {

// The call enters a function that is running already, with other arguments than it needs, and the
// kernel refuses something in there, or what it left behind.
std::optional<Finding> entered_again(ProofWalk& walk, StepIndex rejected);

// The call ends its branch, and the code of the other branch reads a register that it took away.
std::optional<Finding> ran_on_behind(ProofWalk& walk, StepIndex rejected);

}  // namespace bpflens
