#include "judge/number_unbounded.h"

#include <algorithm>

#include "judge/limited_copy.h"
#include "judge/number_checks.h"
#include "judge/proof_range.h"
#include "judge/value_words.h"

namespace bpflens {

bool tell_wrong_result(const NumberCase& seen) {
  const bool is_returned = seen.walk().code.at(seen.subject.step).kind == InsnKind::Exit;
  const auto computes = [](const Link& link) {
    return link.other || !link.operations.empty() || link.kind == LinkKind::Returned;
  };
  const auto link = std::ranges::find_if(seen.used.links, computes);
  const bool is_link = link != seen.used.links.end();
  const auto made = is_link ? std::optional(link->step) : seen.used.origin.step;
  if (!is_returned || !made) return false;
  conclude(seen, Ending::Rule, *made, *made + 1);
  return true;
}

namespace {

constexpr size_t most_compares = 64;

// A register of a compare that holds something made of the same value, but not the number itself.
std::optional<RegisterNumber> related_operand(const NumberCase& seen, StepIndex step,
                                              const Insn& insn) {
  ProofWalk& walk = seen.walk();
  const size_t operands = insn.src_is_register ? 2 : 1;
  const RegisterNumber numbers[] = {insn.dst, insn.src};
  for (size_t i = 0; i < operands; i++) {
    const Holder holder = register_at(walk, step, numbers[i]);
    if (holder_before(seen.used, step) == holder) return std::nullopt;
    const Origin origin = history_before(walk, step, holder).origin;
    if (is_same_origin(origin, seen.used.origin) && origin.kind != OriginKind::Constant)
      return numbers[i];
  }
  return std::nullopt;
}

}  // namespace

bool tell_related_check(const NumberCase& seen) {
  ProofWalk& walk = seen.walk();
  size_t looked_at = 0;
  for (StepIndex step = seen.subject.step; step-- > 0 && looked_at < most_compares;) {
    const Insn insn = walk.code.at(step);
    if (!compares_order(insn)) continue;
    looked_at++;
    const auto number = related_operand(seen, step, insn);
    if (!number) continue;
    tell(seen.draft, step, ProofKind::CheckedOtherCopy, register_at(walk, step, *number),
         "this checks " + name_of(*number) + ", which was made of the same value; of " +
             name_of(seen.subject.number) + " the kernel learns nothing");
    conclude(seen, Ending::NeverMade, step, step);
    return true;
  }
  return false;
}

namespace {

// A limit on purpose; 8, 16 and 32 bits are how C converts a number.
bool is_limit(const NumberOperation& operation) {
  const bool is_mask = operation.change == Change::LowBits && operation.constant % 8 != 0;
  return is_mask || operation.change == Change::And || operation.change == Change::Modulo;
}

}  // namespace

bool tell_wide_mask(const NumberCase& seen) {
  std::optional<WantedBounds> wanted = seen.subject.within;
  for (const Link& link : seen.used.links) {
    const NumberOperations operations = followed_by({}, link.operations);
    const bool limits = !link.other && std::ranges::any_of(operations, is_limit);
    if (limits && !link.to.in_stack) {
      const Scalar after = applied(Scalar{}, operations, seen.walk().seen.trace.era);
      tell(seen.draft, link.step, ProofKind::Bounded, link.to,
           "this leaves " + name_of(link.to) + " " + range_text(after) +
               wanted_text(seen.subject, *wanted));
      conclude(seen, Ending::NeverMade, link.step, link.step + 1);
      return true;
    }
    wanted = wanted_before(seen.walk(), *wanted, link);
    if (!wanted) return false;
  }
  return false;
}

bool tell_idle_check(const NumberCase& seen) {
  for (const Compared& compared : seen.used.compared) {
    if (compared.holder.in_stack || !side_taken(seen.walk(), compared.step)) continue;
    const Scalar after = range_after_compare(seen.walk(), compared.step,
                                             static_cast<RegisterNumber>(compared.holder.where));
    tell(seen.draft, compared.step, ProofKind::Missing, compared.holder,
         "this check says nothing of the side that matters: " +
             compared_text(seen.walk(), compared.step, compared.holder) + " may be " +
             range_text(after));
    conclude(seen, Ending::NeverMade, compared.step, compared.step + 1);
    return true;
  }
  return false;
}

void tell_unchecked(const NumberCase& seen) {
  const Subject& subject = seen.subject;
  const Origin& origin = seen.used.origin;
  const bool is_computed = origin.kind == OriginKind::Computed && origin.step;
  if (is_computed) tell_operands(seen.draft, *origin.step);
  if (begins_before_paste(seen.draft, origin) && !subject.useless_check) {
    conclude(seen, Ending::BeforePaste, subject.step, subject.step);
    seen.draft.lost_at.reset();
    return;
  }
  // What is computed from two numbers is wrong from there on.
  const StepIndex decided = is_computed ? *origin.step : subject.step;
  conclude(seen, Ending::NeverMade, subject.useless_check.value_or(decided),
           is_computed ? decided + 1 : decided);
}

}  // namespace bpflens
