// The words of null-plus-offset.
#pragma once

#include "judge/story.h"
#include "rules/pitfalls/null-plus-offset/null_pointer.h"

namespace bpflens {

Finding finding_of(ProofWalk& walk, const NullPointer& found, StepIndex rejected);

}  // namespace bpflens
