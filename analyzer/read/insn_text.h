// Instruction text as the kernel prints it ("r0 = *(u32 *)(r1 +76)") back to its fields.
#pragma once

#include <cstdint>
#include <string_view>

#include "facts/insn.h"

namespace bpflens {

// `code` is the opcode byte printed in parentheses before the text. Text of any kernel from 4.14 to
// 7.3; an unknown or broken one gives InsnKind::Unknown with `code` set, never a guess.
Insn parse_insn_text(uint8_t code, std::string_view text);

}  // namespace bpflens
