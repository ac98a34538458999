// Compares are held against the number by origin and operations, as everywhere.
#include "judge/number_checks.h"

#include <algorithm>
#include <bit>

#include "judge/proof_memory.h"
#include "judge/proof_range.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

// Sums and products of smaller numbers do not overflow.
constexpr int64_t small = int64_t{1} << 31;

bool is_small(const Scalar& number) {
  return number.range.smin >= 0 && number.range.smin <= number.range.smax &&
         number.range.smax < small;
}

Scalar from_zero_to(int64_t most) {
  Scalar number;
  number.range.smin = 0;
  number.range.smax = most;
  number.range.umax = static_cast<uint64_t>(most);
  return number;
}

// The next number of which all bits are set.
int64_t all_bits_of(int64_t most) {
  return static_cast<int64_t>(std::bit_ceil(static_cast<uint64_t>(most) + 1)) - 1;
}

bool is_comparison(const Insn& insn) {
  return insn.kind == InsnKind::Branch && insn.operation != Operation::MayGoto;
}

// Does it, or would it, limit the side that is open?
bool limits_open_side(const Scalar& before, const Scalar& after, const WantedBounds& wanted) {
  const bool too_large = before.range.smax > wanted.most,
             too_small = before.range.smin < wanted.least;
  return (too_large && after.range.smax < before.range.smax) ||
         (too_small && after.range.smin > before.range.smin);
}

// What the compare really says on the side that the path takes.
Scalar truth_after(ProofWalk& walk, const Compared& compared, const Scalar& before) {
  const Insn insn = walk.code.at(compared.step);
  const auto jumped = side_taken(walk, compared.step);
  if (!jumped) return before;
  const bool is_source = insn.dst != compared.holder.where;
  const Operation operation = is_source ? mirrored(insn.operation) : insn.operation;
  if (!insn.src_is_register)
    return refined_by_compare(before, operation, static_cast<uint64_t>(insn.imm), insn.is_32bit,
                              *jumped);
  const RegisterNumber other = is_source ? insn.dst : insn.src;
  const Scalar limit = range_before(walk, compared.step, other);
  return refined_by_compare(before, operation, limit, insn.is_32bit, *jumped).first;
}

}  // namespace

std::optional<WeakCheck> weak_check(ProofWalk& walk, const History& history,
                                    const WantedBounds& wanted_at_end) {
  std::optional<WantedBounds> wanted = wanted_at_end;
  size_t newer = 0;
  for (const Compared& compared : history.compared) {
    for (; newer < compared.newer_links && wanted; newer++)
      wanted = wanted_before(walk, *wanted, history.links[newer]);
    if (!wanted) return std::nullopt;
    if (compared.holder.in_stack) continue;
    const auto number = static_cast<RegisterNumber>(compared.holder.where);
    const Scalar before = range_before(walk, compared.step, number),
                 after = range_after_compare(walk, compared.step, number);
    if (limits_open_side(before, after, *wanted))
      return WeakCheck{compared.step, compared.holder, after, *wanted, false};
    const Scalar truth = truth_after(walk, compared, before);
    if (!is_impossible(truth) && limits_open_side(before, truth, *wanted))
      return WeakCheck{compared.step, compared.holder, after, *wanted, true};
  }
  return std::nullopt;
}

namespace {

Number number_before(ProofWalk& walk, StepIndex step, const Holder& holder) {
  return number_of(walk, history_before(walk, step, holder));
}

// The same value, or the same bytes of memory read twice.
bool is_same_value(ProofWalk& walk, const Number& a, const Number& b) {
  return is_same_origin(a.origin, b.origin) || reads_same_memory(walk, a.origin, b.origin);
}

bool adds(const Insn& insn) {
  return insn.kind == InsnKind::Alu && insn.operation == Operation::Add && insn.src_is_register;
}

bool subtracts(const Insn& insn) {
  return insn.kind == InsnKind::Alu && insn.operation == Operation::Sub && insn.src_is_register;
}

// Is the origin a sum, and the number one of the two?
bool is_part(ProofWalk& walk, const Origin& sum, const Number& number) {
  if (sum.kind != OriginKind::Computed || !sum.step || sum.holder.in_stack) return false;
  const Insn insn = walk.code.at(*sum.step);
  if (!adds(insn)) return false;
  for (const RegisterNumber part : {RegisterNumber{insn.dst}, RegisterNumber{insn.src}}) {
    const Holder holder{false, sum.holder.frame, part, 8};
    if (is_same_value(walk, number_before(walk, *sum.step, holder), number)) return true;
  }
  return false;
}

constexpr size_t most_checks = 64;

}  // namespace

