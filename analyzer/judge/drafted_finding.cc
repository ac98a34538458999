// Nothing is decided here.
#include "judge/drafted_finding.h"

#include <utility>

namespace bpflens {

Finding finding_of(StoryDraft draft) {
  const Evidence& seen = draft.walk.seen;
  Finding finding;
  finding.location = place_of(seen.step(draft.rejected));
  finding.ending = draft.ending;
  if (draft.lost_at) finding.lost_at = place_of(seen.step(*draft.lost_at));
  finding.missing_fact = std::move(draft.missing_fact);
  for (auto& [step, event] : draft.events) finding.proof.push_back(std::move(event));
  return finding;
}

}  // namespace bpflens
