// The finding of a rule that told its story itself.
#pragma once

#include "judge/story_draft.h"

namespace bpflens {

// At the rejected instruction, with the story's events and its end. The words are the rule's own.
Finding finding_of(StoryDraft draft);

}  // namespace bpflens
