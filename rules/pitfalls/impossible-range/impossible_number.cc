// The refused value is followed back through every operation to arithmetic with such a number, and
// from there the number itself, as far as it was only carried, to the compare.
#include "rules/pitfalls/impossible-range/impossible_number.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "judge/path.h"

namespace bpflens {
namespace {

bool is_known(const Known& known) {
  return known.state && known.certainty != Certainty::Unknown &&
         known.state->type != RegisterType::NotInit;
}

bool is_impossible_number(const Known& known) {
  return is_known(known) && known.state->type == RegisterType::Scalar &&
         is_impossible(known.state->scalar.range);
}

// The kernel looks at the bounds of the instruction's own width.
bool is_impossible_for(const Insn& insn, const std::optional<RegisterState>& state) {
  if (!state || state->type != RegisterType::Scalar) return false;
  const ScalarRange& range = state->scalar.range;
  if (insn.is_32bit) return range.umin32 > range.umax32 || range.smin32 > range.smax32;
  return range.umin > range.umax || range.smin > range.smax;
}

std::optional<RegisterState> known_state(const std::optional<Known>& known) {
  return known && is_known(*known) ? known->state : std::nullopt;
}

// Where the number was on its way, and a log may tell of it.
struct Sight {
  StepIndex step = 0;
  Holder holder;
};

std::vector<Sight> sights_of(const History& history) {
  std::vector<Sight> sights;
  for (const Link& link : history.links) sights.push_back({link.step, link.from});
  for (const Compared& compared : history.compared)
    sights.push_back({compared.step, compared.holder});
  std::ranges::sort(sights, std::greater(), &Sight::step);
  return sights;
}

// What was known of the register before `step`; to 5.16 a level-1 log tells little, then of what it
// is a copy of, or stands a constant away from.
std::optional<RegisterState> state_before(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  if (auto state = known_state(known_before(walk, step, number))) return state;
  const Holder holder = register_at(walk, step, number);
  for (const Sight& sight : sights_of(since_last_change(history_before(walk, step, holder)))) {
    if (sight.holder.in_stack) continue;
    const auto where = static_cast<RegisterNumber>(sight.holder.where);
    if (auto state = known_state(known_before(walk, sight.step, where))) return state;
  }
  return std::nullopt;
}

bool refuses_number(const Obligation& wanted) {
  const bool is_about_type =
      wanted.kind == ObligationKind::PointerType || wanted.kind == ObligationKind::ArgumentType;
  // The page for plain numbers fills in no word.
  const bool is_number = wanted.found.empty() || wanted.found == "inv" || wanted.found == "scalar";
  return is_about_type && is_number;
}

// Adding to a pointer must have cost it its type: the log tells, or the sentence.
bool lost_knowledge(const ProofWalk& walk, const ImpossibleUse& use) {
  const Known after = walk.seen.replay.register_after(use.step, use.result);
  if (is_known(after)) return after.state->type == RegisterType::Scalar;
  return !use.was_pointer || refuses_number(walk.seen.obligation);
}

std::optional<ImpossibleUse> use_at(ProofWalk& walk, StepIndex step) {
  const Insn insn = walk.code.at(step);
  if (insn.kind != InsnKind::Alu || !insn.src_is_register) return std::nullopt;
  for (const RegisterNumber number : {insn.src, insn.dst}) {
    if (!is_impossible_for(insn, state_before(walk, step, number))) continue;
    const auto result = state_before(walk, step, insn.dst);
    ImpossibleUse use{step, number, insn.dst, result && result->type != RegisterType::Scalar};
    return lost_knowledge(walk, use) ? std::optional(use) : std::nullopt;
  }
  return std::nullopt;
}

// The last arithmetic with an impossible number that the refused value comes from. What an
// addition adds to is followed further back, what it adds is not.
std::optional<ImpossibleUse> use_before(ProofWalk& walk, StepIndex rejected,
                                        RegisterNumber refused) {
  const History history =
      history_before(walk, rejected, register_at(walk, rejected, refused),
                     [](StepIndex, const Insn& insn) { return std::optional(insn.dst); });
  for (const Link& link : history.links)
    if (link.kind == LinkKind::Computed)
      if (const auto use = use_at(walk, link.step)) return use;
  return std::nullopt;
}

std::optional<RegisterNumber> impossible_operand(const ProofWalk& walk, StepIndex step,
                                                 const Insn& insn) {
  std::vector<RegisterNumber> operands{insn.dst};
  if (insn.src_is_register) operands.push_back(insn.src);
  for (const RegisterNumber number : operands)
    if (is_impossible_number(walk.seen.replay.register_after(step, number))) return number;
  return std::nullopt;
}

bool was_possible(const ProofWalk& walk, StepIndex step, RegisterNumber number) {
  return !is_impossible_number(walk.seen.replay.register_before(step, number));
}

// Can this compare have made that value impossible? It must be an operand, or a copy of one.
std::optional<ImpossibleCompare> compare_at(ProofWalk& walk, StepIndex step, const Holder& holder) {
  const Insn insn = walk.code.at(step);
  const auto number = impossible_operand(walk, step, insn);
  if (!number || !was_possible(walk, step, *number)) return std::nullopt;
  const Known after = walk.seen.replay.register_after(step, *number);
  if (holder.in_stack) return std::nullopt;  // the log of these kernels does not link it
  if (holder.where == *number) return ImpossibleCompare{step, *number, after.state->scalar.range};
  const Known copy =
      walk.seen.replay.register_after(step, static_cast<RegisterNumber>(holder.where));
  if (!is_impossible_number(copy) || copy.state->id == 0 || copy.state->id != after.state->id)
    return std::nullopt;
  return ImpossibleCompare{step, *number, after.state->scalar.range};
}

// What was refused: the register of the sentence, and what the instruction reads.
std::vector<RegisterNumber> refused_registers(const Evidence& seen, const Insn& insn) {
  std::vector<RegisterNumber> numbers;
  for (RegisterNumber number = 0; number < frame_pointer; number++)
    if (seen.obligation.register_name == name_of(number)) numbers.push_back(number);
  // The sentence names the pointer that an unlimited number would be added to.
  if (insn.kind == InsnKind::Alu && insn.src_is_register) numbers.push_back(insn.src);
  if (!numbers.empty()) return numbers;
  if (insn.kind == InsnKind::Exit) return {0};
  if (const auto address = address_register(insn)) return {*address};
  return {};
}

bool changes_after(const History& history, StepIndex step) {
  return std::ranges::any_of(history.links, [&](const Link& link) {
    return link.step > step && !link.operations.empty();
  });
}

}  // namespace

std::optional<ImpossibleUse> use_of_impossible(ProofWalk& walk, StepIndex rejected) {
  const Insn insn = walk.code.at(rejected);
  for (const RegisterNumber number : refused_registers(walk.seen, insn))
    if (const auto use = use_before(walk, rejected, number)) return use;
  return std::nullopt;
}

std::optional<ImpossibleCompare> compare_before(ProofWalk& walk, const ImpossibleUse& use) {
  const History history = since_last_change(
      history_before(walk, use.step, register_at(walk, use.step, use.impossible)));
  for (StepIndex step = use.step; step-- > 0;) {
    const Insn& insn = walk.code.at(step);
    const auto holder = holder_before(history, step + 1);
    const bool is_other_frame =
        insn.kind == InsnKind::CallSubprogram || insn.kind == InsnKind::Exit;
    if (!holder || is_other_frame || walk.questions_left == 0) return std::nullopt;
    if (insn.kind != InsnKind::Branch || insn.operation == Operation::MayGoto) continue;
    walk.questions_left--;
    auto compare = compare_at(walk, step, *holder);
    if (!compare) continue;
    compare->was_changed = changes_after(history, step);
    return compare;
  }
  return std::nullopt;
}

}  // namespace bpflens
