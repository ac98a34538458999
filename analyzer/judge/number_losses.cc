// Bounds that are wanted at the use are pulled back through the number's history, so that they can
// be held against what the verifier knew at each point of it.
#include "judge/number_losses.h"

#include <algorithm>

#include "facts/functions.h"
#include "facts/layer.h"
#include "judge/number_checks.h"
#include "judge/proof_range.h"
#include "judge/type_change.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

// What really can come out of the link, whatever the verifier makes of it.
Scalar true_result(ProofWalk& walk, const Link& link, const std::optional<Scalar>& operand) {
  if (link.other) return {};
  return applied(operand.value_or(Scalar{}), link.operations, walk.seen.trace.era);
}

std::string loss_text(const Link& link, const NumberCase& seen) {
  const std::vector<Link> links{link};
  const bool is_stack = link.kind == LinkKind::Filled || link.kind == LinkKind::Spilled;
  const std::string what = link.operations.empty() || is_stack
                               ? name_of(link.to) + " gets it from " + name_of(link.from)
                               : change_text(links);
  const auto after = seen.walk().seen.replay.register_after(
      link.step, static_cast<RegisterNumber>(link.to.in_stack ? 0 : link.to.where));
  const bool is_told =
      !link.to.in_stack && after.state && after.state->type == RegisterType::Scalar;
  return what + ", and the kernel does not follow that: " +
         (is_told ? range_text(after.state->scalar) + ", as far as it knows"
                  : std::string("it knows nothing of the result"));
}

// What was known of the operand says nothing of the result.
std::string other_number_text(const Link& link, const NumberCase& seen) {
  const std::vector<Link> links{link};
  const std::string what =
      link.other ? arithmetic_text(seen.walk().code.at(link.step)) : change_text(links);
  return what + ": what was known of " + name_of(link.from) + " does not hold for the result";
}

}  // namespace

namespace {

// What was wanted of the number when it was made.
std::optional<WantedBounds> wanted_at_origin(const NumberCase& seen) {
  std::optional<WantedBounds> wanted = seen.subject.allowed;
  for (const Link& link : seen.used.links) {
    if (link.kind != LinkKind::Filled) wanted = wanted_before(seen.walk(), *wanted, link);
    if (!wanted) return std::nullopt;
  }
  return wanted;
}

}  // namespace

bool tell_lost_link(const NumberCase& seen) {
  std::optional<WantedBounds> wanted = seen.subject.allowed;
  for (const Link& link : seen.used.links) {
    const auto operand = told_before(seen.walk(), link.step, link.from);
    const bool had_it = fits(true_result(seen.walk(), link, operand), *wanted);
    const auto wanted_of_operand = wanted_before(seen.walk(), *wanted, link);
    const bool was_known = operand && wanted_of_operand && fits(*operand, *wanted_of_operand);
    if (had_it || was_known) {
      tell(seen.draft, link.step, ProofKind::Lost, link.to, loss_text(link, seen));
      seen.draft.layer = layer::verifier_limitation;
      conclude(seen, Ending::Lost, link.step, link.step + 1);
      return true;
    }
    if (!wanted_of_operand && operand && fits(*operand, *wanted)) {
      tell(seen.draft, link.step, ProofKind::Lost, link.to, other_number_text(link, seen));
      conclude(seen, Ending::Lost, link.step, link.step + 1);
      return true;
    }
    if (!wanted_of_operand) return false;
    wanted = wanted_of_operand;
  }
  return false;
}

namespace {

std::string widened_text(const NumberCase& seen, StepIndex step, const Holder& holder) {
  const Insn& insn = seen.walk().code.at(step);
  const bool is_round = begins_round(insn.callee) || insn.operation == Operation::MayGoto;
  return std::string(is_round ? "another round of the loop begins: " : "paths come together: ") +
         "the kernel gives up what it knew of " + name_of(holder);
}

}  // namespace

