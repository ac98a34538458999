// The value is followed back by the operand that is a pointer; the verifier's own types say where
// it stopped being one.
#include "judge/story_pointer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "judge/null_check.h"
#include "judge/number_checks.h"
#include "judge/pointer_path.h"
#include "judge/type_change.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

struct Case {
  StoryDraft& draft;
  RegisterNumber number = 0;
  std::optional<RegisterState> state;  // at the rejected step, if known
  History history;

  ProofWalk& walk() const { return draft.walk; }
  std::string name() const { return name_of(number); }
};

bool is_pointer(const RegisterState& state) {
  return state.type != RegisterType::Scalar && state.type != RegisterType::NotInit;
}

bool may_be_null(const RegisterState& state) { return (state.flags & OrNull) != 0; }

void conclude(const Case& seen, std::string missing, Ending ending,
              std::optional<StepIndex> lost_at) {
  StoryDraft& draft = seen.draft;
  tell(draft, draft.rejected, ProofKind::Missing, seen.history.holder, std::move(missing));
  tell_history(draft, seen.history);
  const bool is_before = ending != Ending::Lost && lost_at == seen.history.origin.step &&
                         begins_before_paste(draft, seen.history.origin);
  end(draft, is_before ? Ending::BeforePaste : ending, is_before ? std::nullopt : lost_at);
}

bool says_number(const Obligation& wanted) {
  return wanted.found == "inv" || wanted.found == "scalar";
}

std::string held_text(const RegisterState& state) {
  const bool is_constant = state.type == RegisterType::Scalar && state.scalar.is_const();
  return is_constant ? "the number " + std::to_string(state.scalar.range.smin) : type_text(state);
}

std::string use_text(const Case& seen) {
  const Insn& insn = seen.walk().code.at(seen.draft.rejected);
  const std::string& found = seen.draft.wanted.found;
  const std::string what = seen.state                       ? held_text(*seen.state)
                           : says_number(seen.draft.wanted) ? "a number"
                           : found.empty()                  ? "not what is needed"
                                                            : "of type " + found;
  if (is_call(insn)) return seen.name() + " is handed to " + callee_text(insn) + ", and is " + what;
  if (insn.kind == InsnKind::Load)
    return "this reads through " + seen.name() + ", which is " + what;
  if (address_register(insn)) return "this writes through " + seen.name() + ", which is " + what;
  return seen.name() + " is " + what + " here";
}

// ---- it may be null ----

std::string fault_text(const NullCheck& check) {
  const std::string name = name_of(check.number);
  switch (check.fault) {
    case NullCheckFault::WrongSide:
      return "this path goes on where " + name + " is null";
    case NullCheckFault::OtherValue:
      return "this compares " + name +
             " with null after something was added to it, so it is not "
             "the pointer that may be null";
    case NullCheckFault::OtherCopy:
      return "this compares " + name +
             " with null; the copy that is used below has lost its link to it";
    case NullCheckFault::OtherCall:
      return "this compares " + name +
             " with null, which was looked up in the same map another time";
    case NullCheckFault::OtherConstant:
      return "this does not compare " + name + " with null, but with another number";
  }
  return "";
}

MissingFact non_null_at(const Case& seen, StepIndex step, const Holder& holder) {
  return fact_before(seen.walk(), step, FactKind::NonNull, holder);
}

void tell_may_be_null(const Case& seen) {
  StoryDraft& draft = seen.draft;
  const auto check = null_check(seen.walk(), draft.rejected, seen.history);
  draft.missing_fact = non_null_at(seen, draft.rejected, seen.history.holder);
  if (!check) {
    conclude(seen, use_text(seen) + "; nothing on this path has compared it with null",
             Ending::NeverMade, draft.rejected);
    return;
  }
  const bool is_copy =
      check->fault != NullCheckFault::WrongSide && check->fault != NullCheckFault::OtherConstant;
  tell(draft, check->step, is_copy ? ProofKind::CheckedOtherCopy : ProofKind::Missing,
       register_at(seen.walk(), check->step, check->number), fault_text(*check));
  const auto holder = holder_before(seen.history, check->step);
  if (is_copy && holder && !holder->in_stack &&
      holder->frame == seen.walk().seen.step(check->step).frame)
    draft.missing_fact = non_null_at(seen, check->step, *holder);
  const bool is_own = is_copy && check->fault != NullCheckFault::OtherCall;
  conclude(seen, use_text(seen), is_own ? Ending::Lost : Ending::NeverMade, check->step);
}

