// Puts the number of a relocation into its instruction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "facts/raw_insn.h"
#include "object/core_value.h"

namespace bpflens {

struct Patched {
  bool poisoned = false;
  std::string why;  // poisoned, or the instruction cannot hold the number
};

Patched patch(std::vector<RawInsn>& raw, uint32_t insn, const std::optional<CoreValue>& local,
              const CoreValue& wanted);

// Makes it a call that no kernel has: to run it would be wrong, to skip it is fine.
void poison(std::vector<RawInsn>& raw, uint32_t insn);

}  // namespace bpflens
