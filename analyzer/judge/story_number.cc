// The reasons are looked for from the most telling one to the one that is left. Bounds that are
// wanted at the use are pulled back through the number's history, so that they can be held against
// what the verifier knew at each point of it.
#include "judge/story_number.h"

#include <algorithm>
#include <utility>

#include "facts/functions.h"
#include "judge/number_checks.h"
#include "judge/pointer_path.h"
#include "judge/proof_memory.h"
#include "judge/proof_range.h"
#include "judge/type_change.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

// The number in question, how it came to its use, and what is wanted of it there.
struct Case {
  StoryDraft& draft;
  const Subject& subject;
  Scalar range;
  History used;

  ProofWalk& walk() const { return draft.walk; }
};

std::string wanted_text(const WantedBounds& wanted) {
  if (wanted.least > wanted.most) return "";
  if (wanted.least == wanted.most)
    return "; only " + std::to_string(wanted.least) + " would be good";
  constexpr int64_t huge = int64_t{1} << 61;
  if (wanted.least <= -huge) return "; at most " + std::to_string(wanted.most) + " would be good";
  if (wanted.most >= huge) return "; at least " + std::to_string(wanted.least) + " would be good";
  return "; " + std::to_string(wanted.least) + " to " + std::to_string(wanted.most) +
         " would be good";
}

std::string use_text(const Case& seen) {
  const Subject& subject = seen.subject;
  const std::string range = ", and may be " + range_text(seen.range) + wanted_text(subject.within);
  const std::string number = name_of(subject.number), pointer = name_of(subject.pointer);
  if (subject.is_size) return number + " is the size for " + pointer + range;
  if (seen.walk().code.at(subject.step).kind == InsnKind::Exit)
    return number + " is returned" + range;
  return number + " is added to the pointer " + pointer + range;
}

void tell_use(const Case& seen) {
  StoryDraft& draft = seen.draft;
  const Subject& subject = seen.subject;
  const bool is_rejected = subject.step == draft.rejected;
  tell(draft, subject.step, is_rejected ? ProofKind::Missing : ProofKind::Computed,
       register_at(draft.walk, subject.step, subject.number), use_text(seen));
  if (subject.useless_check)
    tell(draft, *subject.useless_check, ProofKind::Missing,
         register_at(draft.walk, *subject.useless_check, subject.checked_pointer),
         "this compare with data_end proves nothing: the pointer may be more than 65535 bytes "
         "behind data");
  if (is_rejected) return;
  const auto address = address_register(draft.walk.code.at(draft.rejected));
  const RegisterNumber pointer = address.value_or(subject.pointer);
  tell(draft, draft.rejected, ProofKind::Missing, register_at(draft.walk, draft.rejected, pointer),
       subject.useless_check
           ? "so the kernel knows of no bytes that may be accessed here"
           : "so this may lead outside of the memory, as far as the kernel knows");
}

// The pointer that the number is added to, or whose size it is.
void tell_pointer_of(const Case& seen) {
  ProofWalk& walk = seen.walk();
  const auto address = address_register(walk.code.at(seen.draft.rejected));
  const bool is_used_later =
      !seen.subject.is_size && address && seen.subject.step != seen.draft.rejected;
  const StepIndex step = is_used_later ? seen.draft.rejected : seen.subject.step;
  const RegisterNumber pointer = is_used_later ? *address : seen.subject.pointer;
  if (pointer == seen.subject.number) return;
  tell_history(seen.draft, history_before(walk, step, register_at(walk, step, pointer),
                                          [&](StepIndex at, const Insn& insn) {
                                            return pointer_operand(walk, at, insn);
                                          }));
}

// `fact_at`: where the number had to be bounded.
void conclude(const Case& seen, Ending ending, StepIndex lost_at, StepIndex fact_at) {
  tell_use(seen);
  tell_history(seen.draft, seen.used);
  tell_pointer_of(seen);
  end(seen.draft, ending, lost_at);
  seen.draft.missing_fact =
      best_fact(seen.walk(), seen.used, fact_at, seen.subject.step, seen.subject.within);
}

