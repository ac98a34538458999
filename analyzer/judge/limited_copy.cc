// Every compare before the use is asked where its operands come from. If that is the origin of the
// used number, and what was done to the operand is the beginning of what was done to the used
// number, the rest of that can be done to the operand's limits.
#include "judge/limited_copy.h"

#include <algorithm>
#include <set>
#include <utility>

#include "judge/proof_memory.h"
#include "judge/proof_range.h"

namespace bpflens {

bool compares_order(const Insn& insn) {
  return insn.kind == InsnKind::Branch && insn.operation >= Operation::Gt &&
         insn.operation <= Operation::SLe;
}

namespace {

constexpr size_t most_compares = 64, most_stages = 64;

// The used number on its way: what was done so far, and what is still to come.
struct Stage {
  NumberOperations done, to_come;
};

// What was done to the number at one point, cut in two everywhere.
void add_cuts(std::vector<Stage>& stages, const NumberOperations& done,
              const NumberOperations& to_come) {
  for (size_t length = done.size() + 1; length-- > 0;) {
    const auto cut = done.begin() + static_cast<std::ptrdiff_t>(length);
    stages.push_back({{done.begin(), cut}, followed_by({cut, done.end()}, to_come)});
  }
}

std::vector<Stage> stages_of(ProofWalk& walk, const History& used, UsedPart part) {
  const NumberOperation low{Change::LowBits, 32};
  std::vector<Stage> stages;
  NumberOperations to_come;
  if (part == UsedPart::LowHalf) {
    add_cuts(stages, followed_by(number_of(walk, used).operations, low), {});
    to_come.push_back(low);
  }
  for (size_t newer = 0; newer <= used.links.size() && newer < most_stages; newer++) {
    add_cuts(stages, number_of(walk, used, newer).operations, to_come);
    if (newer == used.links.size()) break;
    const NumberOperations& link = used.links[newer].operations;
    to_come.insert(to_come.begin(), link.begin(), link.end());
  }
  return stages;
}

bool ends_with(const NumberOperations& operations, Change change) {
  return !operations.empty() && operations.back().change == change;
}

// Read with and without a sign, a number is the same if it is small and not negative.
bool is_same_within(const NumberOperations& checked, const NumberOperations& used,
                    const Scalar& after) {
  if (checked == used) return true;
  if (after.range.smin < 0 || checked.empty() || used.empty()) return false;
  const NumberOperation last = checked.back();
  const uint64_t bits = last.constant;
  if (ends_with(checked, Change::SignExtend) && ends_with(used, Change::LowBits))
    return used.back().constant == bits && followed_by(used, last) == checked;
  if (!ends_with(checked, Change::LowBits) || !ends_with(used, Change::SignExtend)) return false;
  const bool is_small = bits < 64 && after.range.umax < uint64_t{1} << (bits - 1);
  return is_small && used.back().constant <= bits && followed_by(used, last) == checked;
}

// A compare of the low halves is one of another number.
struct CheckedNumber {
  Number number;
  Scalar after;
};

Scalar low_half(const Scalar& number, Era era) {
  Scalar low;
  low.range.umin = number.range.umin32;
  low.range.umax = number.range.umax32;
  return number.range.umin32 > number.range.umax32 ? applied({}, {Change::LowBits, 32}, era)
                                                   : synced(low, era);
}

CheckedNumber checked_number(ProofWalk& walk, const LimitedCopy& copy, const Insn& compare) {
  CheckedNumber checked{number_of(walk, copy.history), copy.after};
  if (!compare.is_32bit) return checked;
  const Era era = walk.seen.trace.era;
  checked.number.operations =
      followed_by(std::move(checked.number.operations), {Change::LowBits, 32});
  if (copy.after.range.umax > UINT32_MAX) checked.after = low_half(copy.after, era);
  return checked;
}

// Conversions and additions; a shift that far is the first half of a conversion.
bool keeps_identity(const NumberOperation& operation) {
  const bool is_first_half = operation.change == Change::ShiftLeft && operation.constant >= 32;
  return operation.change == Change::LowBits || operation.change == Change::SignExtend ||
         operation.change == Change::Add || is_first_half;
}

NumberOperations identity_of(NumberOperations operations) {
  std::erase_if(operations, keeps_identity);
  return operations;
}

// A check of `x` is none of what was 3 * x already; but clang compares x with 5 for x + 15 with 20.
bool was_same_then(ProofWalk& walk, const History& used, StepIndex check,
                   const NumberOperations& checked) {
  const auto newer =
      std::ranges::count_if(used.links, [&](const Link& link) { return link.step > check; });
  const Number then = number_of(walk, used, static_cast<size_t>(newer));
  return identity_of(then.operations) == identity_of(checked);
}

bool was_on_stack_after(const History& used, StepIndex step) {
  return std::ranges::any_of(used.links, [&](const Link& link) {
    return link.step > step && link.kind == LinkKind::Filled;
  });
}

// A search over the compares before one use, or after it.
struct Search {
  ProofWalk& walk;
  const History& used;
  std::vector<Stage> stages;
  bool is_later = false;

