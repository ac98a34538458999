// A rule's own events among those of the story that is told anyway.
#pragma once

#include <vector>

#include "facts/finding.h"

namespace bpflens {

// Behind all that is told of earlier steps. What was told of the same register at the same step
// gives way; what it summed up is kept.
void put(std::vector<ProofEvent>& events, ProofEvent event);

}  // namespace bpflens