// ---- checked in another register, or too late ----

std::string limit_text(const Case& seen, const LimitedCopy& copy) {
  const ScalarRange& after = copy.after.range;
  const std::string limit = copy.limits.range.smax > seen.subject.within.most
                                ? "at least " + std::to_string(after.smin)
                                : "at most " + std::to_string(after.smax);
  return "this check limits " + name_of(copy.checked) + " to " + limit;
}

bool tell_other_copy(const Case& seen) {
  const auto copies = limited_copies(seen.walk(), seen.subject.step, seen.used, seen.subject.part);
  const LimitedCopy* copy = sufficient_copy(copies, seen.range, seen.subject.within);
  if (!copy) return false;
  tell(seen.draft, copy->check, ProofKind::CheckedOtherCopy,
       register_at(seen.walk(), copy->check, copy->checked),
       limit_text(seen, *copy) + ", but not the copy that is used");
  conclude(seen, Ending::Lost, copy->check, copy->check);
  return true;
}

// Conversions keep a number what it is.
bool is_converted(const NumberOperation& operation) {
  return operation.change == Change::LowBits || operation.change == Change::SignExtend;
}

// The copy is limited on the side that is open, but that is not all that is wanted.
bool limits_a_side(const Case& seen, const LimitedCopy& copy) {
  const ScalarRange &range = seen.range.range, &after = copy.after.range;
  const WantedBounds& within = seen.subject.within;
  if (!std::ranges::all_of(copy.between, is_converted)) return false;
  return (range.smax > within.most && after.smax <= within.most) ||
         (range.smax <= within.most && after.smin >= within.least);
}

bool tell_part_of_proof(const Case& seen) {
  for (const LimitedCopy& copy :
       limited_copies(seen.walk(), seen.subject.step, seen.used, seen.subject.part)) {
    if (!limits_a_side(seen, copy)) continue;
    const bool is_upper = seen.range.range.smax > seen.subject.within.most;
    tell(seen.draft, copy.check, ProofKind::CheckedOtherCopy,
         register_at(seen.walk(), copy.check, copy.checked),
         "this check limits " + name_of(copy.checked) + " to " +
             (is_upper ? "at most " + std::to_string(copy.after.range.smax)
                       : "at least " + std::to_string(copy.after.range.smin)) +
             ", but not the copy that is used");
    conclude(seen, Ending::NeverMade, copy.check, copy.check);
    return true;
  }
  return false;
}

bool tell_late_check(const Case& seen) {
  const Subject& subject = seen.subject;
  const auto copies =
      copies_limited_later(seen.walk(), subject.step, seen.draft.rejected, seen.used, subject.part);
  const LimitedCopy* copy = sufficient_copy(copies, seen.range, subject.within);
  if (!copy) return false;
  tell(seen.draft, copy->check, ProofKind::CheckedOtherCopy,
       register_at(seen.walk(), copy->check, copy->checked),
       limit_text(seen, *copy) + ", but the address was computed before and stays what it is");
  conclude(seen, Ending::Lost, subject.step, subject.step);
  return true;
}

// ---- an instruction lost what was known ----

// As the verifier knows the number before the step; nullopt if the log does not tell.
std::optional<Scalar> told_before(ProofWalk& walk, StepIndex step, const Holder& holder) {
  if (holder.in_stack) return std::nullopt;
  const auto known = known_before(walk, step, static_cast<RegisterNumber>(holder.where));
  if (!known || !known->state || known->certainty == Certainty::Unknown) return std::nullopt;
  if (known->state->type != RegisterType::Scalar) return std::nullopt;
  return known->state->scalar;
}

// What really can come out of the link, whatever the verifier makes of it.
Scalar true_result(ProofWalk& walk, const Link& link, const std::optional<Scalar>& operand) {
  if (link.other) return {};
  return applied(operand.value_or(Scalar{}), link.operations, walk.seen.trace.era);
}

