// Why is a number not within the bounds that it had to have? Somebody compared another copy, or
// compared too late, too widely or in a way that tells the verifier nothing; an instruction lost
// what was known; or nobody ever asked.
#pragma once

#include "judge/story_draft.h"
#include "judge/subject.h"

namespace bpflens {

// False, and nothing told: it is not a number that the rejection is about.
bool tell_number(StoryDraft& draft);

// A number that has to be within these bounds just before `step`, in whose frame it is.
void tell_number_within(StoryDraft& draft, StepIndex step, RegisterNumber number,
                        const WantedBounds& within);

// In the best place that there is: at `check`, else where the number was made, else where it is
// used.
std::optional<MissingFact> best_fact(ProofWalk& walk, const History& history, StepIndex check,
                                     StepIndex use, const WantedBounds& wanted);

// Where the history's number had to be so that it is within `wanted` at its end: just before
// `step`. Nullopt if it is in no register there, or bounds there say nothing of its end.
std::optional<MissingFact> bounded_before(ProofWalk& walk, const History& history, StepIndex step,
                                          WantedBounds wanted);

}  // namespace bpflens
