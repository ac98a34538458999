// Compares are asked where their operand comes from; the newest one that is about this pointer, or
// about one like it, counts.
#include "judge/null_check.h"

namespace bpflens {
namespace {

constexpr size_t most_compares = 64;

bool is_equality(const Insn& insn) {
  return insn.kind == InsnKind::Branch &&
         (insn.operation == Operation::Eq || insn.operation == Operation::Ne);
}

std::optional<int64_t> compared_constant(ProofWalk& walk, StepIndex step, const Insn& insn) {
  if (!insn.src_is_register) return insn.imm;
  return constant_before(walk, step, register_at(walk, step, insn.src));
}

NullCheckFault fault_of(ProofWalk& walk, const History& compared, bool is_null_side) {
  if (is_null_side) return NullCheckFault::WrongSide;
  const bool is_moved = !number_of(walk, compared).operations.empty();
  return is_moved ? NullCheckFault::OtherValue : NullCheckFault::OtherCopy;
}

// Both are results of one function, of two calls.
bool are_results_alike(ProofWalk& walk, const Origin& a, const Origin& b) {
  const bool are_calls =
      a.kind == OriginKind::Call && b.kind == OriginKind::Call && a.step && b.step;
  if (!are_calls || a.step == b.step) return false;
  const std::string callee = walk.code.at(*a.step).callee;
  return !callee.empty() && callee == walk.code.at(*b.step).callee;
}

// Both were looked up in one map, as far as the states tell.
bool are_of_one_map(ProofWalk& walk, const Origin& a, const Origin& b) {
  const auto first = known_after(walk, *a.step, 0), second = known_after(walk, *b.step, 0);
  if (!first || !second || !first->state || !second->state) return false;
  return first->state->type == RegisterType::MapValue &&
         first->state->map_name == second->state->map_name &&
         first->state->value_size == second->state->value_size;
}

std::optional<NullCheck> check_at(ProofWalk& walk, StepIndex step, const History& pointer) {
  const Insn insn = walk.code.at(step);
  const auto constant = compared_constant(walk, step, insn);
  const auto jumped = side_taken(walk, step);
  if (!constant || !jumped) return std::nullopt;
  const bool is_null_side = (insn.operation == Operation::Eq) == *jumped;
  const History compared = history_before(walk, step, register_at(walk, step, insn.dst));
  if (!is_same_origin(compared.origin, pointer.origin)) {
    const bool is_alike = *constant == 0 && !is_null_side &&
                          are_results_alike(walk, compared.origin, pointer.origin) &&
                          are_of_one_map(walk, compared.origin, pointer.origin);
    return is_alike ? std::optional(NullCheck{step, insn.dst, NullCheckFault::OtherCall})
                    : std::nullopt;
  }
  if (*constant != 0) return NullCheck{step, insn.dst, NullCheckFault::OtherConstant};
  return NullCheck{step, insn.dst, fault_of(walk, compared, is_null_side)};
}

}  // namespace

std::optional<NullCheck> null_check(ProofWalk& walk, StepIndex before, const History& pointer) {
  std::optional<NullCheck> of_other_call;
  size_t looked_at = 0;
  for (StepIndex step = before; step-- > 0 && looked_at < most_compares && walk.steps_left > 0;) {
    walk.steps_left--;
    if (!is_equality(walk.code.at(step))) continue;
    looked_at++;
    const auto check = check_at(walk, step, pointer);
    if (check && check->fault != NullCheckFault::OtherCall) return check;
    if (check && !of_other_call) of_other_call = check;
  }
  return of_other_call;
}

}  // namespace bpflens
