#include "judge/voided_pointer.h"

#include <algorithm>
#include <utility>

namespace bpflens {

std::optional<VoidedPointer> voided_pointer(ProofWalk& walk) {
  const Evidence& seen = walk.seen;
  // A void pointer is a number: it is no address and no argument.
  const ObligationKind wanted = seen.obligation.kind;
  if (wanted != ObligationKind::PointerType && wanted != ObligationKind::ArgumentType)
    return std::nullopt;
  Story story = story_of(walk, seen.obligation, seen.rejected_step());
  const auto voided = std::ranges::find_if(story.events, [](const ProofEvent& event) {
    return event.kind == ProofKind::Invalidated && event.step;
  });
  if (voided == story.events.end()) return std::nullopt;
  ProofEvent event = *voided;
  return VoidedPointer{std::move(story), std::move(event)};
}

Finding finding_of(const Evidence& seen, VoidedPointer pointer, std::string message) {
  Finding finding;
  finding.message = std::move(message);
  finding.ending = pointer.story.ending;
  finding.location = place_of(seen.step(seen.rejected_step()));
  finding.lost_at = std::move(pointer.story.lost_at);
  finding.proof = std::move(pointer.story.events);
  return finding;
}

std::string voiding_text(ProofWalk& walk, StepIndex step) {
  const Insn& insn = walk.code.at(step);
  const std::string unnamed = is_call(insn) ? "a call" : "the store";
  return (insn.callee.empty() ? unnamed : insn.callee) + " (insn " +
         std::to_string(walk.insn_at(step)) + ")";
}

}  // namespace bpflens
