// From the use back to the newest point where the value was good; then forwards to the first step
// after which it no longer is.
#include "judge/type_change.h"

#include <array>

#include "facts/functions.h"
#include "judge/slice.h"

namespace bpflens {
namespace {

enum class Answer : uint8_t { Unknown, Good, Bad };

Answer answer_of(const std::optional<RegisterState>& state, const IsGood& is_good) {
  if (!state || state->type == RegisterType::NotInit) return Answer::Unknown;
  return is_good(*state) ? Answer::Good : Answer::Bad;
}

// As the verifier knows the holder, in the frame of the step.
Answer before(ProofWalk& walk, StepIndex step, const Holder& holder, const IsGood& is_good) {
  if (walk.seen.step(step).frame != holder.frame) return Answer::Unknown;
  if (holder.in_stack) {
    const KnownSlot known = walk.seen.replay.slot_before(step, holder.where);
    const bool is_told = known.slot && known.certainty != Certainty::Unknown && known.slot->spill;
    return is_told ? answer_of(known.slot->spill, is_good) : Answer::Unknown;
  }
  const auto known = known_before(walk, step, static_cast<RegisterNumber>(holder.where));
  const bool is_told = known && known->certainty != Certainty::Unknown;
  return is_told ? answer_of(known->state, is_good) : Answer::Unknown;
}

// Calls and stores make a value void that no instruction touches.
bool may_void(const Insn& insn) {
  if (insn.kind == InsnKind::Store || insn.kind == InsnKind::CallSubprogram) return true;
  return insn.kind == InsnKind::Call;
}

bool is_known_to_void(const Insn& insn) {
  return insn.kind == InsnKind::Call &&
         (moves_packet(insn.callee) || releases(insn.callee) || voids_slices(insn.callee) ||
          ended_region(insn.callee) != Region::None);
}

// The newest in [first, end) that is known for it; else the newest store of another frame.
std::optional<StepIndex> voiding_step(ProofWalk& walk, StepIndex first, StepIndex end,
                                      uint32_t frame) {
  std::optional<StepIndex> store;
  for (StepIndex step = end; step-- > first && walk.steps_left > 0;) {
    walk.steps_left--;
    const Insn& insn = walk.code.at(step);
    if (is_known_to_void(insn)) return step;
    if (!store && insn.kind == InsnKind::Store && walk.seen.step(step).frame != frame) store = step;
  }
  return store;
}

// Where the function returns that this step calls; the step behind it where it calls none.
StepIndex end_of_call(ProofWalk& walk, StepIndex step, StepIndex end) {
  const uint32_t frame = walk.seen.step(step).frame;
  StepIndex back = step + 1;
  while (back < end && walk.seen.step(back).frame > frame) back++;
  return back;
}

// What the verifier shows at a branch, or behind a whole function, was done before, or inside.
StepIndex cause_of_change(ProofWalk& walk, StepIndex first, StepIndex change, StepIndex end,
                          uint32_t frame) {
  if (!may_void(walk.code.at(change)))
    return voiding_step(walk, first, change, frame).value_or(change);
  const StepIndex back = end_of_call(walk, change, end);
  return back == change + 1 ? change : voiding_step(walk, change + 1, back, frame).value_or(change);
}

}  // namespace

// Once it is not so, it stays that way: the middle tells in which half that happened.
StepIndex last_step_so(ProofWalk& walk, StepIndex first, StepIndex end, uint32_t frame,
                       const std::function<bool(StepIndex)>& is_so) {
  StepIndex so = first, not_so = end;
  while (not_so - so > 1) {
    StepIndex middle = so + (not_so - so) / 2;
    const StepIndex asked = middle;
    while (middle > so && walk.seen.step(middle).frame != frame) middle--;
    if (middle == so) {
      so = asked;
      continue;
    }
    (is_so(middle) ? so : not_so) = middle;
  }
  while (so > first && walk.seen.step(so).frame != frame) so--;
  return so;
}

std::optional<TypeChange> type_change(ProofWalk& walk, const History& history, StepIndex step,
                                      const IsGood& is_good) {
  Holder holder = history.holder;
  StepIndex end = step;
  const auto slice = slice_call(walk, history);
  // [first, end): the value stays in `holder`.
  const auto while_kept = [&](StepIndex first) -> std::optional<TypeChange> {
    if (first >= end || before(walk, first, holder, is_good) != Answer::Good) return std::nullopt;
    // At the use itself the rejection says that it is not good.
    if (end != step && before(walk, end, holder, is_good) == Answer::Good) return std::nullopt;
    const StepIndex change = last_step_so(walk, first, end, holder.frame, [&](StepIndex at) {
      return before(walk, at, holder, is_good) == Answer::Good;
    });
    // Which of several calls ends a slice is not told by its register, of which no more is heard.
    const auto slice_end = slice ? end_of_slice(walk, *slice, first, end) : std::nullopt;
    const StepIndex cause =
        slice_end ? slice_end->step : cause_of_change(walk, first, change, end, holder.frame);
    return TypeChange{ChangeKind::WhileKept, cause, holder, nullptr};
  };
  for (const Link& link : history.links) {
    if (const auto change = while_kept(link.step + 1)) return change;
    if (before(walk, link.step, link.from, is_good) == Answer::Good)
      return TypeChange{ChangeKind::ByLink, link.step, link.to, &link};
    holder = link.from;
    end = link.step;
  }
  const Origin& origin = history.origin;
  if (origin.kind == OriginKind::Unknown) return std::nullopt;
  const StepIndex made = origin.step.value_or(0);
  if (const auto change = while_kept(origin.step ? made + 1 : 0)) return change;
  if (!origin.step) return TypeChange{ChangeKind::NeverGood, 0, origin.holder, nullptr};
  const Insn insn = walk.code.at(made);
  const bool computes = origin.kind == OriginKind::Computed;
  if (computes)
    for (const RegisterNumber operand : std::array<RegisterNumber, 2>{insn.dst, insn.src})
      if (before(walk, made, {false, origin.holder.frame, operand, 8}, is_good) == Answer::Good)
        return TypeChange{ChangeKind::ByOrigin, made, origin.holder, nullptr};
  return TypeChange{ChangeKind::NeverGood, made, origin.holder, nullptr};
}

}  // namespace bpflens
