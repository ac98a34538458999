// Why are there not enough bytes proven behind a packet pointer? The compare with data_end covers
// fewer, is about another pointer, proves nothing to this kernel, goes the other way, compares
// lengths in place of pointers, or was never made.
#pragma once

#include "judge/story_draft.h"

namespace bpflens {

// False, and nothing told: the rejection is not about a packet pointer's range.
bool tell_packet_range(StoryDraft& draft);

}  // namespace bpflens
