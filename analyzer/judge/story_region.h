// What was acquired and not given back, which region is still open, or who gave it back before?
#pragma once

#include "judge/story_draft.h"

namespace bpflens {

// False, and nothing told: no call on the path begins or ends what the rejection is about.
bool tell_reference(StoryDraft& draft);
bool tell_region(StoryDraft& draft);

// The same for an argument that points to an object on the stack: a dynptr, an iterator, irq flags.
bool tell_stack_object(StoryDraft& draft);

}  // namespace bpflens
