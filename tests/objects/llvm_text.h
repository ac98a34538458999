// The same instruction in LLVM's words: as its disassembler reads the bytes, and as our decoded
// Insn would be written there.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "facts/insn.h"

namespace bpflens {

struct LlvmInsn {
  std::string text;           // "w1 = *(u8 *)(r2 + 4)", of -mcpu=v4
  bool ignores_bits = false;  // written back it has other bytes: a field was not looked at
};

// The first instruction of `bytes`; nullopt: LLVM knows none.
std::optional<LlvmInsn> llvm_insn(std::span<const std::byte> bytes, bool big_endian);

// What LLVM has no words for is "?".
std::string in_llvm_words(const Insn& insn);

}  // namespace bpflens