std::string loss_text(const Link& link, const Case& seen) {
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

bool tell_lost_link(const Case& seen) {
  std::optional<WantedBounds> wanted = seen.subject.allowed;
  for (const Link& link : seen.used.links) {
    const auto operand = told_before(seen.walk(), link.step, link.from);
    const bool had_it = fits(true_result(seen.walk(), link, operand), *wanted);
    const auto wanted_of_operand = wanted_before(seen.walk(), *wanted, link);
    const bool was_known = operand && wanted_of_operand && fits(*operand, *wanted_of_operand);
    if (had_it || was_known) {
      tell(seen.draft, link.step, ProofKind::Lost, link.to, loss_text(link, seen));
      conclude(seen, Ending::Lost, link.step, link.step + 1);
      return true;
    }
    if (!wanted_of_operand) return false;
    wanted = wanted_of_operand;
  }
  return false;
}

std::string widened_text(const Case& seen, StepIndex step, const Holder& holder) {
  const Insn& insn = seen.walk().code.at(step);
  const bool is_round = begins_round(insn.callee) || insn.operation == Operation::MayGoto;
  return std::string(is_round ? "another round of the loop begins: " : "paths come together: ") +
         "the kernel gives up what it knew of " + name_of(holder);
}

// Where loops and paths meet, the verifier keeps only what holds for all of them.
bool tell_widened(const Case& seen) {
  std::optional<WantedBounds> wanted = seen.subject.allowed;
  Holder holder = seen.used.holder;
  StepIndex end = seen.subject.step;
  for (size_t i = 0; i <= seen.used.links.size() && wanted; i++) {
    const Link* link = i < seen.used.links.size() ? &seen.used.links[i] : nullptr;
    const auto begin = link ? std::optional(link->step) : seen.used.origin.step;
    const StepIndex first = begin ? *begin + 1 : 0;
    const auto is_good = [&](StepIndex at) {
      const auto told = told_before(seen.walk(), at, holder);
      return told && fits(*told, *wanted);
    };
    const auto at_end = told_before(seen.walk(), end, holder);
    if (first < end && at_end && !fits(*at_end, *wanted) && is_good(first)) {
      const StepIndex step = last_step_so(seen.walk(), first, end, holder.frame, is_good);
      tell(seen.draft, step, ProofKind::Merged, holder, widened_text(seen, step, holder));
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

// `r0 |= r6`: of two numbers that are small the verifier knows no result.
bool tell_lost_sum(const Case& seen) {
  const Origin& origin = seen.used.origin;
  if (origin.kind != OriginKind::Computed || origin.holder.in_stack) return false;
  std::optional<WantedBounds> wanted = seen.subject.allowed;
  for (const Link& link : seen.used.links) {
    wanted = wanted_before(seen.walk(), *wanted, link);
    if (!wanted) return false;
  }
  if (!fits(combined_before(seen.walk(), *origin.step), *wanted)) return false;
  tell(seen.draft, *origin.step, ProofKind::Lost, origin.holder,
       arithmetic_text(seen.walk().code.at(*origin.step)) +
           ", and the kernel does not follow that: it knows less of the result than of both");
  tell_operands(seen.draft, *origin.step);
  conclude(seen, Ending::Lost, *origin.step, *origin.step + 1);
  return true;
}

// ---- a check that was not enough ----

std::string weak_text(const WeakCheck& check, const WantedBounds& wanted) {
  const std::string name = name_of(check.holder);
  if (check.is_ignored)
    return "this check tells the kernel nothing of " + name + ": it may still be " +
           range_text(check.after);
  return "this check leaves " + name + " " + range_text(check.after) + wanted_text(wanted);
}

bool tell_weak_check(const Case& seen) {
  const auto check = weak_check(seen.walk(), seen.used, seen.subject.within);
  if (!check) return false;
  tell(seen.draft, check->step, check->is_ignored ? ProofKind::Missing : ProofKind::Bounded,
       check->holder, weak_text(*check, check->wanted));
  const auto useless = check->is_ignored ? std::nullopt : seen.subject.useless_check;
  conclude(seen, Ending::NeverMade, useless.value_or(check->step), check->step);
  return true;
}

bool tell_check_of_sum(const Case& seen) {
  const auto check = check_of_sum(seen.walk(), seen.used, seen.subject.step);
  if (!check) return false;
  tell(seen.draft, check->step, ProofKind::CheckedOtherCopy,
       register_at(seen.walk(), check->step, check->sum),
       "this checks " + name_of(check->sum) + ", of which " + name_of(seen.subject.number) +
           " is only a part; the kernel does not tell from it how large the part may be");
  conclude(seen, Ending::NeverMade, check->step, seen.subject.step);
  return true;
}

bool tell_check_of_difference(const Case& seen) {
  if (seen.subject.within.least != 1 || seen.range.range.smin < 0) return false;
  const auto check = check_of_difference(seen.walk(), seen.used);
  if (!check) return false;
  const Insn& insn = seen.walk().code.at(*check);
  tell(seen.draft, *check, ProofKind::Missing, register_at(seen.walk(), *check, insn.dst),
       name_of(RegisterNumber{insn.dst}) + " and " + name_of(RegisterNumber{insn.src}) +
           " differ here, so their difference is not 0; the kernel keeps no such fact about two "
           "registers");
  tell_operands(seen.draft, *seen.used.origin.step);
  conclude(seen, Ending::Lost, *check, seen.subject.step);
  return true;
}

// ---- nobody asked ----

// A value that is wrong as it is: what computed it decides.
bool tell_wrong_value(const Case& seen) {
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

void tell_unchecked(const Case& seen) {
  if (tell_wrong_value(seen)) return;
  const Subject& subject = seen.subject;
  if (seen.used.origin.kind == OriginKind::Computed && seen.used.origin.step)
    tell_operands(seen.draft, *seen.used.origin.step);
  const bool is_before = begins_before_paste(seen.draft, seen.used.origin);
  conclude(seen, is_before && !subject.useless_check ? Ending::BeforePaste : Ending::NeverMade,
           subject.useless_check.value_or(subject.step), subject.step);
  if (seen.draft.ending == Ending::BeforePaste) seen.draft.lost_at.reset();
}

void tell_case(const Case& seen) {
  for (const auto& told :
       {tell_other_copy, tell_late_check, tell_lost_link, tell_widened, tell_lost_sum,
        tell_check_of_difference, tell_part_of_proof, tell_weak_check, tell_check_of_sum})
    if (told(seen)) return;
  tell_unchecked(seen);
}

Case case_of(StoryDraft& draft, const Subject& subject) {
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

std::optional<MissingFact> bounded_before(ProofWalk& walk, const History& history, StepIndex step,
                                          WantedBounds wanted) {
  for (const Link& link : history.links) {
    if (link.step < step) break;
    const auto before = wanted_before(walk, wanted, link);
    if (!before) return std::nullopt;
    wanted = *before;
  }
  const auto holder = holder_before(history, step);
  if (!holder || holder->in_stack || wanted.least > wanted.most) return std::nullopt;
  if (step >= walk.step_count() || walk.seen.step(step).frame != holder->frame) return std::nullopt;
  MissingFact fact = fact_before(walk, step, FactKind::Bounded, *holder);
  if (wanted.least != INT64_MIN) fact.least = wanted.least;
  if (wanted.most != INT64_MAX) fact.most = wanted.most;
  return fact;
}

std::optional<MissingFact> best_fact(ProofWalk& walk, const History& history, StepIndex check,
                                     StepIndex use, const WantedBounds& wanted) {
  auto fact = bounded_before(walk, history, check, wanted);
  if (!fact && history.origin.step)
    fact = bounded_before(walk, history, *history.origin.step + 1, wanted);
  return fact ? fact : bounded_before(walk, history, use, wanted);
}

bool tell_number(StoryDraft& draft) {
  const auto subjects = subjects_of(draft.walk, draft.wanted, draft.rejected);
  const auto subject = decisive_subject(draft.walk, subjects);
  if (!subject) return false;
  tell_case(case_of(draft, *subject));
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
