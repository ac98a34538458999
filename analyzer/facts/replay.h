// The state between the lines: since 5.17 a log prints only the registers that an instruction
// names, but a call kills R1-R5, a compare narrows every copy of its operand, and a helper may
// invalidate packet pointers in silence. Replay is the one place that fills these changes in.
#pragma once

#include <memory>
#include <optional>

#include "facts/trace.h"

namespace bpflens {

// How a register's state at a step is known.
enum class Certainty : uint8_t {
  Unknown,  // it changed, or may have, and nobody says to what
  Told,     // the log says so at this very step
  Carried,  // told earlier and not changed since, as far as we know
  Derived,  // a rule says so: killed by a call, narrowed through a link, packet range of a copy
};

struct Known {
  Certainty certainty = Certainty::Unknown;
  std::optional<RegisterState> state;  // nullopt with Derived or Carried: not readable
  std::optional<StepIndex> since;      // the step that gave it this state; nullopt: the entry
};

struct KnownSlot {
  Certainty certainty = Certainty::Unknown;
  std::optional<StackSlot> slot;
  std::optional<StepIndex> since;
};

// Where the walk went after a step.
struct Outcome {
  uint32_t next_insn = 0, next_frame = 0;
  std::optional<bool> jumped;  // conditional jumps: the condition holds; nullopt: not known
  bool speculative = false;
};

// Answers for one unit; keeps checkpoints, so a question costs a bounded number of steps.
class Replay {
 public:
  Replay(const Trace& trace, UnitIndex unit);
  ~Replay();
  Replay(Replay&&) noexcept;

  // The state that the verifier saw when it looked at the instruction of `step`, in that frame.
  Known register_before(StepIndex step, RegisterNumber number) const;
  // The state after it, on the side that the path took.
  Known register_after(StepIndex step, RegisterNumber number) const;
  // What the rules alone say of the state after the step when it goes on like this, without what
  // the log tells there: how well replay knows the verifier is measured with it.
  Known predicted_after(StepIndex step, const Outcome& outcome, RegisterNumber number) const;
  // `offset` of the slot's lowest byte: -8, -16, ...
  KnownSlot slot_before(StepIndex step, int32_t offset) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bpflens
