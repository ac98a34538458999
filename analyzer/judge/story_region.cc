// Calls are told apart by their names: a log has no more.
#include "judge/story_region.h"

#include <array>
#include <string>

#include "facts/functions.h"
#include "facts/layer.h"
#include "judge/story_pointer.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

Holder result_at(ProofWalk& walk, StepIndex step) { return register_at(walk, step, 0); }

std::string missing_text(const StoryDraft& draft, const char* left) {
  const Insn& insn = draft.walk.code.at(draft.rejected);
  if (insn.kind == InsnKind::Exit) return std::string("the program ends here, and ") + left;
  if (is_call(insn)) return callee_text(insn) + " is called here";
  return "the kernel stops here";
}

void tell_rejected(StoryDraft& draft, const char* left) {
  tell(draft, draft.rejected, ProofKind::Missing, result_at(draft.walk, draft.rejected),
       missing_text(draft, left));
}

// ---- the sentence names the instruction ----

bool tell_named_maker(StoryDraft& draft) {
  if (!draft.wanted.acquired_insn) return false;
  const uint32_t insn = *draft.wanted.acquired_insn;
  const auto made = last_visit(draft.walk.seen.unit().path, insn);
  if (made) {
    const std::string what = callee_text(draft.walk.code.at(*made));
    tell(draft, *made, ProofKind::Acquired, result_at(draft.walk, *made),
         what + " acquires what has to be given back");
  } else {
    ProofEvent event;
    event.kind = ProofKind::Acquired;
    event.place.insn = insn;
    event.place.log_line = draft.walk.seen.rejection().sentence_log_line;
    event.text = "instruction " + std::to_string(insn) + " acquired it, before this paste";
    draft.events.emplace(0, std::move(event));
  }
  tell_rejected(draft, "it is not given back");
  end(draft, Ending::NeverMade, draft.rejected);
  return true;
}

// ---- a region ----

struct OpenRegion {
  StepIndex step = 0;
  Region region = Region::None;
};

// The newest region that began and was not ended.
std::optional<OpenRegion> open_region(ProofWalk& walk, StepIndex before) {
  constexpr size_t regions = 5;
  std::array<int, regions> ended{};
  for (StepIndex step = before; step-- > 0 && walk.steps_left > 0;) {
    walk.steps_left--;
    const Insn& insn = walk.code.at(step);
    if (insn.kind != InsnKind::Call) continue;
    const Region ends = ended_region(insn.callee), begins = begun_region(insn.callee);
    if (ends != Region::None) ended[static_cast<size_t>(ends)]++;
    if (ends != Region::None || begins == Region::None) continue;
    if (ended[static_cast<size_t>(begins)]-- > 0) continue;
    return OpenRegion{step, begins};
  }
  return std::nullopt;
}

// A function returns, and its caller's region is open: that is as it should be, whatever this
// kernel says. It does not tell of a region that the function itself began.
bool tell_return_to_region(StoryDraft& draft, const std::optional<OpenRegion>& open) {
  ProofWalk& walk = draft.walk;
  const uint32_t frame = walk.seen.step(draft.rejected).frame;
  if (walk.code.at(draft.rejected).kind != InsnKind::Exit || frame == 0) return false;
  if (open && walk.seen.step(open->step).frame >= frame) return false;
  if (open)
    tell(draft, open->step, ProofKind::Acquired, result_at(walk, open->step),
         callee_text(walk.code.at(open->step)) + " begins the region, in a calling function");
  tell(draft, draft.rejected, ProofKind::Missing, result_at(walk, draft.rejected),
       "a function returns to its caller here, and this kernel wants the region to be ended before "
       "that, although the caller may still end it");
  end(draft, Ending::Rule, draft.rejected);
  draft.layer = layer::verifier_limitation;
  return true;
}