  std::optional<LimitedCopy> copy_at(StepIndex check, RegisterNumber number);
};

std::optional<LimitedCopy> Search::copy_at(StepIndex check, RegisterNumber number) {
  const Holder holder = register_at(walk, check, number);
  // The number itself was checked; what the stack loses of it is another matter.
  const bool is_itself = holder_before(used, check) == holder && !was_on_stack_after(used, check);
  if (is_itself && !is_later) return std::nullopt;
  LimitedCopy copy{check, number, history_before(walk, check, holder), {}, {}, {}, false};
  copy.is_other_load = reads_same_memory(walk, copy.history.origin, used.origin);
  if (!copy.is_other_load && !is_same_origin(copy.history.origin, used.origin)) return std::nullopt;
  copy.after = range_after_compare(walk, check, number);
  const CheckedNumber checked = checked_number(walk, copy, walk.code.at(check));
  if (!is_later && !was_same_then(walk, used, check, checked.number.operations))
    return std::nullopt;
  for (const Stage& stage : stages) {
    if (!is_same_within(checked.number.operations, stage.done, checked.after)) continue;
    copy.after = checked.after;
    copy.limits = applied(checked.after, stage.to_come, walk.seen.trace.era);
    copy.between = stage.to_come;
    return copy;
  }
  return std::nullopt;
}

std::vector<LimitedCopy> copies_between(Search search, StepIndex first, StepIndex end) {
  ProofWalk& walk = search.walk;
  std::vector<LimitedCopy> copies;
  std::set<uint32_t> looked_at;  // one visit of each is enough
  for (StepIndex step = end; step-- > first && looked_at.size() < most_compares;) {
    if (walk.steps_left == 0) return {};
    walk.steps_left--;
    const Insn insn = walk.code.at(step);
    if (!compares_order(insn) || !looked_at.insert(walk.insn_at(step)).second) continue;
    if (auto copy = search.copy_at(step, insn.dst)) copies.push_back(std::move(*copy));
    if (!insn.src_is_register) continue;
    if (auto copy = search.copy_at(step, insn.src)) copies.push_back(std::move(*copy));
  }
  return copies;
}

// What is known of the used number, tightened by what the copies were limited to.
struct LimitsOfCopy {
  int64_t least, most;

  explicit LimitsOfCopy(const Scalar& number) : least(number.range.smin), most(number.range.smax) {}
  void tighten(const Scalar& number) {
    least = std::max(least, number.range.smin);
    most = std::min(most, number.range.smax);
  }
  bool are_enough_for(const WantedBounds& wanted) const {
    return least <= most && least >= wanted.least && most <= wanted.most;
  }
};

// The check to be named: one that limits the side on which the used number goes too far.
const LimitedCopy& decisive(const std::vector<LimitedCopy>& copies, size_t count,
                            const WantedBounds& wanted, const Scalar& used) {
  for (size_t i = 0; i < count; i++) {
    const ScalarRange& limits = copies[i].limits.range;
    if (used.range.smax > wanted.most && limits.smax <= wanted.most) return copies[i];
    if (used.range.smax <= wanted.most && limits.smin >= wanted.least) return copies[i];
  }
  return copies[count - 1];
}

}  // namespace

std::vector<LimitedCopy> limited_copies(ProofWalk& walk, StepIndex use, const History& used,
                                        UsedPart part) {
  return copies_between({walk, used, stages_of(walk, used, part)}, 0, use);
}

std::vector<LimitedCopy> copies_limited_later(ProofWalk& walk, StepIndex use, StepIndex until,
                                              const History& used, UsedPart part) {
  return copies_between({walk, used, stages_of(walk, used, part), true}, use, until);
}

const LimitedCopy* sufficient_copy(const std::vector<LimitedCopy>& copies, const Scalar& range,
                                   const WantedBounds& wanted) {
  LimitsOfCopy limits(range);
  for (size_t i = 0; i < copies.size(); i++) {
    limits.tighten(copies[i].limits);
    if (limits.are_enough_for(wanted)) return &decisive(copies, i + 1, wanted, range);
  }
  return nullptr;
}

}  // namespace bpflens
