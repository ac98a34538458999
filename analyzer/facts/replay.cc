// Replays the path from the nearest checkpoint. Checkpoints thin out as the path grows, so that
// their memory is bounded and a question never costs the whole path twice.
#include "facts/replay.h"

#include <algorithm>
#include <utility>

#include "facts/replay_compare.h"
#include "facts/replay_machine.h"

namespace bpflens {
namespace {

constexpr StepIndex first_interval = 64;
constexpr size_t max_checkpoints = 256;
// Replaying a million steps costs seconds. So far from the nearest checkpoint, replay begins a
// little before the step that is asked for, with nothing known: what was last told earlier than
// that is not known then.
constexpr StepIndex farthest_replayed = 1 << 16;
constexpr StepIndex steps_before_far = 1 << 13;

}  // namespace

struct Replay::Impl {
  const Trace& trace;
  UnitIndex unit_index;
  StepIndex interval = first_interval;
  StepIndex base = 0;                // where the checkpoints begin; 0: at the entry
  std::vector<Machine> checkpoints;  // [i]: before step base + i * interval
  // The state of the last answer: questions come in order more often than not.
  StepIndex last_step = 0;
  std::optional<Machine> last;
  // Read for its frame, and the next to be replayed.
  StepIndex ahead_step = 0;
  std::optional<Step> ahead;

