// What instructions read and write, as accesses of variables: registers, and parts of the stack
// that no instruction accesses in part.
#pragma once

#include <span>
#include <vector>

#include "judge/flow.h"
#include "judge/flow_merges.h"
#include "judge/flow_stack_bytes.h"

namespace bpflens {

struct FlowAccesses {
  std::vector<FlowVariable> variables;
  std::vector<FlowAccess> accesses;
};

// Of registers. Adds the definitions of these to the flow.
FlowAccesses register_accesses(std::span<const Insn> insns, const FlowFacts& facts, DataFlow& flow);

// Of the stack. Adds the definitions of these to the flow; with too many accesses there are none
// and DataFlow::follows_stack becomes false.
FlowAccesses stack_accesses(std::span<const Insn> insns, std::span<const StackAccess> accessed,
                            DataFlow& flow);

// Makes copies of loads that read all of what one definition made on the stack, and nothing else.
void mark_fills(std::span<const Insn> insns, const FlowAccesses& stack, DataFlow& flow);

}  // namespace bpflens
