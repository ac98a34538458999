// The reasons are looked for from the most telling one to the one that is left.
#include "judge/story_number.h"

#include <algorithm>
#include <utility>

#include "facts/layer.h"
#include "judge/number_case.h"
#include "judge/number_checks.h"
#include "judge/number_labels.h"
#include "judge/number_losses.h"
#include "judge/number_unbounded.h"
#include "judge/proof_range.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

// ---- checked in another register, or too late ----

std::string checked_text(const NumberCase& seen, const LimitedCopy& copy) {
  return compared_text(seen.walk(), copy.check, copy.history.holder);
}

std::string limit_text(const NumberCase& seen, const LimitedCopy& copy) {
  const ScalarRange& after = copy.after.range;
  const std::string limit = copy.limits.range.smax > seen.subject.within.most
                                ? "at least " + std::to_string(after.smin)
                                : "at most " + std::to_string(after.smax);
  return "this check limits " + checked_text(seen, copy) + " to " + limit;
}

bool tell_other_copy(const NumberCase& seen) {
  const auto copies = limited_copies(seen.walk(), seen.subject.step, seen.used, seen.subject.part);
  const LimitedCopy* copy = sufficient_copy(copies, seen.range, seen.subject.within);
  if (!copy) return false;
  tell(seen.draft, copy->check, ProofKind::CheckedOtherCopy,
       register_at(seen.walk(), copy->check, copy->checked),
       limit_text(seen, *copy) + ", but not the copy that is used");
  seen.draft.layer = layer_of(*copy);
  conclude(seen, Ending::Lost, copy->check, copy->check);
  return true;
}

// Conversions keep a number what it is.
bool is_converted(const NumberOperation& operation) {
  return operation.change == Change::LowBits || operation.change == Change::SignExtend;
}

// The copy is limited on the side that is open, but that is not all that is wanted.
bool limits_a_side(const NumberCase& seen, const LimitedCopy& copy) {
  const ScalarRange &range = seen.range.range, &after = copy.after.range;
  const WantedBounds& within = seen.subject.within;
  if (!std::ranges::all_of(copy.between, is_converted)) return false;
  return (range.smax > within.most && after.smax <= within.most) ||
         (range.smax <= within.most && after.smin >= within.least);
}

bool tell_part_of_proof(const NumberCase& seen) {
  for (const LimitedCopy& copy :
       limited_copies(seen.walk(), seen.subject.step, seen.used, seen.subject.part)) {
    if (!limits_a_side(seen, copy)) continue;
    const bool is_upper = seen.range.range.smax > seen.subject.within.most;
    tell(seen.draft, copy.check, ProofKind::CheckedOtherCopy,
         register_at(seen.walk(), copy.check, copy.checked),
         "this check limits " + checked_text(seen, copy) + " to " +
             (is_upper ? "at most " + std::to_string(copy.after.range.smax)
                       : "at least " + std::to_string(copy.after.range.smin)) +
             ", but not the copy that is used");
    if (is_upper) seen.draft.layer = layer_of(copy);
    conclude(seen, Ending::NeverMade, copy.check, copy.check);
    return true;
  }
  return false;
}

bool tell_late_check(const NumberCase& seen) {
  const Subject& subject = seen.subject;
  const auto copies =
      copies_limited_later(seen.walk(), subject.step, seen.draft.rejected, seen.used, subject.part);
  const LimitedCopy* copy = sufficient_copy(copies, seen.range, subject.within);
  if (!copy) return false;
  tell(seen.draft, copy->check, ProofKind::CheckedOtherCopy,
       register_at(seen.walk(), copy->check, copy->checked),
       limit_text(seen, *copy) + ", but the address was computed before and stays what it is");
  seen.draft.layer = layer_of(*copy);
  conclude(seen, Ending::Lost, subject.step, subject.step);
  return true;
}

// ---- a check that was not enough ----

std::string weak_text(const NumberCase& seen, const WeakCheck& check, const WantedBounds& wanted) {
  const std::string name = compared_text(seen.walk(), check.step, check.holder);
  if (check.is_ignored)
    return "this check tells the kernel nothing of " + name + ": it may still be " +
           range_text(check.after);
  return "this check leaves " + name + " " + range_text(check.after) +
         wanted_text(seen.subject, wanted);
}

