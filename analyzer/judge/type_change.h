// Where did a value stop being what it was? The verifier changes the type of a register that no
// instruction writes: a helper that moves the packet, a release, the end of a lock's region.
#pragma once

#include <functional>
#include <optional>

#include "judge/proof.h"

namespace bpflens {

using IsGood = std::function<bool(const RegisterState&)>;

enum class ChangeKind : uint8_t {
  NeverGood,  // not even at its beginning
  WhileKept,  // something changed it while it stayed where it was: most often a call
  ByLink,     // an instruction that carried it, or computed with it
  ByOrigin,   // arithmetic that made it of something good
};

struct TypeChange {
  ChangeKind kind = ChangeKind::NeverGood;
  StepIndex step = 0;
  Holder holder;               // of the value: as it is kept, or after the instruction
  const Link* link = nullptr;  // ByLink; lives as long as the history
};

// The last step of [first, end) before which something is still so that is so before `first`, and
// not any more before `end`. Steps of other frames than this tell nothing.
StepIndex last_step_so(ProofWalk& walk, StepIndex first, StepIndex end, uint32_t frame,
                       const std::function<bool(StepIndex)>& is_so);

// The newest change from good to not good in the history of a value that ends before `step`.
// Nullopt if the log does not tell enough.
std::optional<TypeChange> type_change(ProofWalk& walk, const History& history, StepIndex step,
                                      const IsGood& is_good);

}  // namespace bpflens
