#include "facts/insn_print.h"

#include <array>
#include <charconv>
#include <string_view>

#include "facts/opcode.h"

namespace bpflens {
namespace {

template <size_t count>
std::string_view symbol_of(Operation operation,
                           const std::array<OpcodeOperation, count>& operations) {
  for (const OpcodeOperation& known : operations)
    if (known.operation == operation) return known.symbol;
  return "?";
}

std::string hexadecimal(uint64_t number) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  return "0x" + std::string(digits.data(), end);
}

std::string with_sign(int64_t number) { return (number < 0 ? "" : "+") + std::to_string(number); }

std::string register_text(uint8_t number, bool is_32bit = false) {
  return (is_32bit ? "w" : "r") + std::to_string(number);
}

std::string type_of(const Insn& insn) {
  const char* const letter = insn.kind == InsnKind::Load && insn.sign_extend_bits != 0 ? "s" : "u";
  return letter + std::to_string(insn.size_bytes * 8);
}

// "(u32 *)(r2 +8)"
std::string memory(const Insn& insn, uint8_t address) {
  return "(" + type_of(insn) + " *)(" + register_text(address) + " " + with_sign(insn.offset) + ")";
}

std::string move_or_alu(const Insn& insn) {
  std::string text = register_text(insn.dst, insn.is_32bit) + " ";
  if (insn.kind == InsnKind::Alu) text += symbol_of(insn.operation, arithmetic_operations);
  text += "= ";
  if (!insn.src_is_register) return text + std::to_string(insn.imm);
  if (insn.sign_extend_bits != 0) text += "(s" + std::to_string(insn.sign_extend_bits) + ")";
  return text + register_text(insn.src, insn.is_32bit);
}

std::string byte_swap(const Insn& insn) {
  constexpr uint8_t to_big_endian = 8;
  const bool always = opcode_class(insn.code) == OpcodeClass::Alu64;
  const std::string_view name = always ? "bswap" : (insn.code & to_big_endian) != 0 ? "be" : "le";
  const std::string changed = register_text(insn.dst);
  return changed + " = " + std::string(name) + std::to_string(insn.size_bytes * 8) + " " + changed;
}

std::string load_packet(const Insn& insn) {
  const std::string at = insn.src_is_register ? register_text(insn.src) + " + " : "";
  return "r0 = *(" + type_of(insn) + " *)skb[" + at + std::to_string(insn.imm) + "]";
}

std::string_view fetching_name(Operation operation) {
  for (const AtomicOperation& known : atomic_operations)
    if (known.operation == operation && !known.fetching_name.empty()) return known.fetching_name;
  return "?";
}

std::string atomic(const Insn& insn) {
  const std::string value = register_text(insn.src);
  if (insn.operation == Operation::LoadAcquire)
    return register_text(insn.dst) + " = load_acquire(" + memory(insn, insn.src) + ")";
  if (insn.operation == Operation::StoreRelease)
    return "store_release(" + memory(insn, insn.dst) + ", " + value + ")";
  if (!insn.fetches)
    return "lock *" + memory(insn, insn.dst) + " " +
           std::string(symbol_of(insn.operation, arithmetic_operations)) + "= " + value;
  const bool compares = insn.operation == Operation::CompareExchange;
  const std::string name = std::string(insn.size_bytes == 8 ? "atomic64_" : "atomic_") +
                           std::string(fetching_name(insn.operation)) + "(";
  return (compares ? "r0" : value) + " = " + name + memory(insn, insn.dst) +
         (compares ? ", r0, " : ", ") + value + ")";
}

std::string jump(const Insn& insn) {
  if (insn.src_is_register) return "gotox " + register_text(insn.src);
  constexpr uint8_t long_jump = 0x06;
  return (insn.code == long_jump ? "gotol pc" : "goto pc") + with_sign(insn.jump);
}

std::string branch(const Insn& insn) {
  const std::string target = "goto pc" + with_sign(insn.jump);
  if (insn.operation == Operation::MayGoto) return "may_" + target;
  const std::string right = insn.src_is_register ? register_text(insn.src, insn.is_32bit)
                                                 : hexadecimal(static_cast<uint32_t>(insn.imm));
  return "if " + register_text(insn.dst, insn.is_32bit) + " " +
         std::string(symbol_of(insn.operation, comparisons)) + " " + right + " " + target;
}

std::string call(const Insn& insn) {
  if (insn.kind == InsnKind::Call)
    return "call " + (insn.callee.empty() ? "unknown" : insn.callee) + "#" +
           std::to_string(insn.callee_id);
  if (insn.src_is_register) return "callx " + register_text(insn.src);
  return "call pc" + with_sign(insn.jump);
}

std::string address_cast(const Insn& insn) {
  const uint64_t spaces = static_cast<uint64_t>(insn.imm);
  return register_text(insn.dst) + " = addr_space_cast(" + register_text(insn.src) + ", " +
         std::to_string(spaces >> 16 & 0xffff) + ", " + std::to_string(spaces & 0xffff) + ")";
}

}  // namespace

std::string print_insn(const Insn& insn) {
  switch (insn.kind) {
    case InsnKind::Move:
    case InsnKind::Alu:
      return move_or_alu(insn);
    case InsnKind::Negate:
      return register_text(insn.dst, insn.is_32bit) + " = -" +
             register_text(insn.dst, insn.is_32bit);
    case InsnKind::ByteSwap:
      return byte_swap(insn);
    case InsnKind::LoadImm64:
      return register_text(insn.dst) + " = " + hexadecimal(static_cast<uint64_t>(insn.imm));
    case InsnKind::Load:
      return register_text(insn.dst) + " = *" + memory(insn, insn.src);
    case InsnKind::LoadPacket:
      return load_packet(insn);
    case InsnKind::Store:
      return "*" + memory(insn, insn.dst) + " = " +
             (insn.src_is_register ? register_text(insn.src) : std::to_string(insn.imm));
    case InsnKind::Atomic:
      return atomic(insn);
    case InsnKind::Jump:
      return jump(insn);
    case InsnKind::Branch:
      return branch(insn);
    case InsnKind::Call:
    case InsnKind::CallSubprogram:
      return call(insn);
    case InsnKind::Exit:
      return "exit";
    case InsnKind::AddressCast:
      return address_cast(insn);
    case InsnKind::Nospec:
      return "nospec";
    case InsnKind::Unknown:
      break;
  }
  return "unknown (" + hexadecimal(insn.code) + ")";
}

}  // namespace bpflens
