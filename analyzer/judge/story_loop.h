// The part of a story about loops: one that comes back with nothing changed, and one that the
// verifier walked until it had enough.
#pragma once

#include "judge/story_draft.h"

namespace bpflens {

// The loop that comes back to the rejected instruction. False if the path does not hold its round.
bool tell_endless_loop(StoryDraft& draft);

// The branch that the failing path comes to most often, if that is often. False: it is no loop.
bool tell_busiest_branch(StoryDraft& draft);

}  // namespace bpflens
