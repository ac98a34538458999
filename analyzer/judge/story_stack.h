// Which bytes of the stack were never written, and which store comes next to them?
#pragma once

#include "judge/story_draft.h"

namespace bpflens {

// False, and nothing told: the rejection does not say which bytes.
bool tell_stack_without_value(StoryDraft& draft);

}  // namespace bpflens
