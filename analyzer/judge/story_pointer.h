// Why is this register not the pointer that was needed? A call made it void, arithmetic made a
// number of it, it never was one, it may be null, or it is another kind of pointer.
#pragma once

#include "judge/story_draft.h"

namespace bpflens {

// False, and nothing told: the rejection names no register, or nothing is known of it.
bool tell_pointer(StoryDraft& draft);

}  // namespace bpflens
