// Why has this register no value? A call has taken it away, a function begins without it, or the
// path goes around every instruction that sets it.
#pragma once

#include "judge/story_draft.h"

namespace bpflens {

// False, and nothing told: the rejection names no register.
bool tell_register_without_value(StoryDraft& draft);

// The newest jump before a step that leaves instructions out; else the newest conditional one.
std::optional<StepIndex> skipping_branch(ProofWalk& walk, StepIndex before);

}  // namespace bpflens
