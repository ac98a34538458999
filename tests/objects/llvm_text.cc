// Our side of llvm_text.h.
#include "objects/llvm_text.h"

#include <cstdlib>
#include <string_view>
#include <utility>

namespace bpflens {
namespace {

constexpr std::pair<Operation, std::string_view> symbols[] = {
    {Operation::Add, "+"},   {Operation::Sub, "-"},    {Operation::Mul, "*"},
    {Operation::Div, "/"},   {Operation::Or, "|"},     {Operation::And, "&"},
    {Operation::Lsh, "<<"},  {Operation::Rsh, ">>"},   {Operation::Mod, "%"},
    {Operation::Xor, "^"},   {Operation::Arsh, "s>>"}, {Operation::SDiv, "s/"},
    {Operation::SMod, "s%"}, {Operation::Eq, "=="},    {Operation::Ne, "!="},
    {Operation::Gt, ">"},    {Operation::Ge, ">="},    {Operation::Lt, "<"},
    {Operation::Le, "<="},   {Operation::SGt, "s>"},   {Operation::SGe, "s>="},
    {Operation::SLt, "s<"},  {Operation::SLe, "s<="},  {Operation::Set, "&"},
};

constexpr std::pair<Operation, std::string_view> fetching[] = {
    {Operation::Add, "atomic_fetch_add"},
    {Operation::Or, "atomic_fetch_or"},
    {Operation::And, "atomic_fetch_and"},
    {Operation::Xor, "atomic_fetch_xor"},
};

template <typename Rows>
std::string word_of(Operation operation, const Rows& rows) {
  for (const auto& [row, word] : rows)
    if (row == operation) return std::string(word);
  return "?";
}

std::string reg(uint8_t number, bool is_32bit) {
  return (is_32bit ? "w" : "r") + std::to_string(number);
}

// What is narrower goes through the lower half of a register.
std::string value_register(const Insn& insn, uint8_t number) {
  return reg(number, insn.size_bytes < 8 && insn.sign_extend_bits == 0);
}

std::string place(const Insn& insn, uint8_t address) {
  return reg(address, false) + (insn.offset < 0 ? " - " : " + ") +
         std::to_string(std::abs(insn.offset));
}

std::string type_of(const Insn& insn) {
  return (insn.sign_extend_bits != 0 ? "s" : "u") + std::to_string(insn.size_bytes * 8);
}

std::string memory(const Insn& insn, uint8_t address) {
  return "(" + type_of(insn) + " *)(" + place(insn, address) + ")";
}

std::string operand(const Insn& insn) {
  if (!insn.src_is_register) return std::to_string(insn.imm);
  const bool extends = insn.kind == InsnKind::Move && insn.sign_extend_bits != 0;
  return (extends ? "(s" + std::to_string(insn.sign_extend_bits) + ")" : "") +
         reg(insn.src, insn.is_32bit);
}

std::string byte_swap(const Insn& insn) {
  const std::string_view name = insn.code == 0xd7 ? "bswap" : insn.code == 0xdc ? "be" : "le";
  return reg(insn.dst, false) + " = " + std::string(name) + std::to_string(insn.size_bytes * 8) +
         " " + reg(insn.src, false);
}

std::string load_packet(const Insn& insn) {
  // It has no words for a register and a number.
  if (insn.src_is_register && insn.imm != 0) return "?";
  return "r0 = *(" + type_of(insn) + " *)skb[" + operand(insn) + "]";
}

// "xchg32_32(r1 + 0, w2)"
std::string exchange(const Insn& insn, std::string_view name, std::string_view compared) {
  return std::string(name) + (insn.size_bytes == 8 ? "_64(" : "32_32(") + place(insn, insn.dst) +
         ", " + std::string(compared) + value_register(insn, insn.src) + ")";
}

std::string atomic(const Insn& insn) {
  const std::string value = value_register(insn, insn.src), zero = value_register(insn, 0);
  if (insn.operation == Operation::Exchange) return value + " = " + exchange(insn, "xchg", "");
  if (insn.operation == Operation::CompareExchange)
    return zero + " = " + exchange(insn, "cmpxchg", zero + ", ");
  if (insn.fetches)
    return value + " = " + word_of(insn.operation, fetching) + "(" + memory(insn, insn.dst) + ", " +
           value + ")";
  return "lock *" + memory(insn, insn.dst) + " " + word_of(insn.operation, symbols) + "= " + value;
}

std::string to(int64_t jump) { return (jump < 0 ? "" : "+") + std::to_string(jump); }

std::string branch(const Insn& insn) {
  if (insn.operation == Operation::MayGoto) return "may_goto " + to(insn.jump);
  return "if " + reg(insn.dst, insn.is_32bit) + " " + word_of(insn.operation, symbols) + " " +
         operand(insn) + " goto " + to(insn.jump);
}

std::string address_cast(const Insn& insn) {
  return reg(insn.dst, false) + " = addr_space_cast(" + reg(insn.src, false) + ", " +
         std::to_string(insn.imm >> 16) + ", " + std::to_string(insn.imm & 0xffff) + ")";
}

}  // namespace

std::string in_llvm_words(const Insn& insn) {
  constexpr uint8_t long_jump = 0x06;
  const std::string dst = reg(insn.dst, insn.is_32bit);
  switch (insn.kind) {
    case InsnKind::Move:
      return dst + " = " + operand(insn);
    case InsnKind::Alu:
      return dst + " " + word_of(insn.operation, symbols) + "= " + operand(insn);
    case InsnKind::Negate:
      return dst + " = -" + dst;
    case InsnKind::ByteSwap:
      return byte_swap(insn);
    case InsnKind::LoadImm64:
      return dst + " = " + std::to_string(insn.imm) + " ll";
    case InsnKind::Load:
      return value_register(insn, insn.dst) + " = *" + memory(insn, insn.src);
    case InsnKind::LoadPacket:
      return load_packet(insn);
    case InsnKind::Store:
      return "*" + memory(insn, insn.dst) + " = " +
             (insn.src_is_register ? value_register(insn, insn.src) : operand(insn));
    case InsnKind::Atomic:
      return atomic(insn);
    case InsnKind::Jump:
      if (insn.src_is_register) return "?";
      return (insn.code == long_jump ? "gotol " : "goto ") + to(insn.jump);
    case InsnKind::Branch:
      return branch(insn);
    case InsnKind::Call:
      return "call " + std::to_string(insn.callee_id);
    case InsnKind::CallSubprogram:
      return insn.src_is_register ? "callx " + reg(insn.src, false) : "?";
    case InsnKind::Exit:
      return "exit";
    case InsnKind::AddressCast:
      return address_cast(insn);
    case InsnKind::Nospec:
    case InsnKind::Unknown:
      break;
  }
  return "?";
}

}  // namespace bpflens
