// Is our decoded instruction what LLVM reads from the same bytes? Where it is not, for which of the
// known reasons.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/insn.h"
#include "facts/raw_insn.h"
#include "objects/llvm_text.h"

namespace bpflens {

// One instruction, both ways.
struct Seen {
  RawInsn raw;
  std::optional<RawInsn> second;  // the slot behind it
  Insn ours;
  std::optional<LlvmInsn> llvm;
};

// The known differences. `of` says where one is to be expected, `is` whether it is there, and
// nothing else.
struct LlvmDifference {
  std::string_view reason;
  bool (*of)(const Seen& seen);
  bool (*is)(const Seen& seen);
};

std::span<const LlvmDifference> llvm_differences();

std::vector<std::byte> bytes_of(std::span<const RawInsn> slots, bool big_endian);

// All instructions; the second slot of an ld_imm64 is none. The last slots may be cut off.
std::vector<Seen> seen_both_ways(std::span<const RawInsn> slots, bool big_endian);

// `difference` is null if both are the same. `wrong` is empty unless they differ for no known
// reason, or a known difference is not there.
struct Compared {
  const LlvmDifference* difference = nullptr;
  std::string wrong;
};

Compared compared(const Seen& seen);

}  // namespace bpflens
