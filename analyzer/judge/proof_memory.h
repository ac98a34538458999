// Which bytes of the stack does an instruction touch, and do two loads read the same memory?
#pragma once

#include <optional>

#include "judge/proof.h"

namespace bpflens {

// Where the memory access of a step goes, through this register of `frame`.
struct StackAccess {
  bool may_be_stack = false;
  std::optional<Holder> bytes;  // if they are known
  // Else the bytes that it may touch, if at least their bounds are known, of a frame.
  std::optional<Holder> within;
};

StackAccess stack_access(ProofWalk& walk, StepIndex step, uint32_t frame, RegisterNumber base);

bool overlap(const Holder& a, const Holder& b);

// Is a pointer to these bytes, or to some below them, among the arguments of the call?
bool call_may_write(ProofWalk& walk, StepIndex step, uint32_t frame, const Insn& call,
                    const Holder& bytes);

// Both made by loads of the same bytes behind the same pointer, and nothing in between stores
// there. The numbers are equal unless somebody else changes the memory.
bool reads_same_memory(ProofWalk& walk, const Origin& a, const Origin& b);

}  // namespace bpflens
