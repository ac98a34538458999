// The story of a rejection while it is being told: events in the order of the path, and the place
// that decided. What tells it looks at one kind of obligation each.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/finding.h"
#include "judge/proof.h"

namespace bpflens {

struct StoryDraft {
  ProofWalk& walk;
  const Obligation& wanted;
  StepIndex rejected = 0;
  std::multimap<StepIndex, ProofEvent> events = {};
  Ending ending = Ending::None;  // None: nothing is told yet
  std::optional<StepIndex> lost_at = {};
  std::optional<MissingFact> missing_fact = {};
  std::string_view layer = {};  // who must change, where the story shows that
};

void tell(StoryDraft& draft, StepIndex step, ProofKind kind, const Holder& holder, std::string text,
          std::vector<uint32_t> covers = {});

void end(StoryDraft& draft, Ending ending, std::optional<StepIndex> lost_at);

// A fact about a register just before a step.
MissingFact fact_before(const ProofWalk& walk, StepIndex step, FactKind kind, const Holder& holder);

// How the value came to its holder, oldest first: where it began, what was added to it, where it
// was kept meanwhile. Of a long story the beginning and the last parts. `since`: only what happened
// at that step or later.
void tell_history(StoryDraft& draft, const History& history, StepIndex since = 0);

void add_covers(std::vector<uint32_t>& covers, const std::vector<uint32_t>& more);

// The instructions that brought the value to its holder, its first one included; ascending.
std::vector<uint32_t> insns_behind(const ProofWalk& walk, const History& history);

// The part of tell_history about where the value began. False if that is not known, or was before
// the path.
bool tell_origin(StoryDraft& draft, const Origin& origin);

// The first step stands for the entry of the function, where arguments come in.
bool begins_before_paste(const StoryDraft& draft, const Origin& origin);

}  // namespace bpflens
