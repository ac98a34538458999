// How control passes through one function of a linked program: its basic blocks, the edges between
// them, and which blocks every path to another one goes through. Takes time that is nearly linear
// in the number of instructions, whatever the program.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "facts/insn.h"
#include "facts/object.h"
#include "judge/index_lists.h"

namespace bpflens {

using BlockIndex = uint32_t;
inline constexpr BlockIndex no_block = UINT32_MAX;

// Slots of a program: from `first` on, before `end`.
struct InsnRange {
  uint32_t first = 0, end = 0;
  bool operator==(const InsnRange&) const = default;
};

InsnRange range_of(const ObjectFunction& function);

// Is the slot the second one of an ld_imm64?
bool is_second_slot(std::span<const Insn> insns, uint32_t slot);

// A gotox and the slots that it may go to.
struct IndirectJump {
  uint32_t insn = 0;
  std::vector<uint32_t> targets;
};

struct BasicBlock {
  InsnRange insns;
  uint32_t last_insn = 0;            // the first slot of the instruction that ends it
  bool leaves_function = false;      // to another function, into an ld_imm64 or behind the program
  bool has_unknown_targets = false;  // ends with a gotox whose targets are not given
};

struct ControlFlow {
  InsnRange function;              // cut where the program ends
  std::vector<BasicBlock> blocks;  // in the order of their slots; the first is the entry
  // Of a conditional jump: the next instruction's block, then the target's; a jump to the next
  // instruction has that one twice. What leaves the function has no successor.
  IndexLists successors;
  IndexLists predecessors;
  std::vector<uint32_t> place_in_predecessors;  // per place in successors.all, one in predecessors'

  // The blocks that can be reached, each before its successors unless an edge leads back.
  std::vector<BlockIndex> reverse_post_order;
  std::vector<BlockIndex> immediate_dominator;  // per block; no_block: the entry, not reached
  // The blocks that can be reached, each before those that it dominates, which stand together.
  std::vector<BlockIndex> dominator_order;
  std::vector<uint32_t> dominator_place;  // per block where it stands there; no_block: not reached
  std::vector<uint32_t> dominated_count;  // per block how many it dominates, with itself
};

// Of the function in these slots of the program. `known` are the indirect jumps whose targets are
// known, in ascending order.
ControlFlow control_flow(std::span<const Insn> insns, InsnRange function,
                         std::span<const IndirectJump> known = {});

// The block with this slot; nullopt outside the function.
std::optional<BlockIndex> block_of(const ControlFlow& flow, uint32_t insn);

// Is there a path from the function's entry to the block?
bool is_reachable(const ControlFlow& flow, BlockIndex block);

// Does every path from the entry to `block` go through `dominator`? Each that can be reached
// dominates itself.
bool dominates(const ControlFlow& flow, BlockIndex dominator, BlockIndex block);

// Does every path from the entry to `block` go along the edge from `from` to `to`?
bool edge_dominates(const ControlFlow& flow, BlockIndex from, BlockIndex to, BlockIndex block);

// The same as `dominates` of two instructions: is the first always run before the second?
bool runs_before(const ControlFlow& flow, uint32_t first, uint32_t second);

}  // namespace bpflens
