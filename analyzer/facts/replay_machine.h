// The state that replay carries from step to step: every register and slot of every frame with
// how it is known, and what one instruction does to it in silence.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "facts/replay.h"

namespace bpflens {

struct Cell {
  Certainty certainty = Certainty::Unknown;
  std::optional<RegisterState> state;
  std::optional<StepIndex> since;
};

struct SlotCell {
  int32_t offset = 0;
  Certainty certainty = Certainty::Unknown;
  StackSlot slot;
  std::optional<StepIndex> since;
};

struct FrameCells {
  std::array<Cell, register_count> registers;
  std::vector<SlotCell> slots;
  // The helper or kfunc that calls this frame, again and again; nullopt for a subprogram.
  std::optional<uint32_t> called_back_by;
};

// The newest visit of an instruction that begins rounds of a loop.
struct Round {
  uint32_t insn = 0;
  StepIndex step = 0;
};

struct Machine {
  std::vector<FrameCells> frames{1};
  uint32_t frame = 0;
  std::vector<Round> rounds;  // one per such instruction

  FrameCells& current() { return frames[frame]; }
  const FrameCells& current() const { return frames[frame]; }
};

inline void set(Cell& cell, Certainty certainty, std::optional<RegisterState> state,
                StepIndex index) {
  cell = {certainty, std::move(state), index};
}

// A number that nothing is known of.
RegisterState any_number();

// Calls visit(state, certainty, since) for every register and spilled register that is known.
template <typename Visit>
void each_known(Machine& machine, Visit visit) {
  for (FrameCells& frame : machine.frames) {
    for (Cell& cell : frame.registers)
      if (cell.state) visit(*cell.state, cell.certainty, cell.since);
    for (SlotCell& cell : frame.slots)
      if (cell.slot.spill) visit(*cell.slot.spill, cell.certainty, cell.since);
  }
}

// Where the path went after a step.
struct StepOutcome {
  std::optional<uint32_t> next_insn;  // nullopt: the path ends here
  std::optional<uint32_t> next_frame;
  std::optional<bool> jumped;  // conditional jumps: the condition holds; nullopt: not known
  bool speculative = false;    // a side that only a mispredicting processor would take
};

// What the rules need of the log besides the step itself.
struct Surroundings {
  Era era = Era::Unknown;
  std::optional<uint16_t> live_before;  // registers read later, bit by bit
  bool path_is_ambiguous = false;
};

// The changes that no line tells: R1-R5 after a call, copies of a compared register, ...
void apply_silent_changes(Machine& machine, const Step& step, StepIndex index,
                          const Surroundings& around, const StepOutcome& outcome);

// What the log says after the step.
void apply_told(Machine& machine, const StateDelta& told, StepIndex index, Era era);

// Calls and returns of subprograms and callbacks: arguments go up, R0 comes back.
void enter_frame(Machine& machine, const StepOutcome& outcome, const Step& step, StepIndex index,
                 const Surroundings& around);

}  // namespace bpflens
