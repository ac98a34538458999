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

}  // namespace bpflens
