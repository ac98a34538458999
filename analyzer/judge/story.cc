// Each kind of obligation has tellers, the most telling first. Where none knows, the rule itself
// rejects: that is an honest end, too.
#include "judge/story.h"

#include <array>
#include <span>
#include <string>
#include <utility>

#include "facts/layer.h"
#include "judge/contradiction.h"
#include "judge/pointer_path.h"
#include "judge/story_draft.h"
#include "judge/story_loop.h"
#include "judge/story_number.h"
#include "judge/story_packet.h"
#include "judge/story_pointer.h"
#include "judge/story_region.h"
#include "judge/story_register.h"
#include "judge/story_stack.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

using Teller = bool (*)(StoryDraft&);

// R0 at the exit: between the bounds of the sentence, or at least a number.
bool tell_return_value(StoryDraft& draft) {
  const Obligation& wanted = draft.wanted;
  const auto number = register_named(wanted.register_name);
  if (!number || !wanted.least || !wanted.most) return tell_pointer(draft);
  tell_number_within(draft, draft.rejected, *number, {*wanted.least, *wanted.most});
  return true;
}

std::span<const Teller> tellers_of(ObligationKind kind) {
  static constexpr std::array range{tell_number, tell_packet_range, tell_pointer};
  static constexpr std::array pointer{tell_pointer};
  static constexpr std::array argument{tell_stack_object, tell_pointer};
  static constexpr std::array set_register{tell_register_without_value};
  static constexpr std::array stack{tell_stack_without_value, tell_number, tell_pointer};
  static constexpr std::array reference{tell_reference, tell_pointer, tell_region};
  static constexpr std::array region{tell_region, tell_reference, tell_pointer};
  static constexpr std::array result{tell_return_value};
  static constexpr std::array loop{tell_endless_loop};
  switch (kind) {
    case ObligationKind::PacketRange:
    case ObligationKind::MemoryRange:
    case ObligationKind::BoundedOffset:
    case ObligationKind::HelperSize:
    case ObligationKind::PointerArithmetic:
    case ObligationKind::StackRange:
      return range;
    case ObligationKind::RegisterInitialised:
      return set_register;
    case ObligationKind::StackInitialised:
      return stack;
    case ObligationKind::ReferenceReleased:
      return reference;
    case ObligationKind::LockRegion:
      return region;
    case ObligationKind::LoopProgress:
      return loop;
    case ObligationKind::ReturnValue:
      return result;
    case ObligationKind::ArgumentType:
      return argument;
    default:
      return pointer;
  }
}

// A kernel that does not have a helper calls it "unknown".
std::string called_here(const StoryDraft& draft, const Insn& call) {
  return draft.wanted.helper && !draft.wanted.name.empty() ? draft.wanted.name : callee_text(call);
}

void tell_rule(StoryDraft& draft) {
  const Insn& insn = draft.walk.code.at(draft.rejected);
  const bool is_call_here = is_call(insn);
  const RegisterNumber number =
      register_named(draft.wanted.register_name)
          .value_or(written_register(insn).value_or(address_register(insn).value_or(0)));
  tell(draft, draft.rejected, ProofKind::Missing, register_at(draft.walk, draft.rejected, number),
       is_call_here ? called_here(draft, insn) + " is called here, which is not allowed like this"
                    : "the kernel does not allow this here");
  end(draft, Ending::Rule, draft.rejected);
}

// The kernel walks on where no run of the program can come to: that is the cause, whatever was
// missing there.
void tell_contradiction(StoryDraft& draft) {
  const auto found = contradiction(draft.walk, draft.rejected);
  if (!found) return;
  const std::string number = name_of(found->number);
  tell(draft, found->first, ProofKind::Missing,
       register_at(draft.walk, found->first, found->number_at_first),
       "this branch says something of " + name_of(found->number_at_first) +
           " that this kernel forgets");
  tell(draft, found->second, ProofKind::Lost, register_at(draft.walk, found->second, found->number),
       "and here the path goes on as if the opposite were true of " + number +
           ": no run of the program comes this way");
  end(draft, Ending::Lost, found->second);
  draft.layer = layer::verifier_limitation;
}

Story finished(StoryDraft draft) {
  Story story;
  story.ending = draft.ending;
  if (draft.lost_at) story.lost_at = place_of(draft.walk.seen.step(*draft.lost_at));
  story.missing_fact = std::move(draft.missing_fact);
  story.layer = draft.layer;
  for (auto& [step, event] : draft.events) story.events.push_back(std::move(event));
  return story;
}

}  // namespace

Story story_of(ProofWalk& walk, const Obligation& wanted, StepIndex rejected) {
  StoryDraft draft{walk, wanted, rejected};
  for (const Teller teller : tellers_of(wanted.kind))
    if (teller(draft)) break;
  if (draft.ending == Ending::None) tell_rule(draft);
  const bool is_decided = draft.ending == Ending::Lost || draft.ending == Ending::NeverMade;
  if (is_decided && !draft.lost_at) draft.lost_at = rejected;  // where it came from is not known
  tell_contradiction(draft);
  return finished(std::move(draft));
}

std::optional<Story> story_of_limit(ProofWalk& walk, const Obligation& wanted) {
  StoryDraft draft{walk, wanted, walk.step_count()};
  if (wanted.kind != ObligationKind::Complexity || !tell_busiest_branch(draft)) return std::nullopt;
  return finished(std::move(draft));
}

}  // namespace bpflens
