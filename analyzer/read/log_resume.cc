// Goes back from the candidate over a bounded number of steps and compares what was told there.
// Only what cannot have changed in silence counts: numbers without copies, and kinds of pointers.
#include "read/log_resume.h"

#include <algorithm>

#include "facts/callbacks.h"
#include "read/register_state.h"

namespace bpflens {
namespace {

constexpr StepIndex steps_looked_back = 48;

// The resumed state's registers and slots that are still to be found.
struct Wanted {
  std::vector<NamedRegister> registers;
  std::vector<StackSlot> slots;
};

bool is_operand(const Insn& branch, RegisterNumber number) {
  return branch.dst == number || (branch.src_is_register && branch.src == number);
}

// A number that other registers share changes with them; so does what a branch may refine.
bool may_change_in_silence(const RegisterState& state) {
  if (state.type == RegisterType::Scalar) return state.id != 0;
  return (state.flags & OrNull) || state.type == RegisterType::Pkt ||
         state.type == RegisterType::PktMeta || state.id != 0 || state.ref_obj_id != 0;
}

bool differs(const RegisterState& told, const RegisterState& resumed) {
  if (may_change_in_silence(told) || may_change_in_silence(resumed)) return false;
  if (told.type != resumed.type) return true;
  if (told.type == RegisterType::Scalar) return !(told.scalar == resumed.scalar);
  return told.offset != resumed.offset;
}

bool differs(const StackSlot& told, const StackSlot& resumed) {
  if (told.spill && resumed.spill) return differs(*told.spill, *resumed.spill);
  return false;
}

// Drops what the instruction may have changed without the log saying so.
void forget_changed(Wanted& wanted, const Insn& code) {
  std::optional<uint8_t> written = written_register(code);
  std::erase_if(wanted.registers, [&](const NamedRegister& r) {
    return (written && *written == r.number) || (is_call(code) && r.number <= 5);
  });
  if (is_call(code)) wanted.slots.clear();
}

// True at the first contradiction; what was found is no longer wanted.
bool compare(Wanted& wanted, const VerifierState& told) {
  for (const NamedRegister& reg : told.registers) {
    auto at = std::find_if(wanted.registers.begin(), wanted.registers.end(),
                           [&](const NamedRegister& w) { return w.number == reg.number; });
    if (at == wanted.registers.end()) continue;
    if (differs(reg.state, at->state)) return true;
    wanted.registers.erase(at);
  }
  for (const StackSlot& slot : told.slots) {
    auto at = std::find_if(wanted.slots.begin(), wanted.slots.end(),
                           [&](const StackSlot& w) { return w.offset == slot.offset; });
    if (at == wanted.slots.end()) continue;
    if (differs(slot, *at)) return true;
    wanted.slots.erase(at);
  }
  return false;
}

Wanted wanted_of(const VerifierState& resumed, const Insn& branch) {
  Wanted wanted{resumed.registers, resumed.slots};
  std::erase_if(wanted.registers, [&](const NamedRegister& r) {
    return is_operand(branch, r.number) || r.number == frame_pointer;
  });
  return wanted;
}

// What a callback was given, as the caller's registers that gave it.
Wanted wanted_of_callback(const VerifierState& resumed, const Insn& call) {
  Wanted wanted;
  for (const CallbackArgument& argument : callback_arguments) {
    if (argument.helper != call.callee) continue;
    if (const RegisterState* got = resumed.find(argument.of_callback))
      wanted.registers.push_back({argument.of_helper, *got});
  }
  return wanted;
}

}  // namespace

const Step& VisitMemory::at(const LogPlace& place, StepIndex step) {
  const uint64_t offset = place.token_base + place.path.steps[step].token;
  const uint32_t resumed = place.path.resumed_at(step).value_or(LogPath::no_source);
  Visit& visit = visits_[(offset * 0x9e3779b97f4a7c15ULL >> 32) % visit_count];
  if (visit.offset != offset || visit.resumed != resumed || visit.era != place.era)
    visit = {offset, resumed, place.era, visit_in_log(place, step)};
  const StepMark* frame = LogPath::in_force(place.path.frames, step);
  visit.step.frame = frame ? frame->value : 0;
  return visit.step;
}

bool contradicts_visit(VisitMemory& visits, const LogPlace& place, StepIndex candidate,
                       const VerifierState& resumed) {
  const Step& visit = visits.at(place, candidate);
  const Insn branch = visit.code;
  const uint32_t frame = visit.frame;
  const bool is_branch = branch.kind == InsnKind::Branch;
  if (is_branch && frame != resumed.frame) return true;
  if (!is_branch && frame + 1 != resumed.frame) return false;
  Wanted wanted = is_branch ? wanted_of(resumed, branch) : wanted_of_callback(resumed, branch);
  StepIndex oldest = candidate > steps_looked_back ? candidate - steps_looked_back : 0;
  for (StepIndex at = candidate; at-- > oldest;) {
    if (wanted.registers.empty() && wanted.slots.empty()) return false;
    const Step& step = visits.at(place, at);
    if (step.frame != frame) return false;
    if (step.told.state.frame == frame && compare(wanted, step.told.state)) return true;
    if (step.told.whole) return false;
    forget_changed(wanted, step.code);
  }
  return false;
}

bool ResumedState::contradicts(StepIndex candidate) {
  if (!is_parsed_) state_ = parse_state(text_, place_.era);
  is_parsed_ = true;
  return state_ && contradicts_visit(visits_, place_, candidate, *state_);
}

}  // namespace bpflens