  const Unit& unit() const { return trace.units[unit_index]; }
  Machine entry() const;
  Machine nothing_known(StepIndex step) const;
  void begin_near(StepIndex step);
  Step read(StepIndex step);
  StepOutcome outcome_of(const Step& step, StepIndex index);
  Surroundings around(uint32_t insn) const;
  void advance(Machine& machine, const Step& step, StepIndex index);
  void keep(const Machine& machine, StepIndex step);
  const Machine& before(StepIndex step);
};

// Every program begins with its context and its stack, whether the log says so or not.
void begin_program(FrameCells& frame) {
  RegisterState state;
  state.type = RegisterType::Ctx;
  state.scalar = constant_scalar(0);
  frame.registers[1] = {Certainty::Derived, state, std::nullopt};
  state.type = RegisterType::Fp;
  frame.registers[frame_pointer] = {Certainty::Derived, state, std::nullopt};
}

Machine Replay::Impl::entry() const {
  Machine machine;
  if (unit().kind == UnitKind::Main && !unit().path.start_missing) begin_program(machine.frames[0]);
  apply_told(machine, unit().path.entry, 0, trace.era);
  machine.frame = std::min<uint32_t>(unit().path.entry.state.frame,
                                     static_cast<uint32_t>(machine.frames.size() - 1));
  for (FrameCells& frame : machine.frames) {
    for (Cell& cell : frame.registers) cell.since.reset();
    for (SlotCell& cell : frame.slots) cell.since.reset();
  }
  return machine;
}

Machine Replay::Impl::nothing_known(StepIndex step) const {
  constexpr uint32_t most_frames = 8;  // of a kernel's call chain
  Machine machine;
  machine.frame = std::min(trace.read_step(unit_index, step).frame, most_frames - 1);
  machine.frames.resize(machine.frame + 1);
  RegisterState stack;
  stack.type = RegisterType::Fp;
  stack.scalar = constant_scalar(0);
  for (FrameCells& frame : machine.frames)
    frame.registers[frame_pointer] = {Certainty::Derived, stack, std::nullopt};
  return machine;
}

void Replay::Impl::begin_near(StepIndex step) {
  const auto checked = static_cast<StepIndex>(base + checkpoints.size() * interval);
  if (!checkpoints.empty() && step >= base && step < uint64_t{checked} + farthest_replayed) return;
  checkpoints.clear();
  interval = first_interval;
  base = step > farthest_replayed ? step - steps_before_far : 0;
  checkpoints.push_back(base == 0 ? entry() : nothing_known(base));
}

Step Replay::Impl::read(StepIndex step) {
  if (!ahead || ahead_step != step) return trace.read_step(unit_index, step);
  Step read = std::move(*ahead);
  ahead.reset();
  return read;
}

StepOutcome Replay::Impl::outcome_of(const Step& step, StepIndex index) {
  StepOutcome outcome;
  if (index + 1 >= unit().path.steps.size()) return outcome;
  outcome.next_insn = unit().path.steps[index + 1].insn;
  ahead = trace.read_step(unit_index, index + 1);
  ahead_step = index + 1;
  outcome.next_frame = ahead->frame;
  if (step.code.jump != 0) {
    outcome.jumped = *outcome.next_insn != step.insn + 1;
  } else if (!prints_state_before_insn(trace.era)) {
    outcome.jumped = step.told.whole;  // both sides lead to the next instruction: it was resumed
  }
  return outcome;
}

Surroundings Replay::Impl::around(uint32_t insn) const {
  Surroundings around{trace.era, std::nullopt, unit().path.ambiguous};
  if (insn < trace.live_before.size()) around.live_before = trace.live_before[insn];
  return around;
}

// What was told at an earlier step is carried from then on.
void carry(Machine& machine) {
  for (FrameCells& frame : machine.frames) {
    for (Cell& cell : frame.registers)
      if (cell.certainty == Certainty::Told) cell.certainty = Certainty::Carried;
    for (SlotCell& cell : frame.slots)
      if (cell.certainty == Certainty::Told) cell.certainty = Certainty::Carried;
  }
}

void Replay::Impl::advance(Machine& machine, const Step& step, StepIndex index) {
  carry(machine);
  StepOutcome outcome = outcome_of(step, index);
  std::vector<ComparedRegister> compared = compared_registers(machine, step.code);
  apply_silent_changes(machine, step, index, around(step.insn), outcome);
  enter_frame(machine, outcome, step, index, around(step.insn));
  apply_told(machine, step.told, index, trace.era);
  follow_links(machine, compared, index, around(step.insn));
}

void Replay::Impl::keep(const Machine& machine, StepIndex step) {
  step -= base;
  if (step % interval != 0 || step / interval != checkpoints.size()) return;
  if (checkpoints.size() == max_checkpoints) {
    for (size_t i = 1; 2 * i < checkpoints.size(); ++i) checkpoints[i] = checkpoints[2 * i];
    checkpoints.resize(max_checkpoints / 2);
    interval *= 2;
    if (step % interval != 0) return;
  }
  checkpoints.push_back(machine);
}

const Machine& Replay::Impl::before(StepIndex step) {
  const bool near_last = last && last_step <= step && step - last_step < farthest_replayed;
  if (!near_last) begin_near(step);
  size_t nearest = std::min<size_t>((step - base) / interval, checkpoints.size() - 1);
  auto at = static_cast<StepIndex>(base + nearest * interval);
  bool from_last = last && last_step <= step && last_step >= at;
  if (!from_last) {
    last = checkpoints[nearest];
    last_step = at;
  }
  while (last_step < step) {
    advance(*last, read(last_step), last_step);
    ++last_step;
    keep(*last, last_step);
  }
  return *last;
}

Replay::Replay(const Trace& trace, UnitIndex unit)
    : impl_(std::make_unique<Impl>(
          Impl{trace, unit, first_interval, 0, {}, 0, std::nullopt, 0, std::nullopt})) {}
Replay::~Replay() = default;
Replay::Replay(Replay&&) noexcept = default;

namespace {

Known known(const Machine& machine, RegisterNumber number) {
  if (number >= register_count) return {};
  const Cell& cell = machine.current().registers[number];
  if (cell.certainty == Certainty::Unknown) return {Certainty::Unknown, std::nullopt, cell.since};
  return {cell.certainty, cell.state, cell.since};
}

}  // namespace

Known Replay::register_before(StepIndex step, RegisterNumber number) const {
  return known(impl_->before(step), number);
}

Known Replay::register_after(StepIndex step, RegisterNumber number) const {
  Machine after = impl_->before(step);
  uint32_t frame = after.frame;
  impl_->advance(after, impl_->trace.read_step(impl_->unit_index, step), step);
  if (frame < after.frames.size()) after.frame = frame;
  return known(after, number);
}

Known Replay::predicted_after(StepIndex step_index, const Outcome& outcome,
                              RegisterNumber number) const {
  Machine after = impl_->before(step_index);
  carry(after);
  Step step = impl_->trace.read_step(impl_->unit_index, step_index);
  step.told = {};
  std::vector<ComparedRegister> compared = compared_registers(after, step.code);
  Surroundings around = impl_->around(step.insn);
  StepOutcome on_path{outcome.next_insn, outcome.next_frame, outcome.jumped, outcome.speculative};
  apply_silent_changes(after, step, step_index, around, on_path);
  enter_frame(after, on_path, step, step_index, around);
  follow_links(after, compared, step_index, around);
  return known(after, number);
}

KnownSlot Replay::slot_before(StepIndex step, int32_t offset) const {
  for (const SlotCell& cell : impl_->before(step).current().slots) {
    if (cell.offset != offset) continue;
    if (cell.certainty == Certainty::Unknown) return {Certainty::Unknown, std::nullopt, cell.since};
    return {cell.certainty, cell.slot, cell.since};
  }
  return {};
}

}  // namespace bpflens
