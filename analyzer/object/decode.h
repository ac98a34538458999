// Instructions from their bytes: our own table, up to cpu v4 and Linux 7.3.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "facts/insn.h"
#include "facts/raw_insn.h"

namespace bpflens {

// Whole slots only: bytes behind the last one are ignored.
std::vector<RawInsn> raw_insns(std::span<const std::byte> bytes, bool big_endian);

// One per slot, with the meaning that Linux gives it; what no kernel defines is InsnKind::Unknown
// with its code. The second slot of an ld_imm64 is Unknown with code 0; its number is in the
// first's imm. Names of callees are not known here.
std::vector<Insn> decode(std::span<const RawInsn> slots);

}  // namespace bpflens
