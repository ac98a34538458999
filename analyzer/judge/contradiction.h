// Can this path be taken at all? To 5.x a verifier forgets what some branches say of a number, and
// walks on where a later branch says the opposite.
#pragma once

#include <optional>

#include "judge/proof.h"

namespace bpflens {

struct Contradiction {
  StepIndex first = 0, second = 0;  // branches; with both outcomes no number is left
  RegisterNumber number = 0;        // at the second
  RegisterNumber number_at_first = 0;
};

// The first one on the path to a step; none where it is not sure which path that is.
std::optional<Contradiction> contradiction(ProofWalk& walk, StepIndex before);

}  // namespace bpflens
