// Checks on the path that were about the number in question, and yet were not enough.
#pragma once

#include <optional>

#include "judge/proof.h"
#include "judge/story_draft.h"
#include "judge/wanted_bounds.h"

namespace bpflens {

// A conditional jump on the number itself, at some point of its history.
struct WeakCheck {
  StepIndex step = 0;
  Holder holder;
  Scalar after;             // as the verifier knows it then
  WantedBounds wanted;      // of the number there
  bool is_ignored = false;  // the number is less than the verifier concludes
};

// The newest one that limits the side on which the number goes too far, or that would if the
// verifier drew the conclusion.
std::optional<WeakCheck> weak_check(ProofWalk& walk, const History& history,
                                    const WantedBounds& wanted);

struct SumCheck {
  StepIndex step = 0;
  RegisterNumber sum = 0;
};

// The newest check of a sum that the number is a part of.
std::optional<SumCheck> check_of_sum(ProofWalk& walk, const History& history, StepIndex use);

// Where two numbers were found different, of which the history begins with the difference.
std::optional<StepIndex> check_of_difference(ProofWalk& walk, const History& history);

// What really can come out of arithmetic with two registers, from what is known of both.
Scalar combined_before(ProofWalk& walk, StepIndex step);

// What is known of both operands of arithmetic with two registers, and where they come from.
void tell_operands(StoryDraft& draft, StepIndex step);

}  // namespace bpflens
