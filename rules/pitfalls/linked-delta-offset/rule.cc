// Does the kernel take the distance between two linked numbers for a pointer's offset? After a copy
// and `r += K` kernels since 6.12 know the sum as "the other number plus K". Some take K
// for a fixed offset, and refuse to add the sum to a pointer when K is large, however small the sum
// itself is.
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "facts/evidence.h"
#include "judge/path.h"
#include "rules/pitfalls/linked-delta-offset/rewrite.h"

namespace bpflens {
namespace {

// No pointer may be moved by that much.
constexpr int64_t too_far = int64_t{1} << 29;

// The number that the rejected instruction adds to a pointer.
struct Addend {
  RegisterNumber number = 0;
  RegisterState state;
};

bool adds_registers(const Insn& insn) {
  const bool adds = insn.operation == Operation::Add || insn.operation == Operation::Sub;
  return insn.kind == InsnKind::Alu && adds && insn.src_is_register && !insn.is_32bit;
}

bool is_scalar(const Known& known) {
  return known.state && known.state->type == RegisterType::Scalar;
}

std::optional<Addend> addend_of(const Evidence& seen, StepIndex step, const Insn& insn) {
  if (!adds_registers(insn)) return std::nullopt;
  const Known left = seen.replay.register_before(step, insn.dst);
  const Known right = seen.replay.register_before(step, insn.src);
  if (is_scalar(left) == is_scalar(right)) return std::nullopt;
  const bool is_left = is_scalar(left);
  if (!(is_left ? right : left).state) return std::nullopt;  // who knows what that is
  return Addend{is_left ? insn.dst : insn.src, is_left ? *left.state : *right.state};
}

// The kernel's number is the distance, and the number itself could have been added.
bool is_mistaken(const Obligation& wanted, const RegisterState& addend) {
  if (wanted.kind != ObligationKind::BoundedOffset || !wanted.offset) return false;
  if (!addend.has_delta || addend.delta != *wanted.offset) return false;
  const ScalarRange& range = addend.scalar.range;
  return range.smin <= range.smax && range.smin > -too_far && range.smax < too_far;
}

// Only R6 to R9 are each frame's own: R1 to R5 come from the caller and R0 from the callee.
bool is_own_of_frame(RegisterNumber number) { return number > 5 && number < frame_pointer; }

bool is_same_register(const Evidence& seen, StepIndex step, StepIndex other,
                      RegisterNumber number) {
  return !is_own_of_frame(number) || seen.step(step).frame == seen.step(other).frame;
}

// Where the distance arose. A number that has one already loses it when it is copied or spilled,
// so it is the last instruction that wrote the register.
std::optional<StepIndex> origin_of(const Evidence& seen, PathCode& code, StepIndex rejected,
                                   RegisterNumber number) {
  for (StepIndex step = rejected; step-- > 0;) {
    const Insn& insn = code.at(step);
    if (written_register(insn) != number) continue;
    if (!is_same_register(seen, step, rejected, number)) continue;
    const bool adds = insn.operation == Operation::Add || insn.operation == Operation::Sub;
    return insn.kind == InsnKind::Alu && adds ? std::optional(step) : std::nullopt;
  }
  return std::nullopt;
}

bool moves_register(const Insn& insn, RegisterNumber number) {
  return insn.kind == InsnKind::Move && insn.src_is_register &&
         (insn.dst == number || insn.src == number);
}

// The copy that linked the two numbers.
std::optional<ProofEvent> copy_before(const Evidence& seen, PathCode& code, StepIndex origin,
                                      const Addend& addend) {
  for (StepIndex step = origin; step-- > 0;) {
    const Insn& insn = code.at(step);
    const bool moves = moves_register(insn, addend.number);
    if (!moves && written_register(insn) != addend.number) continue;
    if (!is_same_register(seen, step, origin, addend.number)) continue;
    if (!moves) return std::nullopt;
    const Known copy = seen.replay.register_after(step, insn.dst);
    if (!copy.state || copy.state->id != addend.state.id) continue;
    return event_at(seen, step, ProofKind::Copied, insn.dst,
                    name_of(insn.dst) + " is a copy of " + name_of(insn.src));
  }
  return std::nullopt;
}

std::string text_of(const ScalarRange& range) {
  if (range.smin == range.smax) return std::to_string(range.smin);
  return std::to_string(range.smin) + " to " + std::to_string(range.smax);
}

bool compares(const Insn& insn, RegisterNumber number) {
  return insn.dst == number || (insn.src_is_register && insn.src == number);
}

bool narrows(const Evidence& seen, StepIndex step, RegisterNumber number) {
  const Known before = seen.replay.register_before(step, number);
  const Known after = seen.replay.register_after(step, number);
  if (!is_scalar(before) || !is_scalar(after)) return false;
  return before.state->scalar.range != after.state->scalar.range;
}

// Where a compare limited the number, or the one that it is linked to. In a loop the limit may be
// known from an earlier round: then it is the compare that would have set it.
std::optional<StepIndex> limit_between(const Evidence& seen, PathCode& code, StepIndex origin,
                                       StepIndex rejected, RegisterNumber number) {
  std::optional<StepIndex> repeated;
  std::set<uint32_t> looked_at;  // one visit of each is enough
  for (StepIndex step = rejected; step-- > origin + 1;) {
    const Insn& insn = code.at(step);
    if (insn.kind != InsnKind::Branch || insn.operation == Operation::MayGoto) continue;
    if (!looked_at.insert(seen.unit().path.steps[step].insn).second) continue;
    if (!is_same_register(seen, step, rejected, number)) continue;
    if (narrows(seen, step, number)) return step;
    const bool is_order = insn.operation != Operation::Eq && insn.operation != Operation::Ne &&
                          insn.operation != Operation::Set;
    if (!repeated && is_order && compares(insn, number)) repeated = step;
  }
  return repeated;
}

using Words = std::optional<LinkedWords>;

// "offset (R3)", or "R3".
std::string named(const Words& words, RegisterNumber number) {
  return words ? words->name + " (" + name_of(number) + ")" : name_of(number);
}

ProofEvent limit_at(const Evidence& seen, PathCode& code, StepIndex step, const Addend& addend,
                    const Words& words) {
  const bool is_compared = compares(code.at(step), addend.number);
  const bool is_named = is_compared && words && words->is_limited_by_name;
  const Known after = seen.replay.register_after(step, addend.number);
  std::string text =
      "this check limits " + (is_named ? named(words, addend.number) : name_of(addend.number));
  if (after.state) text += " to " + text_of(after.state->scalar.range);
  return event_at(seen, step, is_compared ? ProofKind::Bounded : ProofKind::CheckedOtherCopy,
                  addend.number, std::move(text));
}

std::string distance_text(const Addend& addend, const Words& words) {
  const int64_t distance = addend.state.delta;
  const std::string amount =
      distance < 0 ? "minus " + std::to_string(-distance) : "plus " + std::to_string(distance);
  return named(words, addend.number) + " is now that number " + amount +
         ", and the kernel remembers this distance";
}

std::string message_of(const Addend& addend, const Words& words) {
  // The sum may be another variable by the time it is limited and used.
  const bool is_name_of_use = words && words->is_limited_by_name;
  return "the kernel takes " + std::to_string(addend.state.delta) + ", the distance of " +
         named(words, addend.number) + " from another number, for an offset; " +
         (is_name_of_use ? words->name : name_of(addend.number)) + " itself is " +
         text_of(addend.state.scalar.range);
}

// The user's words for the sum, and the lines to type if its own limit comes after it.
Words words_at(const Evidence& seen, PathCode& code, StepIndex origin, StepIndex rejected,
               std::optional<StepIndex> limit, const Addend& addend) {
  const auto insn_at = [&](StepIndex step) { return seen.unit().path.steps[step].insn; };
  LinkedStory story{insn_at(origin), addend.state.delta, insn_at(rejected), {}, {}};
  if (!limit || !compares(code.at(*limit), addend.number)) return words_of(seen, story);
  const Insn& compare = code.at(*limit);
  story.limit_insn = insn_at(*limit);
  if (!compare.src_is_register) story.limit = compare.imm;
  return words_of(seen, story);
}

void tell_story(const Evidence& seen, PathCode& code, StepIndex rejected, const Addend& addend,
                Finding& finding) {
  finding.message = message_of(addend, std::nullopt);
  finding.rewrites = {rewrite_to_fill_in(std::nullopt)};
  const auto origin = origin_of(seen, code, rejected, addend.number);
  if (!origin) return;
  const auto limit = limit_between(seen, code, *origin, rejected, addend.number);
  const Words words = words_at(seen, code, *origin, rejected, limit, addend);
  finding.message = message_of(addend, words);
  // Nothing was lost: the rule itself rejects, and does so here.
  finding.lost_at = place_of(seen.step(rejected));
  if (auto copy = copy_before(seen, code, *origin, addend))
    finding.proof.push_back(std::move(*copy));
  finding.proof.push_back(
      event_at(seen, *origin, ProofKind::Computed, addend.number, distance_text(addend, words)));
  if (limit) finding.proof.push_back(limit_at(seen, code, *limit, addend, words));
  finding.rewrites = {words && words->rewrite ? *words->rewrite : rewrite_to_fill_in(words)};
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  PathCode code(seen.trace, seen.unit_index);
  const auto addend = addend_of(seen, rejected, code.at(rejected));
  if (!addend || !is_mistaken(seen.obligation, addend->state)) return {};
  Finding finding;
  finding.ending = Ending::Rule;
  finding.location = place_of(seen.step(rejected));
  tell_story(seen, code, rejected, *addend, finding);
  return {finding};
}

}  // namespace

extern const Rule linked_delta_offset{
    .id = "BL004",
    .slug = "linked-delta-offset",
    .severity = Severity::Error,
    .mechanism = "KERNEL_BUG",
    .layer = "kernel",
    .check = check,
};

}  // namespace bpflens
