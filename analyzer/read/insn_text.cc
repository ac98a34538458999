// How the kernel's instruction text becomes fields. The opcode byte picks the one or two shapes the
// text may have; the text must then match to its end and agree with the opcode, or the instruction
// is Unknown.
#include "read/insn_text.h"

#include <array>
#include <optional>

#include "read/insn_text_parts.h"

namespace bpflens {
namespace insn_text {
namespace {

// "r1 = be16 r1", "r1 = bswap32 r1"
bool parse_byte_swap(Scan text, Insn& insn) {
  insn.kind = InsnKind::ByteSwap;
  uint8_t again = 0;
  if (!take_register(text, 'r', insn.dst) || !text.take(" = ")) return false;
  const bool unconditional = opcode_class(insn.code) == OpcodeClass::Alu64;
  const std::string_view name =
      unconditional ? "bswap" : (operand_is_register(insn.code) ? "be" : "le");
  if (!text.take(name)) return false;
  const auto bits = text.take_number<uint8_t>();
  if (!bits || (*bits != 16 && *bits != 32 && *bits != 64)) return false;
  insn.size_bytes = static_cast<uint8_t>(*bits / 8);
  insn.src = insn.dst;
  return text.take(" ") && take_register(text, 'r', again) && again == insn.dst && text.at_end();
}

// The 32-bit registers are "w1" since 5.1 and "(u32) r1" before; the old cast stands before
// constants as well.
struct Spelling {
  char letter = 'r';
  std::string_view cast;
};

std::optional<Spelling> take_spelling(Scan& text, bool is_32bit) {
  if (!is_32bit) return Spelling{};
  if (text.take("(u32) ")) return Spelling{'r', "(u32) "};
  if (text.rest.starts_with("w")) return Spelling{'w', {}};
  return std::nullopt;
}

bool parse_address_cast(Scan text, Insn& insn) {
  insn.kind = InsnKind::AddressCast;
  insn.src_is_register = true;
  if (text.take("&(void __percpu *)("))
    return take_register(text, 'r', insn.src) && text.take(")") && text.at_end();
  if (!text.take("addr_space_cast(") || !take_register(text, 'r', insn.src) || !text.take(", "))
    return false;
  const auto to = text.take_number<uint16_t>();
  if (!to || !text.take(", ")) return false;
  const auto from = text.take_number<uint16_t>();
  if (!from) return false;
  insn.imm = (int64_t{*to} << 16) | *from;
  return text.take(")") && text.at_end();
}

bool take_operand(Scan& text, const Spelling& spelling, Insn& insn) {
  if (!insn.src_is_register) return text.take(spelling.cast) && take_immediate(text, insn);
  for (const uint8_t bits : {uint8_t{8}, uint8_t{16}, uint8_t{32}}) {
    Scan ahead = text;
    if (!ahead.take("(s") || ahead.take_number<uint8_t>() != bits || !ahead.take(")")) continue;
    insn.sign_extend_bits = bits;
    text = ahead;
  }
  return text.take(spelling.cast) && take_register(text, spelling.letter, insn.src);
}

bool parse_move_or_alu(Scan text, const Spelling& spelling, Insn& insn) {
  insn.src_is_register = operand_is_register(insn.code);
  insn.kind = InsnKind::Move;
  if (opcode_operation(insn.code) == 0xb0) {
    if (!text.take("= ")) return false;
  } else {
    insn.kind = InsnKind::Alu;
    insn.operation = take_symbol(text, insn.code, "= ", arithmetic_operations);
    if (insn.operation == Operation::None) return false;
  }
  if (!take_operand(text, spelling, insn) || !text.at_end()) return false;
  return insn.kind == InsnKind::Move || insn.sign_extend_bits == 0;
}

// "r1 = -r1", "w1 = -w1", to 4.20 "r1 = (u32) -r1"
bool parse_negate(Scan text, Insn& insn) {
  insn.kind = InsnKind::Negate;
  const char letter = insn.is_32bit && text.rest.starts_with("w") ? 'w' : 'r';
  uint8_t again = 0;
  if (!take_register(text, letter, insn.dst) || !text.take(" = ")) return false;
  if (insn.is_32bit && letter == 'r' && !text.take("(u32) ")) return false;
  return text.take("-") && take_register(text, letter, again) && again == insn.dst && text.at_end();
}

bool parse_arithmetic(Scan text, Insn& insn) {
  if (opcode_operation(insn.code) == 0xd0) return parse_byte_swap(text, insn);
  insn.is_32bit = opcode_class(insn.code) == OpcodeClass::Alu32;
  if (opcode_operation(insn.code) == 0x80) return parse_negate(text, insn);
  const std::optional<Spelling> spelling = take_spelling(text, insn.is_32bit);
  if (!spelling || !take_register(text, spelling->letter, insn.dst) || !text.take(" "))
    return false;
  if (insn.code == 0xbf && (text.rest.starts_with("= addr") || text.rest.starts_with("= &")))
    return parse_address_cast(Scan{text.rest.substr(2)}, insn);
  return parse_move_or_alu(text, *spelling, insn);
}

bool may_stand_in_name(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '_' || letter == '.' || letter == '-';
}

// "pc+12" is a function of the program; "name#7" a helper or kfunc; a kernel that was not told
// the name of a kfunc prints "kernel-function".
bool parse_call(Scan text, Insn& insn) {
  insn.kind = InsnKind::CallSubprogram;
  if (operand_is_register(insn.code)) {
    insn.src_is_register = true;
    return text.take("callx ") && take_register(text, 'r', insn.src) && text.at_end();
  }
  if (!text.take("call ")) return false;
  if (text.rest.starts_with("pc+") || text.rest.starts_with("pc-"))
    return take_jump(text, insn) && text.at_end();
  insn.kind = InsnKind::Call;
  insn.callee = text.take_while(may_stand_in_name);
  if (text.at_end()) return !insn.callee.empty();
  if (!text.take("#")) return false;
  const auto id = text.take_signed<int64_t>();
  if (id) insn.callee_id = *id;
  return id && text.at_end();
}

bool parse_jump(Scan text, Insn& insn) {
  insn.kind = InsnKind::Jump;
  if (operand_is_register(insn.code)) {
    insn.src_is_register = true;
    return text.take("gotox ") && take_register(text, 'r', insn.src) && text.at_end();
  }
  const bool is_long = opcode_class(insn.code) == OpcodeClass::Jmp32;
  return text.take(is_long ? "gotol " : "goto ") && take_jump(text, insn) && text.at_end();
}

bool parse_branch(Scan text, Insn& insn) {
  insn.kind = InsnKind::Branch;
  if (insn.code == 0xe5) {
    insn.operation = Operation::MayGoto;
    return text.take("may_goto ") && take_jump(text, insn) && text.at_end();
  }
  insn.is_32bit = opcode_class(insn.code) == OpcodeClass::Jmp32;
  insn.src_is_register = operand_is_register(insn.code);
  const char letter = insn.is_32bit ? 'w' : 'r';
  if (!text.take("if ") || !take_register(text, letter, insn.dst) || !text.take(" ")) return false;
  insn.operation = take_symbol(text, insn.code, " ", comparisons);
  if (insn.operation == Operation::None) return false;
  if (insn.src_is_register) {
    if (!take_register(text, letter, insn.src)) return false;
  } else {
    if (!text.take("0x")) return false;
    const auto imm = text.take_number<uint32_t>(16);
    if (!imm) return false;
    insn.imm = static_cast<int32_t>(*imm);  // the kernel sign-extends what it prints unsigned
  }
  return text.take(" goto ") && take_jump(text, insn) && text.at_end();
}

bool parse_control(Scan text, Insn& insn) {
  const uint8_t operation = opcode_operation(insn.code);
  if (operation == 0x00) return parse_jump(text, insn);
  if (opcode_class(insn.code) == OpcodeClass::Jmp32) return parse_branch(text, insn);
  if (operation == 0x80) return parse_call(text, insn);
  if (operation != 0x90) return parse_branch(text, insn);
  insn.kind = InsnKind::Exit;
  return text.rest == "exit";
}

bool parse_by_class(Scan text, Insn& insn) {
  switch (opcode_class(insn.code)) {
    case OpcodeClass::Ld:
    case OpcodeClass::Ldx:
      return parse_load(text, insn);
    case OpcodeClass::St:
    case OpcodeClass::Stx:
      return parse_store(text, insn);
    case OpcodeClass::Alu32:
    case OpcodeClass::Alu64:
      return parse_arithmetic(text, insn);
    default:
      return parse_control(text, insn);
  }
}

}  // namespace
}  // namespace insn_text

Insn parse_insn_text(uint8_t code, std::string_view text) {
  Insn insn;
  insn.code = code;
  if (insn_text::parse_by_class(Scan{text}, insn)) return insn;
  Insn unknown;
  unknown.code = code;
  return unknown;
}

}  // namespace bpflens
