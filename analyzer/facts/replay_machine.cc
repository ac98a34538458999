// Each rule here has been compared with real logs (tests/corpus/replay): what it says as Derived
// must be what the kernel prints at the next whole state.
#include "facts/replay_machine.h"

#include <algorithm>
#include <string_view>

#include "facts/callbacks.h"
#include "facts/functions.h"
#include "facts/insn.h"
#include "facts/replay_compare.h"

namespace bpflens {
namespace {

bool points_into_packet(const RegisterState& state) {
  return state.type == RegisterType::Pkt || state.type == RegisterType::PktMeta ||
         state.type == RegisterType::PktEnd;
}

// What a call may void. A subprogram may void anything.
struct Reach {
  bool anything = false;
  bool packet = false;         // moves the packet
  bool ends_section = false;   // unlocks: RCU pointers and borrowed nodes
  bool dynptr = false;         // may void slices
  bool releases = false;       // `refs` are gone for good
  std::vector<uint32_t> refs;  // ids that the arguments of a releasing or transferring call own
};

void add_refs(const RegisterState& state, std::vector<uint32_t>& refs) {
  for (uint32_t id : {state.ref_obj_id, state.parent_id, state.id})
    if (id != 0 && state.type != RegisterType::Scalar) refs.push_back(id);
}

Reach reach_of(const Machine& machine, const Insn& code) {
  Reach reach;
  reach.anything = code.kind != InsnKind::Call || code.callee.empty();
  reach.packet = code.kind == InsnKind::CallSubprogram || moves_packet(code.callee);
  reach.ends_section = ended_region(code.callee) != Region::None;
  reach.dynptr = voids_slices(code.callee);
  reach.releases = releases(code.callee);
  if (!reach.releases && !transfers(code.callee)) return reach;
  for (size_t r = 1; r <= 5; ++r)
    if (const auto& argument = machine.current().registers[r].state)
      add_refs(*argument, reach.refs);
  return reach;
}

bool is_always_valid(RegisterType type) {
  return type == RegisterType::Scalar || type == RegisterType::Ctx ||
         type == RegisterType::MapPtr || type == RegisterType::MapKey || type == RegisterType::Fp ||
         type == RegisterType::Func;
}

bool owns_one_of(const std::vector<uint32_t>& refs, const RegisterState& state) {
  std::vector<uint32_t> owned;
  add_refs(state, owned);
  return std::find_first_of(owned.begin(), owned.end(), refs.begin(), refs.end()) != owned.end();
}

enum class Fate : uint8_t { Stays, Doubtful, Void };

Fate fate_of(const RegisterState& state, const Reach& reach) {
  if (is_always_valid(state.type)) return Fate::Stays;
  if (points_into_packet(state)) {
    if (!reach.packet) return Fate::Stays;
    return reach.anything ? Fate::Doubtful : Fate::Void;
  }
  bool is_plain_value = state.type == RegisterType::MapValue && state.flags == 0;
  if (is_plain_value) return Fate::Stays;
  if (reach.anything) return Fate::Doubtful;
  if (reach.ends_section && ((state.flags & Rcu) || state.non_own_ref)) return Fate::Doubtful;
  // It may be a slice of a dynptr, or of the packet.
  const bool may_be_void = reach.dynptr || reach.packet;
  if (state.type == RegisterType::Mem && may_be_void) return Fate::Doubtful;
  if (!owns_one_of(reach.refs, state)) return Fate::Stays;
  return reach.releases ? Fate::Void : Fate::Doubtful;
}

// Pointers that a call voids are numbers afterwards that nothing is known of.
void void_pointers(Machine& machine, const Insn& code, StepIndex index) {
  Reach reach = reach_of(machine, code);
  each_known(machine, [&](RegisterState& state, Certainty& certainty, auto& since) {
    Fate fate = fate_of(state, reach);
    if (fate == Fate::Stays) return;
    since = index;
    bool was_known = certainty != Certainty::Unknown;
    certainty = fate == Fate::Void && was_known ? Certainty::Derived : Certainty::Unknown;
    state = any_number();
  });
}

// From 6.6 on the verifier widens numbers that differ from the round before.
void begin_round(Machine& machine, uint32_t insn, StepIndex index) {
  const auto before = std::find_if(machine.rounds.begin(), machine.rounds.end(),
                                   [&](const Round& round) { return round.insn == insn; });
  if (before == machine.rounds.end()) {
    machine.rounds.push_back({insn, index});
    return;
  }
  const StepIndex last = std::exchange(before->step, index);
  each_known(machine, [&](RegisterState& state, Certainty& certainty, const auto& since) {
    const bool is_changed = since && *since > last;
    if (state.type == RegisterType::Scalar && is_changed) certainty = Certainty::Unknown;
  });
}

void call(Machine& machine, const Step& step, StepIndex index, const StepOutcome& outcome) {
  bool enters = outcome.next_frame && *outcome.next_frame > machine.frame;
  if (enters) return;  // the callee's state is told whole; R1-R5 die when it returns
  void_pointers(machine, step.code, index);
  if (begins_round(step.code.callee)) begin_round(machine, step.insn, index);
  FrameCells& frame = machine.current();
  set(frame.registers[0], Certainty::Unknown, std::nullopt, index);
  for (int r = 1; r <= 5; ++r)
    set(frame.registers[static_cast<size_t>(r)], Certainty::Derived, std::nullopt, index);
  // Helpers write through pointers to the stack. Kernels that print states print what they wrote.
  if (step.told.empty())
    for (SlotCell& slot : frame.slots) slot.certainty = Certainty::Unknown;
}

Scalar constant_operand(const Insn& code) {
  auto value = static_cast<uint64_t>(code.imm);
  return constant_scalar(code.is_32bit ? value & UINT32_MAX : value);
}

void move(Machine& machine, const Insn& code, StepIndex index) {
  Cell& dst = machine.current().registers[code.dst];
  if (!code.src_is_register) {
    RegisterState constant;
    constant.type = RegisterType::Scalar;
    constant.scalar = constant_operand(code);
    set(dst, Certainty::Derived, constant, index);
    return;
  }
  Cell& src = machine.current().registers[code.src];
  bool is_plain = code.kind == InsnKind::Move && !code.is_32bit && code.sign_extend_bits == 0;
  bool keeps_all =
      src.state && (src.state->type != RegisterType::Scalar || src.state->scalar.is_const());
  if (is_plain && keeps_all && src.certainty != Certainty::Unknown) {
    set(dst, Certainty::Derived, src.state, index);
    return;
  }
  set(dst, Certainty::Unknown, std::nullopt, index);
  // A number that is copied gets an id, told with it.
  if (is_plain && src.state && src.state->id == 0) src.certainty = Certainty::Unknown;
}

// A store to another frame's stack may overwrite a dynptr: its slices are void then.
void doubt_slices(Machine& machine, StepIndex index) {
  for (FrameCells& frame : machine.frames)
    for (Cell& cell : frame.registers)
      if (cell.state && cell.state->type == RegisterType::Mem)
        set(cell, Certainty::Unknown, std::nullopt, index);
}

bool has_object(const StackSlot& slot) {
  return slot.object || std::find(slot.bytes.begin(), slot.bytes.end(), 'd') != slot.bytes.end();
}

void store(Machine& machine, const Insn& code, StepIndex index) {
  const Cell& base = machine.current().registers[code.dst];
  if (base.state && base.state->type == RegisterType::Fp && base.state->frame >= 0)
    doubt_slices(machine, index);
  bool elsewhere = base.state && base.state->type != RegisterType::Fp;
  if (elsewhere) return;
  bool breaks_object = false;
  for (SlotCell& slot : machine.current().slots) {
    bool hit = code.dst != frame_pointer ||
               (code.offset < slot.offset + 8 && code.offset + code.size_bytes > slot.offset);
    if (!hit) continue;
    slot.certainty = Certainty::Unknown;
    breaks_object = breaks_object || (code.dst == frame_pointer && has_object(slot.slot));
  }
  if (breaks_object) doubt_slices(machine, index);
}

void doubt(Machine& machine, std::optional<uint8_t> written, StepIndex index) {
  if (written && *written < register_count)
    set(machine.current().registers[*written], Certainty::Unknown, std::nullopt, index);
}

}  // namespace

RegisterState any_number() {
  RegisterState number;
  number.type = RegisterType::Scalar;
  return number;
}

void apply_silent_changes(Machine& machine, const Step& step, StepIndex index,
                          const Surroundings& around, const StepOutcome& outcome) {
  switch (step.code.kind) {
    case InsnKind::Call:
    case InsnKind::CallSubprogram:
      call(machine, step, index, outcome);
      break;
    case InsnKind::Move:
      move(machine, step.code, index);
      break;
    case InsnKind::Branch:
      if (step.code.operation == Operation::MayGoto) begin_round(machine, step.insn, index);
      compare_registers(machine, step, index, around.era, outcome);
      break;
    case InsnKind::Store:
      store(machine, step.code, index);
      break;
    case InsnKind::Atomic:
      store(machine, step.code, index);
      doubt(machine, written_register(step.code), index);
      break;
    case InsnKind::LoadPacket:
      for (uint8_t r = 1; r <= 5; ++r)
        set(machine.current().registers[r], Certainty::Derived, std::nullopt, index);
      doubt(machine, 0, index);
      break;
    default:
      doubt(machine, written_register(step.code), index);
      break;
  }
}

namespace {

void tell_register(Cell& cell, const RegisterState& state, StepIndex index) {
  cell = {Certainty::Told, state, index};
}

void tell_slot(FrameCells& frame, const StackSlot& slot, StepIndex index) {
  auto at = std::find_if(frame.slots.begin(), frame.slots.end(),
                         [&](const SlotCell& cell) { return cell.offset == slot.offset; });
  if (at == frame.slots.end()) at = frame.slots.insert(at, SlotCell{slot.offset, {}, {}, {}});
  *at = {slot.offset, Certainty::Told, slot, index};
}

// What a whole state leaves out is unreadable; from 6.18 on it may also be merely dead.
void forget_untold(FrameCells& frame, const VerifierState& told, StepIndex index, Era era) {
  bool may_be_dead = era >= Era::G;
  for (RegisterNumber r = 0; r < register_count; ++r) {
    if (told.find(r)) continue;
    Cell& cell = frame.registers[r];
    set(cell, may_be_dead ? Certainty::Unknown : Certainty::Told, std::nullopt, index);
  }
  std::erase_if(frame.slots, [&](const SlotCell& cell) { return !told.find_slot(cell.offset); });
}

}  // namespace

void apply_told(Machine& machine, const StateDelta& told, StepIndex index, Era era) {
  if (told.empty()) return;
  constexpr uint32_t max_frames = 64;
  if (told.state.frame >= max_frames) return;
  if (told.state.frame >= machine.frames.size()) machine.frames.resize(told.state.frame + 1);
  FrameCells& frame = machine.frames[told.state.frame];
  if (told.whole) forget_untold(frame, told.state, index, era);
  for (const NamedRegister& reg : told.state.registers)
    if (reg.number < register_count) tell_register(frame.registers[reg.number], reg.state, index);
  for (const StackSlot& slot : told.state.slots) tell_slot(frame, slot, index);
}

namespace {

// A pointer to the caller's stack says whose it is, since 6.8.
RegisterState as_argument(RegisterState state, uint32_t frame, Era era) {
  if (state.type == RegisterType::Fp && state.frame < 0 && era >= Era::F)
    state.frame = static_cast<int32_t>(frame);
  return state;
}

void pass_arguments(const FrameCells& caller, uint32_t caller_frame, FrameCells& callee,
                    StepIndex index, Era era) {
  for (size_t r = 1; r <= 5; ++r) {
    const Cell& argument = caller.registers[r];
    if (argument.certainty == Certainty::Unknown) continue;
    set(callee.registers[r], Certainty::Derived, argument.state, index);
    if (argument.state) callee.registers[r].state = as_argument(*argument.state, caller_frame, era);
  }
  RegisterState fp;
  fp.type = RegisterType::Fp;
  fp.scalar = constant_scalar(0);
  set(callee.registers[frame_pointer], Certainty::Derived, fp, index);
}

}  // namespace

namespace {

// The key and value of one element of the map.
void pass_element(const Cell& map, FrameCells& callee, StepIndex index) {
  if (!map.state || map.state->type != RegisterType::MapPtr) return;
  RegisterState element = *map.state;
  element.type = RegisterType::MapKey;
  set(callee.registers[2], Certainty::Carried, element, index);
  element.type = RegisterType::MapValue;
  set(callee.registers[3], Certainty::Carried, element, index);
}

void pass_to_callback(const FrameCells& caller, uint32_t caller_frame, FrameCells& callee,
                      std::string_view helper, StepIndex index, const Surroundings& around) {
  for (const CallbackArgument& argument : callback_arguments) {
    if (argument.helper != helper) continue;
    const Cell& given = caller.registers[argument.of_helper];
    if (!given.state || given.certainty == Certainty::Unknown) continue;
    // Which round of which caller this is depends on the path.
    set(callee.registers[argument.of_callback],
        around.path_is_ambiguous ? Certainty::Carried : Certainty::Derived,
        as_argument(*given.state, caller_frame, around.era), index);
  }
  if (helper == "bpf_loop")
    set(callee.registers[1], Certainty::Derived, any_number(), index);  // of the round
  if (helper == "bpf_for_each_map_elem") pass_element(caller.registers[1], callee, index);
}

void call_frame(Machine& machine, uint32_t frame, const Step& step, StepIndex index,
                const Surroundings& around) {
  machine.frames.resize(frame + 1);
  FrameCells& callee = machine.frames[frame];
  callee = {};
  pass_arguments(machine.current(), machine.frame, callee, index, around.era);
  if (step.code.kind == InsnKind::CallSubprogram) {
    for (size_t r = 0; r <= 5; ++r)
      set(machine.current().registers[r], Certainty::Derived, std::nullopt, index);
    return;
  }
  callee.called_back_by = step.insn;
  for (size_t r = 1; r <= 5; ++r) callee.registers[r] = {};
  pass_to_callback(machine.current(), machine.frame, callee, step.code.callee, index, around);
}

// A callback returns to the call that called it, before its first instruction: nothing has changed
// there. To 6.5 it returned behind the call. Elsewhere the path was misread.
void leave_callback(FrameCells& caller, uint32_t called_by, std::optional<uint32_t> next,
                    StepIndex index) {
  if (called_by == next) return;
  bool behind = next == called_by + 1;
  Certainty certainty = behind ? Certainty::Derived : Certainty::Unknown;
  set(caller.registers[0], certainty, any_number(), index);
  for (size_t r = 1; r <= 5; ++r) set(caller.registers[r], certainty, std::nullopt, index);
}

void leave_subprogram(FrameCells& caller, const Cell& result, StepIndex index) {
  bool known = result.certainty != Certainty::Unknown;
  set(caller.registers[0], known ? Certainty::Derived : Certainty::Unknown, result.state, index);
  for (size_t r = 1; r <= 5; ++r) set(caller.registers[r], Certainty::Derived, std::nullopt, index);
}

}  // namespace

void enter_frame(Machine& machine, const StepOutcome& outcome, const Step& step, StepIndex index,
                 const Surroundings& around) {
  constexpr uint32_t max_frames = 64;
  uint32_t frame = outcome.next_frame.value_or(machine.frame);
  if (frame == machine.frame || frame >= max_frames) return;
  if (frame > machine.frame) {
    call_frame(machine, frame, step, index, around);
  } else {
    FrameCells callee = std::move(machine.current());
    machine.frames.resize(frame + 1);
    if (callee.called_back_by) {
      leave_callback(machine.frames[frame], *callee.called_back_by, outcome.next_insn, index);
    } else {
      leave_subprogram(machine.frames[frame], callee.registers[0], index);
    }
  }
  machine.frame = frame;
}

}  // namespace bpflens
