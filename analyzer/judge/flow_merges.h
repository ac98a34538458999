// Which definition does each read see? Adds the merges that this takes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "judge/flow.h"

namespace bpflens {

// A variable is a register, or bytes of the stack that are always accessed together.
struct FlowVariable {
  Storage storage;
  DefinitionIndex entry = no_definition;
};

enum class AccessKind : uint8_t {
  Read,
  MayRead,
  Write,
  MayWrite,  // or leave as it is
};

struct FlowAccess {
  uint32_t insn = 0;
  uint16_t variable = 0;
  AccessKind kind = AccessKind::Read;
  DefinitionIndex definition = no_definition;  // of reads: filled in here
};

// So many bytes of what stands there make up a value.
uint8_t width_of(const Storage& storage);

bool reads(const FlowAccess& access);

// `accesses` are in the order of the instructions and, in one, of what happens. Also sets what was
// there before a MayWrite. Merges are made only where a read may see them.
void link_accesses(DataFlow& flow, std::span<const FlowVariable> variables,
                   std::span<FlowAccess> accesses);

}  // namespace bpflens
