// What was acquired and not given back, which region is still open, or who gave it back before?
#pragma once

#include "judge/story_draft.h"

namespace bpflens {

// False, and nothing told: no call on the path begins or ends what the rejection is about.
bool tell_region(StoryDraft& draft);

}  // namespace bpflens
