// A history is walked forwards, from the instruction that made the number: each operation moves the
// bounds, each compare with a constant narrows them.
#include "judge/proof_range.h"

namespace bpflens {
namespace {

std::optional<Scalar> told_number(const std::optional<Known>& known) {
  if (!known || !known->state || known->certainty == Certainty::Unknown) return std::nullopt;
  if (known->state->type != RegisterType::Scalar) return std::nullopt;
  return known->state->scalar;
}

std::optional<Scalar> told_after(ProofWalk& walk, StepIndex step, const Holder& holder) {
  if (holder.in_stack) return std::nullopt;
  return told_number(known_after(walk, step, static_cast<RegisterNumber>(holder.where)));
}

// The constant that one operand of a compare is compared with.
std::optional<int64_t> limit_of(ProofWalk& walk, StepIndex branch, const Insn& insn,
                                bool of_source) {
  if (!insn.src_is_register) return of_source ? std::nullopt : std::optional(insn.imm);
  const RegisterNumber other = of_source ? insn.dst : insn.src;
  return constant_before(walk, branch, register_at(walk, branch, other));
}

// `if r4 > 0xffba`, on the side that the path takes.
Scalar narrowed(ProofWalk& walk, StepIndex branch, const Holder& holder, const Scalar& number) {
  const Insn insn = walk.code.at(branch);
  const auto jumped = side_taken(walk, branch);
  if (!jumped || holder.in_stack) return number;
  const bool is_source = insn.dst != holder.where;
  const auto limit = limit_of(walk, branch, insn, is_source);
  if (!limit) return number;
  const Scalar after = refined_by_compare(
      number, is_source ? mirrored(insn.operation) : insn.operation, static_cast<uint64_t>(*limit),
      insn.is_32bit, *jumped, walk.seen.trace.era);
  return is_impossible(after) ? number : after;
}

Scalar at_origin(ProofWalk& walk, const History& history) {
  const Origin& origin = history.origin;
  if (origin.kind == OriginKind::Constant)
    return constant_scalar(static_cast<uint64_t>(origin.constant));
  if (origin.step)
    if (const auto told = told_after(walk, *origin.step, origin.holder)) return *told;
  const History nothing_since{origin.holder, {}, {}, origin};
  return applied({}, number_of(walk, nothing_since).operations, walk.seen.trace.era);
}

// The compares on the holder that came out of this link; oldest last in `history.compared`.
Scalar compared_at(ProofWalk& walk, const History& history, size_t newer_links, Scalar number) {
  for (size_t i = history.compared.size(); i-- > 0;) {
    const Compared& compared = history.compared[i];
    if (compared.newer_links != newer_links) continue;
    const auto told = told_after(walk, compared.step, compared.holder);
    number = told ? *told : narrowed(walk, compared.step, compared.holder, number);
  }
  return number;
}

Scalar computed(ProofWalk& walk, const History& history) {
  Scalar number = at_origin(walk, history);
  number = compared_at(walk, history, history.links.size(), number);
  for (size_t i = history.links.size(); i-- > 0;) {
    number = applied(number, history.links[i].operations, walk.seen.trace.era);
    number = compared_at(walk, history, i, number);
  }
  return number;
}

}  // namespace

Scalar range_before(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  if (const auto told = told_number(known_before(walk, step, number))) return *told;
  return computed(walk, history_before(walk, step, register_at(walk, step, number)));
}

Scalar range_after_compare(ProofWalk& walk, StepIndex branch, RegisterNumber number) {
  const Holder holder = register_at(walk, branch, number);
  if (const auto told = told_after(walk, branch, holder)) return *told;
  return narrowed(walk, branch, holder, range_before(walk, branch, number));
}

}  // namespace bpflens
