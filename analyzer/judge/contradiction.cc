// What each branch says of a number is collected, for every number that a branch has looked at.
#include "judge/contradiction.h"

#include <algorithm>
#include <vector>

#include "facts/scalar.h"
#include "judge/proof_memory.h"

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

// `if r1 == 5` says on one side that it is 5, on the other that it is not; bounds cannot hold that.
bool says_equal(const Insn& insn, bool jumped) {
  return (insn.operation == Operation::Eq && jumped) ||
         (insn.operation == Operation::Ne && !jumped);
}

bool asks_for_equality(const Insn& insn) {
  return insn.operation == Operation::Eq || insn.operation == Operation::Ne;
}

bool are_opposite(ProofWalk& walk, const BranchOutcome& a, const BranchOutcome& b) {
  const Insn first = walk.code.at(a.step), second = walk.code.at(b.step);
  return asks_for_equality(first) && asks_for_equality(second) && first.imm == second.imm &&
         first.is_32bit == second.is_32bit &&
         says_equal(first, a.jumped) != says_equal(second, b.jumped);
}

bool reads_context(ProofWalk& walk, const Number& number) {
  const Origin& origin = number.origin;
  if (origin.kind != OriginKind::Load || !origin.step) return false;
  const auto known = known_before(walk, *origin.step, walk.code.at(*origin.step).src);
  return known && known->state && known->state->type == RegisterType::Ctx;
}

// Nobody else writes to a context. What is in a map may be another number when it is read again.
bool is_read_again(ProofWalk& walk, const Number& a, const Number& b) {
  return a.operations == b.operations && reads_context(walk, a) && reads_context(walk, b) &&
         reads_same_memory(walk, a.origin, b.origin);
}

bool contradict(ProofWalk& walk, const BranchOutcome& older, const BranchOutcome& newer) {
  const bool disagree = are_opposite(walk, older, newer) ||
                        is_impossible(narrowed(walk, newer, narrowed(walk, older, {})));
  return disagree && (is_same_number(newer.number, older.number) ||
                      is_read_again(walk, older.number, newer.number));
}

}  // namespace

// Everything behind the first branch that contradicts an older one comes from no run.
std::optional<Contradiction> contradiction(ProofWalk& walk, StepIndex before) {
  if (walk.seen.unit().path.ambiguous) return std::nullopt;
  std::vector<BranchOutcome> outcomes;  // newest first
  std::optional<Contradiction> first;
  size_t looked_at = 0;
  for (StepIndex step = before; step-- > 0 && looked_at < most_branches && walk.steps_left > 0;) {
    walk.steps_left--;
    if (walk.code.at(step).kind != InsnKind::Branch) continue;
    looked_at++;
    const auto older = outcome_at(walk, step);
    if (!older) continue;
    for (const BranchOutcome& newer : outcomes)
      if ((!first || newer.step < first->second) && contradict(walk, *older, newer))
        first =
            Contradiction{older->step, newer.step, newer.register_number, older->register_number};
    outcomes.push_back(*older);
  }
  return first;
}

}  // namespace bpflens