bool tell_weak_check(const NumberCase& seen) {
  const auto check = weak_check(seen.walk(), seen.used, seen.subject.within);
  if (!check) return false;
  tell(seen.draft, check->step, check->is_ignored ? ProofKind::Missing : ProofKind::Bounded,
       check->holder, weak_text(seen, *check, check->wanted));
  if (check->is_ignored) seen.draft.layer = layer::verifier_limitation;
  const auto useless = check->is_ignored ? std::nullopt : seen.subject.useless_check;
  // Some conditional jumps make the verifier forget a bound: then it is wanted behind them.
  conclude(seen, Ending::NeverMade, useless.value_or(check->step),
           check->is_ignored ? check->step + 1 : check->step);
  return true;
}

bool tell_check_of_sum(const NumberCase& seen) {
  const auto check = check_of_sum(seen.walk(), seen.used, seen.subject.step);
  if (!check) return false;
  tell(seen.draft, check->step, ProofKind::CheckedOtherCopy,
       register_at(seen.walk(), check->step, check->sum),
       "this checks " + name_of(check->sum) + ", of which " + name_of(seen.subject.number) +
           " is only a part; the kernel does not tell from it how large the part may be");
  seen.draft.layer = layer::verifier_limitation;
  conclude(seen, Ending::NeverMade, check->step, seen.subject.step);
  return true;
}

bool tell_check_of_difference(const NumberCase& seen) {
  if (seen.subject.within.least != 1 || seen.range.range.smin < 0) return false;
  const auto check = check_of_difference(seen.walk(), seen.used);
  if (!check) return false;
  const Insn& insn = seen.walk().code.at(*check);
  tell(seen.draft, *check, ProofKind::Missing, register_at(seen.walk(), *check, insn.dst),
       name_of(RegisterNumber{insn.dst}) + " and " + name_of(RegisterNumber{insn.src}) +
           " differ here, so their difference is not 0; the kernel keeps no such fact about two "
           "registers");
  seen.draft.layer = layer::verifier_limitation;
  tell_operands(seen.draft, *seen.used.origin.step);
  conclude(seen, Ending::Lost, *check, seen.subject.step);
  return true;
}

void tell_case(const NumberCase& seen) {
  for (const auto& told :
       {tell_other_copy, tell_late_check, tell_lost_link, tell_widened, tell_lost_sum,
        tell_lost_slot, tell_check_of_difference, tell_part_of_proof, tell_weak_check,
        tell_check_of_sum, tell_wrong_result, tell_related_check, tell_wide_mask, tell_idle_check})
    if (told(seen)) return;
  tell_unchecked(seen);
}

// A compare that is right and of which the verifier takes no note.
void blame_useless_check(const NumberCase& seen) {
  if (seen.subject.useless_check && seen.draft.layer.empty())
    seen.draft.layer = layer::verifier_limitation;
}

NumberCase case_of(StoryDraft& draft, const Subject& subject) {
  const Holder holder = register_at(draft.walk, subject.step, subject.number);
  return {draft, subject, range_before(draft.walk, subject.step, subject.number),
          history_before(draft.walk, subject.step, holder)};
}

// The first number that alone could have made the step good, else the first that is too large.
std::optional<Subject> decisive_subject(ProofWalk& walk, const std::vector<Subject>& subjects) {
  std::optional<Subject> hopeless;
  for (const Subject& subject : subjects) {
    if (fits(range_before(walk, subject.step, subject.number), subject.within)) continue;
    if (subject.within.least <= subject.within.most) return subject;
    if (!hopeless) hopeless = subject;
  }
  return hopeless;
}

}  // namespace

bool tell_number(StoryDraft& draft) {
  const auto subjects = subjects_of(draft.walk, draft.wanted, draft.rejected);
  const auto subject = decisive_subject(draft.walk, subjects);
  if (!subject) return false;
  const NumberCase seen = case_of(draft, *subject);
  tell_case(seen);
  blame_useless_check(seen);
  return true;
}

void tell_number_within(StoryDraft& draft, StepIndex step, RegisterNumber number,
                        const WantedBounds& within) {
  Subject subject;
  subject.step = step;
  subject.number = number;
  subject.within = subject.allowed = within;
  tell_case(case_of(draft, subject));
}

}  // namespace bpflens
