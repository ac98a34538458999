// An instruction as the verifier prints it: "r1 = *(u32 *)(r2 +8)".
#pragma once

#include <string>

#include "facts/insn.h"

namespace bpflens {

// In the words of Linux 6.12 and later; what no kernel defines is "unknown" and its opcode.
std::string print_insn(const Insn& insn);

}  // namespace bpflens