namespace {

// From where on nothing but the verifier itself can change what is known of the number, after so
// many newer links: its newest compare, else where it came to its holder.
StepIndex last_compare_or_beginning(const NumberCase& seen, size_t newer_links) {
  const auto compare = std::ranges::find(seen.used.compared, newer_links, &Compared::newer_links);
  if (compare != seen.used.compared.end()) return compare->step + 1;
  const bool is_first = newer_links == seen.used.links.size();
  const auto begin =
      is_first ? seen.used.origin.step : std::optional(seen.used.links[newer_links].step);
  return begin ? *begin + 1 : 0;
}

}  // namespace

// Where loops and paths meet, the verifier keeps only what holds for all of them.
bool tell_widened(const NumberCase& seen) {
  std::optional<WantedBounds> wanted = seen.subject.allowed;
  Holder holder = seen.used.holder;
  StepIndex end = seen.subject.step;
  for (size_t i = 0; i <= seen.used.links.size() && wanted; i++) {
    const Link* link = i < seen.used.links.size() ? &seen.used.links[i] : nullptr;
    const StepIndex first = last_compare_or_beginning(seen, i);
    const auto is_good = [&](StepIndex at) {
      const auto told = told_before(seen.walk(), at, holder);
      return told && fits(*told, *wanted);
    };
    const auto at_end = told_before(seen.walk(), end, holder);
    if (first < end && at_end && !fits(*at_end, *wanted) && is_good(first)) {
      const StepIndex step = last_step_so(seen.walk(), first, end, holder.frame, is_good);
      tell(seen.draft, step, ProofKind::Merged, holder, widened_text(seen, step, holder));
      seen.draft.layer = layer::verifier_limitation;
      conclude(seen, Ending::Lost, step, step + 1);
      return true;
    }
    if (!link) break;
    wanted = wanted_before(seen.walk(), *wanted, *link);
    holder = link->from;
    end = link->step;
  }
  return false;
}

namespace {

// The number that the verifier knew in these bytes of the stack before the step.
std::optional<Scalar> kept_before(ProofWalk& walk, StepIndex step, const Holder& bytes) {
  if (walk.seen.step(step).frame != bytes.frame) return std::nullopt;
  const KnownSlot known = walk.seen.replay.slot_before(step, slot_of_byte(bytes.where));
  const bool is_number = known.slot && known.certainty != Certainty::Unknown && known.slot->spill &&
                         known.slot->spill->type == RegisterType::Scalar;
  return is_number ? std::optional(known.slot->spill->scalar) : std::nullopt;
}

}  // namespace

bool tell_lost_slot(const NumberCase& seen) {
  const Origin& origin = seen.used.origin;
  if (!origin.holder.in_stack || !origin.step) return false;
  const auto wanted = wanted_at_origin(seen);
  const auto kept = kept_before(seen.walk(), *origin.step, origin.holder);
  if (!wanted || !kept || !fits(*kept, *wanted)) return false;
  tell(seen.draft, *origin.step, ProofKind::Lost, origin.holder,
       "this changes " + name_of(origin.holder) +
           ", and what was known of the number there is gone");
  conclude(seen, Ending::Lost, *origin.step, *origin.step + 1);
  return true;
}

// `r0 |= r6`: of two numbers that are small the verifier knows no result.
bool tell_lost_sum(const NumberCase& seen) {
  const Origin& origin = seen.used.origin;
  if (origin.kind != OriginKind::Computed || origin.holder.in_stack) return false;
  const auto wanted = wanted_at_origin(seen);
  if (!wanted) return false;
  if (!fits(combined_before(seen.walk(), *origin.step), *wanted)) return false;
  tell(seen.draft, *origin.step, ProofKind::Lost, origin.holder,
       arithmetic_text(seen.walk().code.at(*origin.step)) +
           ", and the kernel does not follow that: it knows less of the result than of both");
  seen.draft.layer = layer::verifier_limitation;
  tell_operands(seen.draft, *origin.step);
  conclude(seen, Ending::Lost, *origin.step, *origin.step + 1);
  return true;
}

}  // namespace bpflens
