// Events are in the order of the path; those without a step stay where they are.
#include "judge/story_events.h"

#include <algorithm>
#include <utility>

#include "judge/story_draft.h"

namespace bpflens {

void put(std::vector<ProofEvent>& events, ProofEvent event) {
  const auto told = std::ranges::find_if(events, [&](const ProofEvent& other) {
    return other.step == event.step && other.register_name == event.register_name;
  });
  if (told != events.end()) {
    add_covers(event.covers, told->covers);
    *told = std::move(event);
    return;
  }
  const auto later = std::ranges::find_if(
      events, [&](const ProofEvent& other) { return other.step > event.step; });
  events.insert(later, std::move(event));
}

}  // namespace bpflens