// ---- it is no pointer ----

bool writes_memory(const Insn& insn) {
  return insn.kind == InsnKind::Store || insn.kind == InsnKind::Atomic || is_call(insn);
}

// It was kept on the stack, and something else was written over it there.
bool tell_overwritten(const Case& seen) {
  StoryDraft& draft = seen.draft;
  ProofWalk& walk = seen.walk();
  const Origin& origin = seen.history.origin;
  const bool is_slot =
      origin.holder.in_stack && origin.step && writes_memory(walk.code.at(*origin.step));
  if (!is_slot) return false;
  const StepIndex step = *origin.step;
  const Insn insn = walk.code.at(step);
  const History before = history_before(
      walk, step, {true, origin.holder.frame, origin.holder.where, origin.holder.size_bytes});
  if (before.links.empty()) return false;
  const std::string who = is_call(insn) ? callee_text(insn) : "this";
  std::vector<uint32_t> covers = insns_behind(walk, before);
  if (!is_call(insn) && insn.src_is_register)
    add_covers(covers,
               insns_behind(walk, history_before(walk, step, register_at(walk, step, insn.src))));
  tell(draft, step, ProofKind::Lost, origin.holder,
       who + " writes over " + name_of(origin.holder) + ", where it was kept", covers);
  conclude(seen, use_text(seen), Ending::Lost, step);
  return true;
}

std::string link_text(const Case& seen, const TypeChange& change) {
  const Insn& insn = seen.walk().code.at(change.step);
  const std::string name = name_of(change.holder);
  if (insn.is_32bit) return "a 32-bit operation makes a number of the pointer in " + name;
  if (change.link && change.link->kind == LinkKind::Filled)
    return name + " gets it back from the stack as a plain number";
  if (change.link && change.link->kind == LinkKind::Copied)
    return name + " is a copy, but no pointer any more";
  return "this makes a number of the pointer in " + name;
}

// "bpf_skb_pull_data", "this store"
std::string changer_text(const Case& seen, StepIndex step) {
  const Insn& insn = seen.walk().code.at(step);
  if (is_call(insn)) return callee_text(insn);
  if (insn.kind == InsnKind::Store) return "this store";
  return insn.kind == InsnKind::Branch ? "this branch" : "this instruction";
}

std::string kept_text(const Case& seen, const TypeChange& change) {
  return changer_text(seen, change.step) + " makes " + name_of(change.holder) +
         " void: it may not be used afterwards";
}

// On this path the pointer is null, and so a number.
bool tell_null_side(const Case& seen) {
  const auto check = null_check(seen.walk(), seen.draft.rejected, seen.history);
  if (!check || check->fault != NullCheckFault::WrongSide) return false;
  tell(seen.draft, check->step, ProofKind::Missing,
       register_at(seen.walk(), check->step, check->number), fault_text(*check));
  conclude(seen, use_text(seen), Ending::NeverMade, check->step);
  return true;
}

void tell_not_a_pointer(const Case& seen) {
  if (tell_null_side(seen) || tell_overwritten(seen)) return;
  StoryDraft& draft = seen.draft;
  const auto change = type_change(seen.walk(), seen.history, draft.rejected, is_pointer);
  if (!change || change->kind == ChangeKind::NeverGood) {
    conclude(seen, use_text(seen), Ending::NeverMade, seen.history.origin.step);
    return;
  }
  const bool is_kept = change->kind == ChangeKind::WhileKept;
  tell(draft, change->step, is_kept ? ProofKind::Invalidated : ProofKind::Lost, change->holder,
       is_kept ? kept_text(seen, *change) : link_text(seen, *change));
  if (change->kind == ChangeKind::ByOrigin) tell_operands(draft, change->step);
  conclude(seen, use_text(seen), Ending::Lost, change->step);
}

