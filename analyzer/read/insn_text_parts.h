// Pieces that the readers of instruction text share: the fields of the opcode byte, and cursors
// over registers, sizes, memory operands and operators. Only insn_text*.cc include this.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "facts/insn.h"
#include "read/scan.h"

namespace bpflens::insn_text {

enum OpcodeClass : uint8_t { Ld, Ldx, St, Stx, Alu32, Jmp, Jmp32, Alu64 };

constexpr uint8_t opcode_class(uint8_t code) { return code & 7; }
constexpr uint8_t opcode_operation(uint8_t code) { return code & 0xf0; }
constexpr uint8_t opcode_mode(uint8_t code) { return code & 0xe0; }
constexpr bool source_is_register(uint8_t code) { return (code & 8) != 0; }

constexpr uint8_t opcode_size(uint8_t code) {
  constexpr std::array<uint8_t, 4> sizes{4, 2, 1, 8};
  return sizes[(code >> 3) & 3];
}

struct Symbol {
  uint8_t code;
  std::string_view text;
  Operation operation;
};

inline constexpr std::array alu_symbols{
    Symbol{0x00, "+=", Operation::Add},    Symbol{0x10, "-=", Operation::Sub},
    Symbol{0x20, "*=", Operation::Mul},    Symbol{0x30, "/=", Operation::Div},
    Symbol{0x30, "s/=", Operation::SDiv},  Symbol{0x40, "|=", Operation::Or},
    Symbol{0x50, "&=", Operation::And},    Symbol{0x60, "<<=", Operation::Lsh},
    Symbol{0x70, ">>=", Operation::Rsh},   Symbol{0x90, "%=", Operation::Mod},
    Symbol{0x90, "s%=", Operation::SMod},  Symbol{0xa0, "^=", Operation::Xor},
    Symbol{0xc0, "s>>=", Operation::Arsh},
};

template <size_t count>
Operation take_symbol(Scan& text, uint8_t code, const std::array<Symbol, count>& symbols) {
  for (const Symbol& symbol : symbols) {
    Scan ahead = text;
    if (symbol.code != opcode_operation(code) || !ahead.take(symbol.text) || !ahead.take(" "))
      continue;
    text = ahead;
    return symbol.operation;
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
