// Pieces that the readers of instruction text share: cursors over registers, sizes, memory operands
// and operators. Only insn_text*.cc include this.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "facts/insn.h"
#include "facts/opcode.h"
#include "read/scan.h"

namespace bpflens::insn_text {

// Of those with the opcode's bits the one whose symbol stands here, before `end`.
template <size_t count>
Operation take_symbol(Scan& text, uint8_t code, std::string_view end,
                      const std::array<OpcodeOperation, count>& operations) {
  for (const OpcodeOperation& known : operations) {
    Scan ahead = text;
    if (known.bits != opcode_operation(code) || !ahead.take(known.symbol) || !ahead.take(end))
      continue;
    text = ahead;
    return known.operation;
  }
  return Operation::None;
}

// "r5", "w5". The field has four bits: a program with r15 is printed before it is refused.
inline bool take_register(Scan& text, char letter, uint8_t& number) {
  Scan ahead = text;
  if (!ahead.take(std::string_view(&letter, 1))) return false;
  const auto taken = ahead.take_number<uint8_t>();
  if (!taken || *taken > 15) return false;
  number = *taken;
  text = ahead;
  return true;
}

// "u32" or "s32" with the width that the opcode says.
inline bool take_type(Scan& text, uint8_t bytes, char letter) {
  Scan ahead = text;
  if (!ahead.take(std::string_view(&letter, 1))) return false;
  if (ahead.take_number<int>() != bytes * 8) return false;
  text = ahead;
  return true;
}

// "*(u32 *)(r1 +76)", and "(u64 *)(r1 +0)" when `star` is empty.
inline bool take_memory(Scan& text, std::string_view star, char letter, uint8_t& base, Insn& insn) {
  if (!text.take(star) || !text.take("(") || !take_type(text, insn.size_bytes, letter))
    return false;
  if (!text.take(" *)(") || !take_register(text, 'r', base) || !text.take(" ")) return false;
  const auto offset = text.take_signed<int16_t>();
  if (!offset || !text.take(")")) return false;
  insn.offset = *offset;
  return true;
}

inline bool take_immediate(Scan& text, Insn& insn) {
  const auto imm = text.take_signed<int32_t>();
  if (imm) insn.imm = *imm;
  return imm.has_value();
}

inline bool take_jump(Scan& text, Insn& insn) {
  if (!text.take("pc")) return false;
  const auto jump = text.take_signed<int32_t>();
  if (jump) insn.jump = *jump;
  return jump.has_value();
}

// Loads, stores and atomics: whatever touches memory (insn_text_memory.cc).
bool parse_load(Scan text, Insn& insn);
bool parse_store(Scan text, Insn& insn);

}  // namespace bpflens::insn_text
