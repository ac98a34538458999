// What the values of all definitions are: numbers, or pointers to what.
#pragma once

#include <span>

#include "judge/flow.h"

namespace bpflens {

// What the program's reference at this instruction is; null: it has none.
const Reference* reference_at(const FlowFacts& facts, uint32_t insn);

// Sets DataFlow::types anew. Before the stack's accesses are linked, loads of it make nothing.
void find_types(std::span<const Insn> insns, const FlowFacts& facts, bool is_stack_linked,
                DataFlow& flow);

}  // namespace bpflens
