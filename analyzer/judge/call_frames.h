// Which functions are running on a path? Only where the path shows their beginning.
#pragma once

#include <optional>
#include <vector>

#include "judge/proof.h"

namespace bpflens {

// A call that enters a function, or the callback of a helper.
struct EnteredCall {
  StepIndex call = 0;
  uint32_t frame = 0;                  // the new one
  std::optional<StepIndex> outer;      // the first step of the same function, if it runs already
  std::optional<StepIndex> last_step;  // its exit; nullopt: not before `end`
};

// In the order of the path, before the step `end`.
std::vector<EnteredCall> entered_calls(ProofWalk& walk, StepIndex end);

}  // namespace bpflens