bool tell_open_region(StoryDraft& draft) {
  const auto open = open_region(draft.walk, draft.rejected);
  if (tell_return_to_region(draft, open)) return true;
  if (!open) return false;
  const bool is_leak = draft.walk.code.at(draft.rejected).kind == InsnKind::Exit;
  tell(draft, open->step, ProofKind::Acquired, result_at(draft.walk, open->step),
       callee_text(draft.walk.code.at(open->step)) +
           (is_leak ? " begins a region that nothing on this path ends"
                    : " begins a region that is open from here on"));
  tell_rejected(draft, "the region is still open");
  end(draft, is_leak ? Ending::NeverMade : Ending::Rule, draft.rejected);
  return true;
}

// ---- given back before ----

bool gives_back(const Insn& insn) {
  return insn.kind == InsnKind::Call && (releases(insn.callee) || transfers(insn.callee) ||
                                         ended_region(insn.callee) != Region::None);
}

Number number_before(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  return number_of(walk, history_before(walk, step, register_at(walk, step, number)));
}

std::optional<StepIndex> earlier_release(ProofWalk& walk, StepIndex before, const Number& held) {
  for (StepIndex step = before; step-- > 0 && walk.steps_left > 0;) {
    walk.steps_left--;
    if (!gives_back(walk.code.at(step))) continue;
    for (RegisterNumber argument = 1; argument <= 5; argument++)
      if (is_same_number(number_before(walk, step, argument), held)) return step;
  }
  return std::nullopt;
}

bool tell_given_back_before(StoryDraft& draft) {
  ProofWalk& walk = draft.walk;
  if (!is_call(walk.code.at(draft.rejected))) return false;
  const RegisterNumber number = register_named(draft.wanted.register_name).value_or(1);
  const Holder holder = register_at(walk, draft.rejected, number);
  const History history = history_before(walk, draft.rejected, holder);
  const auto release = earlier_release(walk, draft.rejected, number_of(walk, history));
  if (!release) return false;
  tell(draft, *release, ProofKind::Released, register_at(walk, *release, 1),
       callee_text(walk.code.at(*release)) + " gives it back here already");
  tell(draft, draft.rejected, ProofKind::Missing, holder,
       name_of(number) + " is handed to " + callee_text(walk.code.at(draft.rejected)) +
           ", and is not held any more");
  tell_history(draft, history);
  end(draft, Ending::Lost, release);
  return true;
}

// ---- an object on the stack ----

bool is_address(const Number& number) { return number.origin.kind == OriginKind::FramePointer; }

// The newest call before that got the same address.
std::optional<StepIndex> earlier_call(ProofWalk& walk, StepIndex before, const Number& object) {
  for (StepIndex step = before; step-- > 0 && walk.steps_left > 0;) {
    walk.steps_left--;
    if (walk.code.at(step).kind != InsnKind::Call) continue;
    for (RegisterNumber argument = 1; argument <= 5; argument++)
      if (is_same_number(number_before(walk, step, argument), object)) return step;
  }
  return std::nullopt;
}

}  // namespace

bool tell_stack_object(StoryDraft& draft) {
  ProofWalk& walk = draft.walk;
  const auto number = register_named(draft.wanted.register_name);
  if (!number || !is_call(walk.code.at(draft.rejected))) return false;
  const Holder holder = register_at(walk, draft.rejected, *number);
  const History history = history_before(walk, draft.rejected, holder);
  const Number object = number_of(walk, history);
  if (!is_address(object)) return false;
  const auto call = earlier_call(walk, draft.rejected, object);
  if (call) {
    const bool ends = gives_back(walk.code.at(*call));
    tell(draft, *call, ends ? ProofKind::Released : ProofKind::Acquired, holder,
         callee_text(walk.code.at(*call)) +
             (ends ? " ends what is there" : " was the last call that got it"));
  }
  tell(draft, draft.rejected, ProofKind::Missing, holder,
       name_of(*number) + " is handed to " + callee_text(walk.code.at(draft.rejected)) +
           (call ? "" : ", and no call before got it"));
  tell_history(draft, history);
  end(draft, Ending::Rule, call.value_or(draft.rejected));
  return true;
}

bool tell_reference(StoryDraft& draft) {
  return tell_named_maker(draft) || tell_given_back_before(draft);
}

bool tell_region(StoryDraft& draft) { return tell_named_maker(draft) || tell_open_region(draft); }

}  // namespace bpflens