// ---- another pointer ----

// Something has changed what the pointer is: it was held, or trusted, before.
bool tell_changed_meanwhile(const Case& seen) {
  if (!seen.state) return false;
  const RegisterState state = *seen.state;
  const auto trust_of = [](const RegisterState& pointer) { return pointer.flags & ~OrNull; };
  const auto was_other = [&](const RegisterState& other) {
    return is_pointer(other) && (other.type != state.type || trust_of(other) != trust_of(state) ||
                                 (other.ref_obj_id != 0 && state.ref_obj_id == 0));
  };
  const auto change = type_change(seen.walk(), seen.history, seen.draft.rejected, was_other);
  if (!change || change->kind != ChangeKind::WhileKept) return false;
  tell(seen.draft, change->step, ProofKind::Invalidated, change->holder,
       "after " + changer_text(seen, change->step) + " " + name_of(change->holder) + " is only " +
           type_text(state));
  conclude(seen, use_text(seen), Ending::Lost, change->step);
  return true;
}

// An argument, an address: what it is was decided where it was made.
void tell_other_pointer(const Case& seen) {
  if (tell_changed_meanwhile(seen)) return;
  const Origin& origin = seen.history.origin;
  const auto computes = [](const Link& link) { return link.other || !link.operations.empty(); };
  const auto link = std::ranges::find_if(seen.history.links, computes);
  std::optional<StepIndex> made =
      link == seen.history.links.end() ? origin.step : std::optional(link->step);
  // What a function is handed has the size of its type, whatever the caller has.
  const bool is_argument = origin.kind == OriginKind::BeforePath && seen.state &&
                           seen.state->mem_size > 0 &&
                           seen.walk().seen.unit().kind != UnitKind::Main;
  if (is_argument) made = 0;
  conclude(seen, use_text(seen), Ending::Rule, made.value_or(seen.draft.rejected));
}

bool says_null(const Obligation& wanted) { return wanted.kind == ObligationKind::NonNull; }

// Of arithmetic that is refused as such.
void tell_other_operand(const Case& seen) {
  const Insn insn = seen.walk().code.at(seen.draft.rejected);
  if (insn.kind != InsnKind::Alu || !insn.src_is_register || insn.src == insn.dst) return;
  const RegisterNumber other = seen.number == insn.dst ? insn.src : insn.dst;
  const StepIndex step = seen.draft.rejected;
  tell_history(seen.draft,
               pointer_history(seen.walk(), step, register_at(seen.walk(), step, other)));
}

}  // namespace

bool tell_pointer(StoryDraft& draft) {
  const auto number = register_named(draft.wanted.register_name);
  if (!number) return false;
  const auto known = known_before(draft.walk, draft.rejected, *number);
  const bool is_told = known && known->state && known->certainty != Certainty::Unknown;
  // The sentence knows better than what was told before.
  const bool is_known = is_told && (!says_number(draft.wanted) || !is_pointer(*known->state));
  const Holder holder = register_at(draft.walk, draft.rejected, *number);
  const Case seen{draft, *number, is_known ? known->state : std::nullopt,
                  pointer_history(draft.walk, draft.rejected, holder)};
  const bool is_number =
      seen.state ? seen.state->type == RegisterType::Scalar : says_number(draft.wanted);
  if (says_null(draft.wanted) || (seen.state && may_be_null(*seen.state)))
    tell_may_be_null(seen);
  else if (is_number)
    tell_not_a_pointer(seen);
  else
    tell_other_pointer(seen);
  tell_other_operand(seen);
  return true;
}

}  // namespace bpflens
