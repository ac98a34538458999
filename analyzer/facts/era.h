// The dialects of verifier logs, named after the kernels that print them. A log is recognised by
// its own text; nobody is asked for a version.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "facts/kernel_version.h"

namespace bpflens {

enum class Era : uint8_t {
  Unknown,
  A,  // 4.14: no liveness, "processed N insns, stack depth D"
  B,  // 4.15 to 5.2: _r/_w marks, frameN:
  C,  // 5.3 to 5.16: whole state before each instruction, inv, _D
  D,  // 5.17: only what changed, after the instruction; still inv
  E,  // 5.18 to 6.7: scalar(...), bare constants, off=0 still printed
  F,  // 6.8 to 6.17: grouped ranges smin=umin=1, zero offsets left out
  G,  // 6.18 to 7.1: no liveness marks, "Live regs before insn"
  H,  // 7.2: id/parent_id in place of ref_obj_id, dead registers left out
  I,  // 7.3: the kernel's own report after the sentence
};

// "4.14", "5.3 to 5.16", ...; "unknown" for Unknown.
std::string_view kernels_of(Era era);
// The same in numbers; nullopt for Unknown.
std::optional<KernelSpan> span_of(Era era);

// Before 5.17 the state is printed whole and before the instruction, later partially and after it.
inline bool prints_state_before_insn(Era era) { return era != Era::Unknown && era <= Era::C; }

}  // namespace bpflens
