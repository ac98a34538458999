// What a conditional jump tells of the registers that it compares, on the side that the path took,
// and of the other registers that hold the same value, the same pointer or point into the same
// packet.
#pragma once

#include <vector>

#include "facts/replay_machine.h"

namespace bpflens {

// A compared register as it was before the compare.
struct ComparedRegister {
  RegisterNumber number = 0;
  RegisterState state;
};

// The operands of a conditional jump that something is known of; none for other instructions.
std::vector<ComparedRegister> compared_registers(const Machine& machine, const Insn& code);

// The operands themselves, by the verifier's rules.
void compare_registers(Machine& machine, const Step& step, StepIndex index, Era era,
                       const StepOutcome& outcome);

// What the value after the compare, told or derived, says of the copies of each operand.
void follow_links(Machine& machine, const std::vector<ComparedRegister>& compared, StepIndex index,
                  const Surroundings& around);

}  // namespace bpflens
