// Which bytes of the stack an instruction accesses, by what is known of the registers that it
// reads.
#pragma once

#include <span>
#include <vector>

#include "judge/flow.h"

namespace bpflens {

struct StackAccess {
  uint32_t insn = 0;
  int16_t first = 0, end = 0;  // from the frame pointer
  bool is_exact = false;       // all of them; else maybe, and maybe some of them
  bool may_read = true, may_write = true;
  bool may_write_frame = false;  // a pointer to this stack
  bool operator==(const StackAccess&) const = default;
};

// Of all instructions of the function, in their order. Of a call there is one for each argument
// that may point to the stack, of others one at most.
std::vector<StackAccess> accessed_bytes(std::span<const Insn> insns, const FlowFacts& facts,
                                        const DataFlow& flow);

}  // namespace bpflens