std::optional<SumCheck> check_of_sum(ProofWalk& walk, const History& history, StepIndex use) {
  const Number number = number_of(walk, history);
  if (number.origin.kind == OriginKind::Unknown) return std::nullopt;
  size_t looked_at = 0;
  for (StepIndex step = use; step-- > 0 && looked_at < most_checks && walk.steps_left > 0;) {
    walk.steps_left--;
    const Insn insn = walk.code.at(step);
    if (!is_comparison(insn)) continue;
    looked_at++;
    for (const bool is_source : {false, true}) {
      if (is_source && !insn.src_is_register) continue;
      const RegisterNumber sum = is_source ? insn.src : insn.dst;
      const History checked = history_before(walk, step, register_at(walk, step, sum));
      if (is_part(walk, checked.origin, number)) return SumCheck{step, sum};
    }
  }
  return std::nullopt;
}

std::optional<StepIndex> check_of_difference(ProofWalk& walk, const History& history) {
  const Origin& origin = history.origin;
  if (origin.kind != OriginKind::Computed || !origin.step || origin.holder.in_stack)
    return std::nullopt;
  const Insn difference = walk.code.at(*origin.step);
  if (!subtracts(difference)) return std::nullopt;
  const auto operand = [&](RegisterNumber number) {
    return number_before(walk, *origin.step, {false, origin.holder.frame, number, 8});
  };
  const Number left = operand(difference.dst), right = operand(difference.src);
  size_t looked_at = 0;
  for (StepIndex step = *origin.step; step-- > 0 && looked_at < most_checks;) {
    const Insn insn = walk.code.at(step);
    if (!is_comparison(insn) || !insn.src_is_register) continue;
    looked_at++;
    const auto jumped = side_taken(walk, step);
    const bool differ = jumped && (insn.operation == Operation::Eq   ? !*jumped
                                   : insn.operation == Operation::Ne ? *jumped
                                                                     : false);
    if (!differ) continue;
    const Number a = number_before(walk, step, register_at(walk, step, insn.dst)),
                 b = number_before(walk, step, register_at(walk, step, insn.src));
    const auto pair = [&](const Number& x, const Number& y) {
      return is_same_value(walk, x, left) && is_same_value(walk, y, right);
    };
    if (pair(a, b) || pair(b, a)) return step;
  }
  return std::nullopt;
}

Scalar combined_before(ProofWalk& walk, StepIndex step) {
  const Insn insn = walk.code.at(step);
  const Scalar a = range_before(walk, step, insn.dst), b = range_before(walk, step, insn.src);
  if (!is_small(a) || !is_small(b)) return {};
  switch (insn.operation) {
    case Operation::Add:
      return from_zero_to(a.range.smax + b.range.smax);
    case Operation::Mul:
      return from_zero_to(a.range.smax * b.range.smax);
    case Operation::Or:
    case Operation::Xor:
      return from_zero_to(all_bits_of(std::max(a.range.smax, b.range.smax)));
    case Operation::And:
      return from_zero_to(std::min(a.range.smax, b.range.smax));
    case Operation::Div:
    case Operation::Mod:
    case Operation::Rsh:
      return from_zero_to(a.range.smax);
    default:
      return {};
  }
}

void tell_operands(StoryDraft& draft, StepIndex step) {
  const Insn insn = draft.walk.code.at(step);
  if (insn.kind != InsnKind::Alu || !insn.src_is_register) return;
  for (const RegisterNumber number : {RegisterNumber{insn.dst}, RegisterNumber{insn.src}}) {
    const History history = history_before(draft.walk, step, register_at(draft.walk, step, number));
    tell_origin(draft, history.origin);
  }
}

}  // namespace bpflens
