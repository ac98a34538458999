// A number that had to be bounded, while its story is told: what is wanted of it, what the verifier
// knows, how it came there, and where a bound would have helped.
#pragma once

#include <optional>
#include <string>

#include "judge/story_draft.h"
#include "judge/subject.h"

namespace bpflens {

// The number in question, how it came to its use, and what is wanted of it there.
struct NumberCase {
  StoryDraft& draft;
  const Subject& subject;
  Scalar range;
  History used;

  ProofWalk& walk() const { return draft.walk; }
};

WantedBounds bounds_to_ask_for(const Subject& subject);

// "; 0 to 65466 would be good"; empty where nothing would. Nobody means an offset below 0, or a
// size of 0, where a larger one does.
std::string wanted_text(const Subject& subject, const WantedBounds& wanted);

// Tells how the number and its pointer came to the use, and ends the story. `fact_at`: where the
// number had to be bounded.
void conclude(const NumberCase& seen, Ending ending, StepIndex lost_at, StepIndex fact_at);

// As the verifier knows the number before the step; nullopt if the log does not tell.
std::optional<Scalar> told_before(ProofWalk& walk, StepIndex step, const Holder& holder);

// What is good for sure: many helpers take no size of 0, and few programs mean a negative offset.

// In the best place that there is: at `check`, else where the number was made, else where it is
// used.
std::optional<MissingFact> best_fact(ProofWalk& walk, const History& history, StepIndex check,
                                     StepIndex use, const WantedBounds& wanted);

// Where the history's number had to be so that it is within `wanted` at its end: just before
// `step`. Nullopt if it is in no register there, or bounds there say nothing of its end.
std::optional<MissingFact> bounded_before(ProofWalk& walk, const History& history, StepIndex step,
                                          WantedBounds wanted);

}  // namespace bpflens
