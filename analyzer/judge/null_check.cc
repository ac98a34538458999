#include "judge/null_check.h"

namespace bpflens {
namespace {

constexpr size_t most_compares = 64;

bool is_equality(const Insn& insn) {
  return insn.kind == InsnKind::Branch &&
         (insn.operation == Operation::Eq || insn.operation == Operation::Ne);
}

}  // namespace

std::optional<NullCheck> null_check(ProofWalk& walk, StepIndex before, const History& pointer) {
  size_t looked_at = 0;
  for (StepIndex step = before; step-- > 0 && looked_at < most_compares && walk.steps_left > 0;) {
    walk.steps_left--;
    const Insn insn = walk.code.at(step);
    if (!is_equality(insn)) continue;
    looked_at++;
    const bool is_null = insn.src_is_register
                             ? constant_before(walk, step, register_at(walk, step, insn.src)) == 0
                             : insn.imm == 0;
    const auto jumped = side_taken(walk, step);
    if (!is_null || !jumped) continue;
    const History compared = history_before(walk, step, register_at(walk, step, insn.dst));
    if (!is_same_origin(compared.origin, pointer.origin)) continue;
    const bool is_null_side = (insn.operation == Operation::Eq) == *jumped;
    const bool is_moved = !number_of(walk, compared).operations.empty();
    const NullCheckFault fault = is_null_side ? NullCheckFault::WrongSide
                                 : is_moved   ? NullCheckFault::OtherValue
                                              : NullCheckFault::OtherCopy;
    return NullCheck{step, insn.dst, fault};
  }
  return std::nullopt;
}

}  // namespace bpflens
