// How data passes through one function of a linked program: which definitions of a register or of
// bytes of the stack reach which uses, and which values are copies of each other. Nothing is run:
// it holds for all paths. Takes time that is nearly linear in the number of instructions.
//
// Definitions are in static single assignment form: where paths meet with different ones, there is
// one more, which merges them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "facts/insn.h"
#include "judge/cfg.h"
#include "judge/index_lists.h"
#include "judge/value_type.h"

namespace bpflens {

using DefinitionIndex = uint32_t;
inline constexpr DefinitionIndex no_definition = UINT32_MAX;

inline constexpr uint8_t register_count = 11;
inline constexpr int16_t stack_size_bytes = 512;

// A register, or bytes of the stack.
struct Storage {
  bool on_stack = false;
  uint8_t reg = 0;
  int16_t offset = 0;       // from the frame pointer
  uint16_t size_bytes = 8;  // on the stack
  bool operator==(const Storage&) const = default;
};

enum class DefinitionKind : uint8_t {
  Entry,      // what was there when the function began
  Computed,   // by an instruction, or loaded from memory that is not followed
  Copy,       // a move, a spill or a fill of the low bytes of another definition
  Call,       // r0
  Clobbered,  // r1 to r5, by a call; `storage` says r1
  MayWrite,   // bytes of the stack that an instruction may change, or leave as they are
  Merge,      // at the beginning of a block, of what its predecessors leave
};

struct Definition {
  DefinitionKind kind = DefinitionKind::Entry;
  uint8_t width_bytes = 8;  // of the value; what is above is 0
  Storage storage;
  uint32_t insn = 0;                            // Entry, Merge: the first one of the block
  DefinitionIndex source = no_definition;       // Copy: of what; MayWrite: what was there before
  uint32_t first_merged = 0, merged_count = 0;  // Merge: in DataFlow::merged
  bool may_be_frame = false;  // MayWrite: what is written may point to this function's stack
};

// An instruction reads what a definition made.
struct Reading {
  uint32_t insn = 0;
  Storage storage;                             // on the stack also less than the instruction reads
  DefinitionIndex definition = no_definition;  // none where control does not come to
};

// A value is the low bytes of what a definition made, the others are 0; with 8, all of it.
struct CopyOf {
  DefinitionIndex definition = no_definition;
  uint8_t bytes = 8;
  bool operator==(const CopyOf&) const = default;
};

struct DataFlow {
  ControlFlow control;
  // Else every load of the stack makes a value of its own: there are too many accesses of different
  // bytes, or pointers to the stack are found too deep in it.
  bool follows_stack = true;
  std::vector<Definition> definitions;
  std::vector<DefinitionIndex> in_order;  // by block, in reverse post order; where control comes to
  std::vector<DefinitionIndex> merged;    // one per predecessor; of the entry also its own
  std::vector<Reading> readings;          // ascending by instruction
  // Per slot of the function, counted from its first: what it makes in a register or on the stack.
  std::vector<DefinitionIndex> in_register, on_stack;
  std::vector<uint32_t> first_reading;  // per slot of the function; one more for the end
  IndexLists readings_of;               // per definition: in `readings`
  IndexLists passed_to;                 // per definition: those that merge or may overwrite it
  std::vector<CopyOf> copy_of;          // per definition, through all copies
  IndexLists copies_of;                 // per definition: those that copy_of tells to be its copies
  std::vector<ValueType> types;         // per definition
};

// `insns` are all slots of the program, of which `control` is one function.
DataFlow data_flow(std::span<const Insn> insns, ControlFlow control, const FlowFacts& facts = {});

// What the instruction reads, of registers and of the stack. A call reads its arguments and what of
// the stack they may point to, an exit reads r0.
std::span<const Reading> readings_at(const DataFlow& flow, uint32_t insn);

// The definition that the instruction reads in this register; it may be a Merge. nullopt: it does
// not read it.
std::optional<DefinitionIndex> definition_read(const DataFlow& flow, uint32_t insn, uint8_t reg);

// The definition that the instruction makes in a register (a call: r0).
std::optional<DefinitionIndex> definition_made(const DataFlow& flow, uint32_t insn);

// The definition that a store makes on the stack, where it is known to write to it.
std::optional<DefinitionIndex> definition_stored(const DataFlow& flow, uint32_t insn);

// All that the definition may stand for: itself, or of a Merge what it merges. Ascending. What a
// MayWrite may have left in place is among it.
std::vector<DefinitionIndex> reaching_definitions(const DataFlow& flow, DefinitionIndex merge);

// Where what the definition made may be read, in the place in which it was made. Ascending by
// instruction.
std::vector<Reading> uses_reached(const DataFlow& flow, DefinitionIndex definition);

}  // namespace bpflens
