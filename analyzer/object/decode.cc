#include "object/decode.h"

#include <optional>
#include <utility>

#include "facts/byte_order.h"
#include "facts/opcode.h"

namespace bpflens {
namespace {

// Fields that an instruction does not use must be 0: a later kernel may give them a meaning.
struct Unused {
  bool dst = false, src = false, offset = false, imm = false;
};

bool are_zero(const RawInsn& raw, const Unused& unused) {
  return !(unused.dst && raw.dst != 0) && !(unused.src && raw.src != 0) &&
         !(unused.offset && raw.offset != 0) && !(unused.imm && raw.imm != 0);
}

constexpr uint8_t register_limit = 11;  // R0 to R10

using Decoded = std::optional<Insn>;  // nullopt: no kernel defines it

Insn insn_of(const RawInsn& raw, InsnKind kind) {
  Insn insn;
  insn.kind = kind;
  insn.code = raw.code;
  return insn;
}

// What it works on: src, or a constant.
Decoded with_operand(Insn insn, const RawInsn& raw) {
  insn.dst = raw.dst;
  insn.src_is_register = operand_is_register(raw.code);
  if (!are_zero(raw, {.src = !insn.src_is_register, .imm = insn.src_is_register}))
    return std::nullopt;
  insn.src = raw.src;
  insn.imm = raw.imm;
  return insn;
}

Decoded byte_swap(const RawInsn& raw, bool always) {
  const bool is_size = raw.imm == 16 || raw.imm == 32 || raw.imm == 64;
  if (!is_size || !are_zero(raw, {.src = true, .offset = true})) return std::nullopt;
  if (always && operand_is_register(raw.code)) return std::nullopt;
  Insn insn = insn_of(raw, InsnKind::ByteSwap);
  insn.dst = insn.src = raw.dst;
  insn.size_bytes = static_cast<uint8_t>(raw.imm / 8);
  return insn;
}

Decoded negate(const RawInsn& raw, bool is_32bit) {
  if (operand_is_register(raw.code) || !are_zero(raw, {.src = true, .offset = true, .imm = true}))
    return std::nullopt;
  Insn insn = insn_of(raw, InsnKind::Negate);
  insn.dst = raw.dst;
  insn.is_32bit = is_32bit;
  return insn;
}

Decoded address_cast(const RawInsn& raw) {
  Insn insn = insn_of(raw, InsnKind::AddressCast);
  insn.dst = raw.dst;
  insn.src = raw.src;
  insn.src_is_register = true;
  insn.imm = static_cast<uint32_t>(raw.imm);
  return insn;
}

Decoded move(const RawInsn& raw, bool is_32bit) {
  const bool has_source = operand_is_register(raw.code);
  if (has_source && !is_32bit && raw.offset == 1) return address_cast(raw);
  const bool extends = raw.offset == 8 || raw.offset == 16 || (raw.offset == 32 && !is_32bit);
  if (raw.offset != 0 && !(has_source && extends)) return std::nullopt;
  Insn insn = insn_of(raw, InsnKind::Move);
  insn.is_32bit = is_32bit;
  insn.sign_extend_bits = static_cast<uint8_t>(raw.offset);
  return with_operand(std::move(insn), raw);
}

Decoded arithmetic(const RawInsn& raw) {
  const bool is_32bit = opcode_class(raw.code) == OpcodeClass::Alu32;
  const uint8_t bits = opcode_operation(raw.code);
  if (bits == 0xd0) return byte_swap(raw, !is_32bit);
  if (bits == 0x80) return negate(raw, is_32bit);
  if (bits == 0xb0) return move(raw, is_32bit);
  for (const OpcodeOperation& known : arithmetic_operations) {
    const bool is_signed = known.operation == Operation::SDiv || known.operation == Operation::SMod;
    if (known.bits != bits || raw.offset != (is_signed ? 1 : 0)) continue;
    Insn insn = insn_of(raw, InsnKind::Alu);
    insn.operation = known.operation;
    insn.is_32bit = is_32bit;
    return with_operand(std::move(insn), raw);
  }
  return std::nullopt;
}

Insn access(const RawInsn& raw, InsnKind kind) {
  Insn insn = insn_of(raw, kind);
  insn.dst = raw.dst;
  insn.src = raw.src;
  insn.size_bytes = opcode_size_bytes(raw.code);
  insn.offset = raw.offset;
  return insn;
}

Decoded load_packet(const RawInsn& raw) {
  const bool is_indirect = opcode_mode(raw.code) == OpcodeMode::PacketIndirect;
  if (!is_indirect && opcode_mode(raw.code) != OpcodeMode::PacketAbsolute) return std::nullopt;
  if (opcode_size_bytes(raw.code) == 8 ||
      !are_zero(raw, {.dst = true, .src = !is_indirect, .offset = true}))
    return std::nullopt;
  Insn insn = access(raw, InsnKind::LoadPacket);
  insn.src_is_register = is_indirect;
  insn.imm = raw.imm;
  return insn;
}

Decoded load(const RawInsn& raw) {
  const bool extends = opcode_mode(raw.code) == OpcodeMode::MemorySignExtending;
  const bool is_load = extends || opcode_mode(raw.code) == OpcodeMode::Memory;
  if (!is_load || !are_zero(raw, {.imm = true})) return std::nullopt;
  Insn insn = access(raw, InsnKind::Load);
  if (extends && insn.size_bytes == 8) return std::nullopt;
  insn.src_is_register = true;
  if (extends) insn.sign_extend_bits = static_cast<uint8_t>(insn.size_bytes * 8);
  return insn;
}

Decoded atomic(const RawInsn& raw) {
  for (const AtomicOperation& known : atomic_operations) {
    if (known.imm != raw.imm) continue;
    Insn insn = access(raw, InsnKind::Atomic);
    insn.operation = known.operation;
    insn.fetches = !known.fetching_name.empty();
    insn.src_is_register = true;
    const bool is_plain_access =
        known.operation == Operation::LoadAcquire || known.operation == Operation::StoreRelease;
    if (insn.size_bytes < 4 && !is_plain_access) return std::nullopt;
    return insn;
  }
  return std::nullopt;
}

Decoded store(const RawInsn& raw) {
  const bool from_source = opcode_class(raw.code) == OpcodeClass::Stx;
  if (from_source && opcode_mode(raw.code) == OpcodeMode::Atomic) return atomic(raw);
  if (opcode_mode(raw.code) != OpcodeMode::Memory ||
      !are_zero(raw, {.src = !from_source, .imm = from_source}))
    return std::nullopt;
  Insn insn = access(raw, InsnKind::Store);
  insn.src_is_register = from_source;
  insn.imm = raw.imm;
  return insn;
}

Decoded call(const RawInsn& raw) {
  if (!are_zero(raw, {.dst = true, .offset = raw.src != static_cast<uint8_t>(CallKind::Kfunc)}))
    return std::nullopt;
  const bool is_own = raw.src == static_cast<uint8_t>(CallKind::Subprogram);
  if (raw.src > static_cast<uint8_t>(CallKind::Kfunc)) return std::nullopt;
  Insn insn = insn_of(raw, is_own ? InsnKind::CallSubprogram : InsnKind::Call);
  if (is_own)
    insn.jump = raw.imm;
  else
    insn.callee_id = raw.imm;
  return insn;
}

// No kernel takes it, but compilers write it: then the program has a function pointer. Older ones
// put the register into imm.
Decoded call_of_register(const RawInsn& raw) {
  const bool is_in_imm = raw.dst == 0 && raw.imm > 0 && raw.imm < register_limit;
  if (!are_zero(raw, {.src = true, .offset = true, .imm = !is_in_imm})) return std::nullopt;
  Insn insn = insn_of(raw, InsnKind::CallSubprogram);
  insn.src_is_register = true;
  insn.src = is_in_imm ? static_cast<uint8_t>(raw.imm) : raw.dst;
  return insn;
}

Decoded jump(const RawInsn& raw) {
  const bool is_long = opcode_class(raw.code) == OpcodeClass::Jmp32,
             is_indirect = operand_is_register(raw.code);
  if (is_long && is_indirect) return std::nullopt;
  if (!are_zero(
          raw,
          {.dst = !is_indirect, .src = true, .offset = is_long || is_indirect, .imm = !is_long}))
    return std::nullopt;
  Insn insn = insn_of(raw, InsnKind::Jump);
  insn.src_is_register = is_indirect;
  insn.src = raw.dst;
  insn.jump = is_long ? raw.imm : raw.offset;
  return insn;
}

Decoded branch(const RawInsn& raw) {
  for (const OpcodeOperation& known : comparisons) {
    if (known.bits != opcode_operation(raw.code)) continue;
    Insn insn = insn_of(raw, InsnKind::Branch);
    insn.operation = known.operation;
    insn.is_32bit = opcode_class(raw.code) == OpcodeClass::Jmp32;
    insn.jump = raw.offset;
    return with_operand(std::move(insn), raw);
  }
  return std::nullopt;
}

Decoded may_goto(const RawInsn& raw) {
  if (!are_zero(raw, {.dst = true, .src = true, .imm = true})) return std::nullopt;
  Insn insn = insn_of(raw, InsnKind::Branch);
  insn.operation = Operation::MayGoto;
  insn.jump = raw.offset;
  return insn;
}

Decoded control(const RawInsn& raw) {
  constexpr uint8_t exit_code = 0x95, may_goto_code = 0xe5, call_register_code = 0x8d;
  if (raw.code == call_code) return call(raw);
  if (raw.code == call_register_code) return call_of_register(raw);
  if (raw.code == may_goto_code) return may_goto(raw);
  if (opcode_operation(raw.code) == 0) return jump(raw);
  if (raw.code != exit_code) return branch(raw);
  // Of an exit no kernel looks at the offset.
  if (!are_zero(raw, {.dst = true, .src = true, .imm = true})) return std::nullopt;
  return insn_of(raw, InsnKind::Exit);
}

constexpr auto last_pseudo_source = static_cast<uint8_t>(PseudoSource::MapIndexValue);

// A map itself has no offset.
bool is_map(PseudoSource source) {
  return source == PseudoSource::MapFd || source == PseudoSource::MapIndex;
}

// `second` is the slot behind it, if there is one.
Decoded load_wide(const RawInsn& raw, const RawInsn* second) {
  if (!second || second->code != 0 || raw.offset != 0 || raw.src > last_pseudo_source)
    return std::nullopt;
  const auto source = static_cast<PseudoSource>(raw.src);
  if (!are_zero(*second, {.dst = true, .src = true, .offset = true, .imm = is_map(source)}))
    return std::nullopt;
  Insn insn = insn_of(raw, InsnKind::LoadImm64);
  insn.dst = raw.dst;
  insn.imm = static_cast<int64_t>(uint64_t{static_cast<uint32_t>(second->imm)} << 32 |
                                  static_cast<uint32_t>(raw.imm));
  return insn;
}

Decoded decoded(const RawInsn& raw, const RawInsn* second) {
  if (raw.dst >= register_limit || raw.src >= register_limit) return std::nullopt;
  switch (opcode_class(raw.code)) {
    case OpcodeClass::Ld:
      return raw.code == ld_imm64_code ? load_wide(raw, second) : load_packet(raw);
    case OpcodeClass::Ldx:
      return load(raw);
    case OpcodeClass::St:
    case OpcodeClass::Stx:
      return store(raw);
    case OpcodeClass::Alu32:
    case OpcodeClass::Alu64:
      return arithmetic(raw);
    default:
      return control(raw);
  }
}

constexpr size_t slot_bytes = 8;

// The order of the two registers in their byte is the machine's, too.
RawInsn raw_insn(std::span<const std::byte> slot, bool big_endian) {
  const auto registers = std::to_integer<uint8_t>(slot[1]);
  const uint8_t low = registers & 15, high = registers >> 4;
  return {.code = std::to_integer<uint8_t>(slot[0]),
          .dst = big_endian ? high : low,
          .src = big_endian ? low : high,
          .offset = static_cast<int16_t>(number_at(slot, 2, 2, big_endian)),
          .imm = static_cast<int32_t>(number_at(slot, 4, 4, big_endian))};
}

}  // namespace

std::vector<RawInsn> raw_insns(std::span<const std::byte> bytes, bool big_endian) {
  std::vector<RawInsn> slots;
  slots.reserve(bytes.size() / slot_bytes);
  for (; bytes.size() >= slot_bytes; bytes = bytes.subspan(slot_bytes))
    slots.push_back(raw_insn(bytes.first(slot_bytes), big_endian));
  return slots;
}

std::vector<Insn> decode(std::span<const RawInsn> slots) {
  std::vector<Insn> insns;
  insns.reserve(slots.size());
  for (size_t i = 0; i < slots.size(); ++i) {
    const RawInsn* const second = i + 1 < slots.size() ? &slots[i + 1] : nullptr;
    Insn unknown;
    unknown.code = slots[i].code;
    insns.push_back(decoded(slots[i], second).value_or(std::move(unknown)));
    if (insns.back().kind == InsnKind::LoadImm64) {
      insns.emplace_back();
      ++i;
    }
  }
  return insns;
}

}  // namespace bpflens
