// The texts of instructions that touch memory: "r0 = *(u32 *)(r1 +76)", "*(u64 *)(r10 -8) = r1",
// "r0 = *(u16 *)skb[12]", 64-bit constants and all spellings of atomics.
#include <algorithm>

#include "facts/raw_insn.h"
#include "read/insn_text_parts.h"

namespace bpflens::insn_text {
namespace {

// "0xffff8881", "subprog[+6]", and "map[id:5][0]+16" as bpftool writes it.
bool parse_wide_load(Scan text, Insn& insn) {
  insn.kind = InsnKind::LoadImm64;
  if (!take_register(text, 'r', insn.dst) || !text.take(" = ")) return false;
  if (const auto bits = text.take_bits()) {
    insn.imm = static_cast<int64_t>(*bits);
    return text.at_end();
  }
  if (text.take("subprog[")) {
    insn.callee = "subprog";
    const auto jump = text.take_signed<int32_t>();
    if (jump) insn.jump = *jump;
    return jump && text.take("]") && text.at_end();
  }
  if (!text.rest.starts_with("map[")) return false;
  insn.callee = text.rest;
  return true;
}

// "r0 = *(u16 *)skb[12]", "r0 = *(u8 *)skb[r7 + 0]"
bool parse_packet_load(Scan text, Insn& insn) {
  insn.kind = InsnKind::LoadPacket;
  insn.size_bytes = opcode_size_bytes(insn.code);
  if (!text.take("r0 = *(") || !take_type(text, insn.size_bytes, 'u') || !text.take(" *)skb["))
    return false;
  insn.src_is_register = opcode_mode(insn.code) == OpcodeMode::PacketIndirect;
  if (insn.src_is_register && !(take_register(text, 'r', insn.src) && text.take(" + ")))
    return false;
  return take_immediate(text, insn) && text.take("]") && text.at_end();
}

bool parse_locked_operation(Scan text, Insn& insn) {
  if (!take_memory(text, "*", 'u', insn.dst, insn) || !text.take(" ")) return false;
  for (const OpcodeOperation& known : arithmetic_operations) {
    Scan ahead = text;
    if (!ahead.take(known.symbol) || !ahead.take("= ")) continue;
    text = ahead;
    insn.operation = known.operation;
    break;
  }
  const bool allowed = std::ranges::any_of(atomic_operations, [&](const AtomicOperation& known) {
    return known.operation == insn.operation && known.fetching_name.empty();
  });
  return allowed && take_register(text, 'r', insn.src) && text.at_end();
}

// "r2 = atomic64_fetch_add((u64 *)(r1 +0), r2)"; with cmpxchg r0 stands on both sides.
bool parse_fetching_operation(Scan text, uint8_t result, Insn& insn) {
  if (!text.take(insn.size_bytes == 8 ? "atomic64_" : "atomic_")) return false;
  for (const AtomicOperation& known : atomic_operations) {
    Scan ahead = text;
    if (known.fetching_name.empty() || !ahead.take(known.fetching_name) || !ahead.take("("))
      continue;
    text = ahead;
    insn.operation = known.operation;
    break;
  }
  if (insn.operation == Operation::None) return false;
  insn.fetches = true;
  if (!take_memory(text, "", 'u', insn.dst, insn) || !text.take(", ")) return false;
  const bool compares = insn.operation == Operation::CompareExchange;
  if (compares && !(result == 0 && text.take("r0, "))) return false;
  if (!take_register(text, 'r', insn.src) || !text.take(")")) return false;
  return text.at_end() && (compares || result == insn.src);
}

bool parse_atomic(Scan text, Insn& insn) {
  insn.kind = InsnKind::Atomic;
  insn.src_is_register = true;
  text.take("probe ");  // 7.3: on memory of an arena
  if (text.take("lock ")) return parse_locked_operation(text, insn);
  if (text.take("store_release(")) {
    insn.operation = Operation::StoreRelease;
    return take_memory(text, "", 'u', insn.dst, insn) && text.take(", ") &&
           take_register(text, 'r', insn.src) && text.take(")") && text.at_end();
  }
  uint8_t result = 0;
  if (!take_register(text, 'r', result) || !text.take(" = ")) return false;
  if (!text.take("load_acquire(")) return parse_fetching_operation(text, result, insn);
  insn.operation = Operation::LoadAcquire;
  insn.dst = result;
  return take_memory(text, "", 'u', insn.src, insn) && text.take(")") && text.at_end();
}

}  // namespace

bool parse_load(Scan text, Insn& insn) {
  if (opcode_class(insn.code) == OpcodeClass::Ld) {
    if (insn.code == ld_imm64_code) return parse_wide_load(text, insn);
    const OpcodeMode mode = opcode_mode(insn.code);
    return (mode == OpcodeMode::PacketAbsolute || mode == OpcodeMode::PacketIndirect) &&
           parse_packet_load(text, insn);
  }
  insn.kind = InsnKind::Load;
  insn.size_bytes = opcode_size_bytes(insn.code);
  insn.src_is_register = true;
  const bool extends = opcode_mode(insn.code) == OpcodeMode::MemorySignExtending;
  if (!extends && opcode_mode(insn.code) != OpcodeMode::Memory) return false;
  if (extends) insn.sign_extend_bits = static_cast<uint8_t>(insn.size_bytes * 8);
  return take_register(text, 'r', insn.dst) && text.take(" = ") &&
         take_memory(text, "*", extends ? 's' : 'u', insn.src, insn) && text.at_end();
}

bool parse_store(Scan text, Insn& insn) {
  const bool from_register = opcode_class(insn.code) == OpcodeClass::Stx;
  if (!from_register && text.rest == "nospec") {
    insn.kind = InsnKind::Nospec;
    return opcode_mode(insn.code) == OpcodeMode::Atomic;
  }
  insn.size_bytes = opcode_size_bytes(insn.code);
  if (from_register && opcode_mode(insn.code) == OpcodeMode::Atomic)
    return parse_atomic(text, insn);
  if (opcode_mode(insn.code) != OpcodeMode::Memory) return false;
  insn.kind = InsnKind::Store;
  insn.src_is_register = from_register;
  if (!take_memory(text, "*", 'u', insn.dst, insn) || !text.take(" = ")) return false;
  const bool taken =
      from_register ? take_register(text, 'r', insn.src) : take_immediate(text, insn);
  return taken && text.at_end();
}

}  // namespace bpflens::insn_text
