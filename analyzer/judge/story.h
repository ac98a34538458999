// The proof walk: from the rejected instruction back to where the proof was lost, never made, or
// began before the paste. The obligation decides which value is followed, which is often not that
// of the register in the kernel's sentence.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "facts/evidence.h"
#include "facts/finding.h"
#include "judge/proof.h"

namespace bpflens {

struct Story {
  std::vector<ProofEvent> events;  // oldest first
  Ending ending = Ending::Rule;
  std::optional<Place> lost_at;  // nullopt: before the paste, or no instruction decides
  std::optional<MissingFact> missing_fact;
  std::string_view layer;  // who must change, where the story shows that; else empty
};

Story story_of(ProofWalk& walk, const Obligation& wanted, StepIndex rejected);

// The verifier gave up, and no instruction is wrong: what on the path made it walk so far? Nullopt
// if the path does not show it.
std::optional<Story> story_of_limit(ProofWalk& walk, const Obligation& wanted);

}  // namespace bpflens
