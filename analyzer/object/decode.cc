#include "object/decode.h"

#include <array>
#include <optional>
#include <utility>

#include "facts/byte_order.h"

namespace bpflens {
namespace {

enum InsnClass : uint8_t { Ld, Ldx, St, Stx, Alu32, Jmp, Jmp32, Alu64 };

constexpr uint8_t from_register = 0x08;  // arithmetic and jumps: the operand is src, not imm

uint8_t operation_bits(const RawInsn& raw) { return raw.code & 0xf0; }
uint8_t mode_bits(const RawInsn& raw) { return raw.code & 0xe0; }

uint8_t access_bytes(const RawInsn& raw) {
  constexpr std::array<uint8_t, 4> sizes = {4, 2, 1, 8};
  return sizes[raw.code >> 3 & 3];
}

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
  insn.src_is_register = (raw.code & from_register) != 0;
  if (!are_zero(raw, {.src = !insn.src_is_register, .imm = insn.src_is_register}))
    return std::nullopt;
  insn.src = raw.src;
  insn.imm = raw.imm;
  return insn;
}

Decoded byte_swap(const RawInsn& raw, bool always) {
  const bool is_size = raw.imm == 16 || raw.imm == 32 || raw.imm == 64;
  if (!is_size || !are_zero(raw, {.src = true, .offset = true})) return std::nullopt;
  if (always && (raw.code & from_register) != 0) return std::nullopt;
  Insn insn = insn_of(raw, InsnKind::ByteSwap);
  insn.dst = insn.src = raw.dst;
  insn.size_bytes = static_cast<uint8_t>(raw.imm / 8);
  return insn;
}

Decoded negate(const RawInsn& raw, bool is_32bit) {
  if ((raw.code & from_register) != 0 || !are_zero(raw, {.src = true, .offset = true, .imm = true}))
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
  const bool has_source = (raw.code & from_register) != 0;
  if (has_source && !is_32bit && raw.offset == 1) return address_cast(raw);
  const bool extends = raw.offset == 8 || raw.offset == 16 || (raw.offset == 32 && !is_32bit);
  if (raw.offset != 0 && !(has_source && extends)) return std::nullopt;
  Insn insn = insn_of(raw, InsnKind::Move);
  insn.is_32bit = is_32bit;
  insn.sign_extend_bits = static_cast<uint8_t>(raw.offset);
  return with_operand(std::move(insn), raw);
}

struct OperationOf {
  uint8_t bits;
  Operation plain, is_signed;  // is_signed: with offset 1; None if there is no such
};

constexpr OperationOf operations[] = {
    {0x00, Operation::Add, Operation::None},  {0x10, Operation::Sub, Operation::None},
    {0x20, Operation::Mul, Operation::None},  {0x30, Operation::Div, Operation::SDiv},
    {0x40, Operation::Or, Operation::None},   {0x50, Operation::And, Operation::None},
    {0x60, Operation::Lsh, Operation::None},  {0x70, Operation::Rsh, Operation::None},
    {0x90, Operation::Mod, Operation::SMod},  {0xa0, Operation::Xor, Operation::None},
    {0xc0, Operation::Arsh, Operation::None},
};

Decoded arithmetic(const RawInsn& raw) {
  const bool is_32bit = (raw.code & 7) == Alu32;
  const uint8_t bits = operation_bits(raw);
  if (bits == 0xd0) return byte_swap(raw, !is_32bit);
  if (bits == 0x80) return negate(raw, is_32bit);
  if (bits == 0xb0) return move(raw, is_32bit);
  for (const OperationOf& row : operations) {
    if (row.bits != bits) continue;
    const bool is_signed = raw.offset == 1;
    Insn insn = insn_of(raw, InsnKind::Alu);
    insn.operation = is_signed ? row.is_signed : row.plain;
    insn.is_32bit = is_32bit;
    if (insn.operation == Operation::None || (raw.offset != 0 && !is_signed)) return std::nullopt;
    return with_operand(std::move(insn), raw);
  }
  return std::nullopt;
}

Insn access(const RawInsn& raw, InsnKind kind) {
  Insn insn = insn_of(raw, kind);
  insn.dst = raw.dst;
  insn.src = raw.src;
  insn.size_bytes = access_bytes(raw);
  insn.offset = raw.offset;
  return insn;
}

Decoded load_packet(const RawInsn& raw) {
  constexpr uint8_t absolute = 0x20, indirect = 0x40;
  const bool is_indirect = mode_bits(raw) == indirect;
  if (!is_indirect && mode_bits(raw) != absolute) return std::nullopt;
  if (access_bytes(raw) == 8 || !are_zero(raw, {.dst = true, .src = !is_indirect, .offset = true}))
    return std::nullopt;
  Insn insn = access(raw, InsnKind::LoadPacket);
  insn.src_is_register = is_indirect;
  insn.imm = raw.imm;
  return insn;
}

Decoded load(const RawInsn& raw) {
  constexpr uint8_t plain = 0x60, sign_extending = 0x80;
  const bool extends = mode_bits(raw) == sign_extending;
  if ((!extends && mode_bits(raw) != plain) || !are_zero(raw, {.imm = true})) return std::nullopt;
  Insn insn = access(raw, InsnKind::Load);
  if (extends && insn.size_bytes == 8) return std::nullopt;
  insn.src_is_register = true;
  if (extends) insn.sign_extend_bits = static_cast<uint8_t>(insn.size_bytes * 8);
  return insn;
}

struct AtomicOf {
  int32_t imm;
  Operation operation;
  bool fetches;
};

constexpr AtomicOf atomics[] = {
    {0x00, Operation::Add, false},          {0x01, Operation::Add, true},
    {0x40, Operation::Or, false},           {0x41, Operation::Or, true},
    {0x50, Operation::And, false},          {0x51, Operation::And, true},
    {0xa0, Operation::Xor, false},          {0xa1, Operation::Xor, true},
    {0xe1, Operation::Exchange, true},      {0xf1, Operation::CompareExchange, true},
    {0x100, Operation::LoadAcquire, false}, {0x110, Operation::StoreRelease, false},
};

Decoded atomic(const RawInsn& raw) {
  for (const AtomicOf& row : atomics) {
    if (row.imm != raw.imm) continue;
    Insn insn = access(raw, InsnKind::Atomic);
    insn.operation = row.operation;
    insn.fetches = row.fetches;
    insn.src_is_register = true;
    const bool is_plain_access =
        row.operation == Operation::LoadAcquire || row.operation == Operation::StoreRelease;
    if (insn.size_bytes < 4 && !is_plain_access) return std::nullopt;
    return insn;
  }
  return std::nullopt;
}

Decoded store(const RawInsn& raw) {
  constexpr uint8_t plain = 0x60, atomic_mode = 0xc0;
  const bool from_source = (raw.code & 7) == Stx;
  if (from_source && mode_bits(raw) == atomic_mode) return atomic(raw);
  if (mode_bits(raw) != plain || !are_zero(raw, {.src = !from_source, .imm = from_source}))
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
  Insn insn = insn_of(raw, InsnKind::CallSubprogram);
  insn.src_is_register = true;
  insn.src = raw.dst != 0 ? raw.dst : static_cast<uint8_t>(raw.imm & 15);
  return insn;
}

Decoded jump(const RawInsn& raw) {
  const bool is_long = (raw.code & 7) == Jmp32, is_indirect = (raw.code & from_register) != 0;
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

constexpr std::pair<uint8_t, Operation> comparisons[] = {
    {0x10, Operation::Eq}, {0x20, Operation::Gt},  {0x30, Operation::Ge},  {0x40, Operation::Set},
    {0x50, Operation::Ne}, {0x60, Operation::SGt}, {0x70, Operation::SGe}, {0xa0, Operation::Lt},
    {0xb0, Operation::Le}, {0xc0, Operation::SLt}, {0xd0, Operation::SLe},
};

Decoded branch(const RawInsn& raw) {
  for (const auto& [bits, operation] : comparisons) {
    if (bits != operation_bits(raw)) continue;
    Insn insn = insn_of(raw, InsnKind::Branch);
    insn.operation = operation;
    insn.is_32bit = (raw.code & 7) == Jmp32;
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
  if (operation_bits(raw) == 0) return jump(raw);
  if (raw.code != exit_code) return branch(raw);
  if (!are_zero(raw, {.dst = true, .src = true, .offset = true, .imm = true})) return std::nullopt;
  return insn_of(raw, InsnKind::Exit);
}

// `second` is the slot behind it, if there is one.
Decoded load_wide(const RawInsn& raw, const RawInsn* second) {
  const bool is_whole =
      second && second->code == 0 && are_zero(*second, {.dst = true, .src = true, .offset = true});
  constexpr auto last = static_cast<uint8_t>(PseudoSource::MapIndexValue);
  if (!is_whole || raw.offset != 0 || raw.src > last) return std::nullopt;
  Insn insn = insn_of(raw, InsnKind::LoadImm64);
  insn.dst = raw.dst;
  insn.imm = static_cast<int64_t>(uint64_t{static_cast<uint32_t>(second->imm)} << 32 |
                                  static_cast<uint32_t>(raw.imm));
  return insn;
}

Decoded decoded(const RawInsn& raw, const RawInsn* second) {
  if (raw.dst >= register_limit || raw.src >= register_limit) return std::nullopt;
  switch (raw.code & 7) {
    case Ld:
      return raw.code == ld_imm64_code ? load_wide(raw, second) : load_packet(raw);
    case Ldx:
      return load(raw);
    case St:
    case Stx:
      return store(raw);
    case Alu32:
    case Alu64:
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
