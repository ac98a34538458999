#include "judge/number_case.h"

#include <algorithm>
#include <utility>

#include "judge/c_call.h"
#include "judge/pointer_path.h"
#include "judge/value_words.h"

namespace bpflens {

namespace {

WantedBounds meant(const Subject& subject, WantedBounds bounds) {
  if (bounds.most > 0) bounds.least = std::max<int64_t>(bounds.least, subject.is_size ? 1 : 0);
  return bounds;
}

}  // namespace

WantedBounds bounds_to_ask_for(const Subject& subject) { return meant(subject, subject.within); }

std::string wanted_text(const Subject& subject, const WantedBounds& wanted) {
  const WantedBounds bounds = meant(subject, wanted);
  const std::string least = std::to_string(bounds.least), most = std::to_string(bounds.most);
  constexpr int64_t huge = int64_t{1} << 61;
  if (bounds.least > bounds.most) return "";
  if (bounds.least == bounds.most) return "; only " + least + " would be good";
  if (bounds.least <= -huge) return "; at most " + most + " would be good";
  if (bounds.most >= huge) return "; at least " + least + " would be good";
  return "; " + least + " to " + most + " would be good";
}

namespace {

// "length (R4)", as far as the source of the call shows what is handed to it.
std::string size_name(const NumberCase& seen) {
  const Subject& subject = seen.subject;
  const std::string name = name_of(subject.number);
  const auto words = argument_text(seen.walk().seen, seen.walk().insn_at(subject.step),
                                   seen.walk().code.at(subject.step).callee, subject.number);
  return words ? *words + " (" + name + ")" : name;
}

std::string use_text(const NumberCase& seen) {
  const Subject& subject = seen.subject;
  const std::string may_be = seen.range.is_const()
                                 ? ", and is " + std::to_string(seen.range.range.smin)
                                 : ", and may be " + range_text(seen.range);
  const std::string range = may_be + wanted_text(subject, subject.within);
  const std::string number = name_of(subject.number), pointer = name_of(subject.pointer);
  if (subject.is_size) return size_name(seen) + " is the size for " + pointer + range;
  if (seen.walk().code.at(subject.step).kind == InsnKind::Exit)
    return number + " is returned" + range;
  return number + " is added to the pointer " + pointer + range;
}

void tell_use(const NumberCase& seen) {
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
void tell_pointer_of(const NumberCase& seen) {
  ProofWalk& walk = seen.walk();
  const auto address = address_register(walk.code.at(seen.draft.rejected));
  const bool is_used_later =
      !seen.subject.is_size && address && seen.subject.step != seen.draft.rejected;
  const StepIndex step = is_used_later ? seen.draft.rejected : seen.subject.step;
  const RegisterNumber pointer = is_used_later ? *address : seen.subject.pointer;
  if (pointer == seen.subject.number) return;
  tell_history(seen.draft, pointer_history(walk, step, register_at(walk, step, pointer)));
}

}  // namespace

void conclude(const NumberCase& seen, Ending ending, StepIndex lost_at, StepIndex fact_at) {
  tell_use(seen);
  tell_history(seen.draft, seen.used);
  tell_pointer_of(seen);
  end(seen.draft, ending, lost_at);
  seen.draft.missing_fact = best_fact(seen.walk(), seen.used, fact_at, seen.subject.step,
                                      bounds_to_ask_for(seen.subject));
}

std::optional<Scalar> told_before(ProofWalk& walk, StepIndex step, const Holder& holder) {
  if (holder.in_stack) return std::nullopt;
  const auto known = known_before(walk, step, static_cast<RegisterNumber>(holder.where));
  if (!known || !known->state || known->certainty == Certainty::Unknown) return std::nullopt;
  if (known->state->type != RegisterType::Scalar) return std::nullopt;
  return known->state->scalar;
}

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

}  // namespace bpflens
