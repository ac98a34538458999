#include "object/core_patch.h"

#include <algorithm>

#include "facts/opcode.h"

namespace bpflens {
namespace {

bool is_memory(const RawInsn& insn) {
  const OpcodeClass of = opcode_class(insn.code);
  return of == OpcodeClass::Ldx || of == OpcodeClass::St || of == OpcodeClass::Stx;
}

Patched refused(std::string why) { return {false, std::move(why)}; }

// The code with another size of access; nullopt for a size that no instruction has.
std::optional<uint8_t> with_size(uint8_t code, uint32_t bytes) {
  constexpr uint8_t size_bits = 0x18;
  for (const int bits : {0x00, 0x08, 0x10, 0x18}) {
    const auto other = static_cast<uint8_t>((code & ~size_bits) | bits);
    if (opcode_size_bytes(other) == bytes) return other;
  }
  return std::nullopt;
}

// A field that became larger or smaller is read whole, if that gives the same number.
bool may_change_size(const std::optional<CoreValue>& local, const CoreValue& wanted) {
  return local &&
         ((local->is_pointer && wanted.is_pointer) || (local->is_unsigned && wanted.is_unsigned));
}

Patched patch_memory(std::vector<RawInsn>& raw, uint32_t at, const std::optional<CoreValue>& local,
                     const CoreValue& wanted) {
  RawInsn& insn = raw[at];
  const bool is_checked = local && local->is_checked && wanted.is_checked;
  if (is_checked && static_cast<uint64_t>(insn.offset) != local->number)
    return refused("the instruction has another offset than the compiler's types");
  if (wanted.number > INT16_MAX) return refused("the offset does not fit into an instruction");
  const bool changes = local && local->access_bytes != 0 && wanted.access_bytes != 0 &&
                       local->access_bytes != wanted.access_bytes;
  if (changes && !may_change_size(local, wanted)) {
    poison(raw, at);
    return {true, "the field has another size there, and is not an unsigned number or a pointer"};
  }
  const auto code = changes ? with_size(insn.code, wanted.access_bytes) : insn.code;
  if (!code) return refused("no instruction reads as many bytes at once");
  insn.code = *code;
  insn.offset = static_cast<int16_t>(wanted.number);
  return {};
}

Patched patch_constant(RawInsn& insn, const std::optional<CoreValue>& local,
                       const CoreValue& wanted) {
  if (operand_is_register(insn.code)) return refused("the instruction has no constant");
  const bool is_checked = local && local->is_checked && wanted.is_checked;
  if (is_checked && insn.imm != static_cast<int32_t>(local->number))
    return refused("the instruction has another constant than the compiler's types");
  insn.imm = static_cast<int32_t>(wanted.number);
  return {};
}

Patched patch_wide_constant(std::vector<RawInsn>& raw, uint32_t at,
                            const std::optional<CoreValue>& local, const CoreValue& wanted) {
  if (at + 1 >= raw.size() || raw[at].code != ld_imm64_code || raw[at].src != 0)
    return refused("the instruction has no constant");
  const uint64_t held =
      static_cast<uint32_t>(raw[at].imm) | uint64_t{static_cast<uint32_t>(raw[at + 1].imm)} << 32;
  const bool is_checked = local && local->is_checked && wanted.is_checked;
  if (is_checked && held != local->number)
    return refused("the instruction has another constant than the compiler's types");
  raw[at].imm = static_cast<int32_t>(wanted.number);
  raw[at + 1].imm = static_cast<int32_t>(wanted.number >> 32);
  return {};
}

}  // namespace

Patched patch(std::vector<RawInsn>& raw, uint32_t insn, const std::optional<CoreValue>& local,
              const CoreValue& wanted) {
  const OpcodeClass of = opcode_class(raw[insn].code);
  if (is_memory(raw[insn])) return patch_memory(raw, insn, local, wanted);
  if (of == OpcodeClass::Alu32 || of == OpcodeClass::Alu64)
    return patch_constant(raw[insn], local, wanted);
  if (of == OpcodeClass::Ld) return patch_wide_constant(raw, insn, local, wanted);
  return refused("the instruction takes neither a constant nor an offset");
}

void poison(std::vector<RawInsn>& raw, uint32_t insn) {
  constexpr int32_t no_helper = 0xbad2310;
  const uint32_t slots = raw[insn].code == ld_imm64_code ? 2 : 1;
  for (uint32_t at = insn; at < raw.size() && at < insn + slots; ++at)
    raw[at] = {.code = call_code, .dst = 0, .src = 0, .offset = 0, .imm = no_helper};
}

}  // namespace bpflens
