#include "judge/story_loop.h"

#include <algorithm>
#include <string>
#include <vector>

#include "judge/value_words.h"

namespace bpflens {
namespace {

// The conditional jump that could have left the round: of `if` and `while` it is the last one.
std::optional<StepIndex> last_condition(ProofWalk& walk, StepIndex since) {
  for (StepIndex step = walk.step_count(); step-- > since && walk.steps_left > 0;) {
    walk.steps_left--;
    if (walk.code.at(step).kind == InsnKind::Branch) return step;
  }
  return std::nullopt;
}

std::string number_text(const History& history, StepIndex since) {
  const std::string name = name_of(history.holder);
  const Origin& origin = history.origin;
  const bool is_of_this_round = origin.step && *origin.step >= since;
  if (is_of_this_round && origin.kind == OriginKind::Load)
    return name +
           " is read again in every round, and the kernel does not follow what is written there";
  if (is_of_this_round && origin.kind == OriginKind::Call)
    return "what the call gives is as unknown in every round";
  const bool is_changed = std::ranges::any_of(history.links, [&](const Link& link) {
    return link.step >= since && (!link.operations.empty() || link.other);
  });
  if (is_changed) return "what is known of " + name + " is the same in every round";
  return name + " does not change in the loop";
}

}  // namespace

bool tell_endless_loop(StoryDraft& draft) {
  ProofWalk& walk = draft.walk;
  const std::string back =
      "the path comes back to insn " + std::to_string(walk.insn_at(draft.rejected)) + " from here";
  const StepIndex last = walk.step_count() - 1;
  const auto condition = last_condition(walk, draft.rejected);
  if (!condition) {
    const Holder any = register_at(walk, last, 0);
    tell(draft, last, ProofKind::Missing, any, back + ", and no condition ends the loop");
    end(draft, Ending::Rule, last);
    return true;
  }
  const Insn insn = walk.code.at(*condition);
  const Holder holder = register_at(walk, *condition, insn.dst);
  const History history = history_before(walk, *condition, holder);
  tell(draft, *condition, ProofKind::Missing, holder,
       back + ": " + number_text(history, draft.rejected));
  tell_history(draft, history, draft.rejected);
  end(draft, Ending::Rule, condition);
  return true;
}

bool tell_busiest_branch(StoryDraft& draft) {
  constexpr uint64_t rounds_worth_telling = 16;
  ProofWalk& walk = draft.walk;
  std::vector<uint32_t> visits;  // by instruction
  std::pair<uint64_t, StepIndex> busiest{0, 0};
  for (StepIndex step = 0; step < walk.step_count(); step++) {
    const uint32_t insn = walk.insn_at(step);
    if (insn >= visits.size()) visits.resize(std::max<size_t>(insn + 1, visits.size() * 3 / 2));
    const uint64_t count = ++visits[insn];
    const bool leads = count >= busiest.first && count >= rounds_worth_telling;
    if (leads && walk.code.at(step).kind == InsnKind::Branch) busiest = {count, step};
  }
  if (busiest.first == 0) return false;
  const StepIndex step = busiest.second;
  const bool is_whole = !walk.seen.unit().path.start_missing;
  tell(draft, step, ProofKind::Missing, register_at(walk, step, walk.code.at(step).dst),
       std::string("the path comes here ") + (is_whole ? "" : "at least ") +
           std::to_string(busiest.first) + " times, and to the kernel every round is another one");
  end(draft, Ending::Rule, step);
  return true;
}

}  // namespace bpflens
