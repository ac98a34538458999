// What each branch says of a number is collected, for every number that a branch has looked at.
#include "judge/contradiction.h"

#include <algorithm>
#include <vector>

#include "facts/scalar.h"

namespace bpflens {
namespace {

constexpr size_t most_branches = 64;

// A branch on a constant, and the number that it looked at.
struct BranchOutcome {
  StepIndex step = 0;
  RegisterNumber register_number = 0;
  Number number;
  bool jumped = false;
};

std::optional<BranchOutcome> outcome_at(ProofWalk& walk, StepIndex step) {
  const Insn insn = walk.code.at(step);
  const bool is_on_constant = insn.kind == InsnKind::Branch && !insn.src_is_register &&
                              insn.operation != Operation::MayGoto &&
                              insn.operation != Operation::Set;
  const auto jumped = is_on_constant ? side_taken(walk, step) : std::nullopt;
  if (!jumped) return std::nullopt;
  BranchOutcome outcome{step, insn.dst, {}, *jumped};
  outcome.number = number_of(walk, history_before(walk, step, register_at(walk, step, insn.dst)));
  if (outcome.number.origin.kind == OriginKind::Unknown) return std::nullopt;
  return outcome;
}

Scalar narrowed(ProofWalk& walk, const BranchOutcome& outcome, const Scalar& number) {
  const Insn insn = walk.code.at(outcome.step);
  return refined_by_compare(number, insn.operation, static_cast<uint64_t>(insn.imm), insn.is_32bit,
                            outcome.jumped);
}

}  // namespace

std::optional<Contradiction> contradiction(ProofWalk& walk, StepIndex before) {
  std::vector<BranchOutcome> outcomes;  // newest first
  size_t looked_at = 0;
  for (StepIndex step = before; step-- > 0 && looked_at < most_branches && walk.steps_left > 0;) {
    walk.steps_left--;
    if (walk.code.at(step).kind != InsnKind::Branch) continue;
    looked_at++;
    const auto older = outcome_at(walk, step);
    if (!older) continue;
    const Scalar left = narrowed(walk, *older, {});
    for (const BranchOutcome& newer : outcomes)
      if (is_same_number(newer.number, older->number) && is_impossible(narrowed(walk, newer, left)))
        return Contradiction{older->step, newer.step, newer.register_number,
                             older->register_number};
    outcomes.push_back(*older);
  }
  return std::nullopt;
}

}  // namespace bpflens
