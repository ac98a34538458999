#include "objects/llvm_differences.h"

#include <algorithm>

#include "facts/insn_print.h"
#include "object/decode.h"

namespace bpflens {
namespace {

bool is_known(const Seen& seen) { return seen.ours.kind != InsnKind::Unknown; }

bool says(const Seen& seen, const std::string& text) {
  return is_known(seen) && seen.llvm && seen.llvm->text == text;
}

bool only_ours(const Seen& seen) { return is_known(seen) && !seen.llvm; }
bool only_llvm(const Seen& seen) { return !is_known(seen) && seen.llvm; }

bool has_registers_of_kernel(const RawInsn& raw) { return raw.dst <= 10 && raw.src <= 10; }

bool is_atomic(const RawInsn& raw, int32_t imm) {
  constexpr uint8_t without_size = 0xe7, atomic = 0xc3;
  return (raw.code & without_size) == atomic && raw.imm == imm && has_registers_of_kernel(raw);
}

bool has_second_half(const Seen& seen) {
  return seen.second && *seen.second == RawInsn{.imm = seen.second->imm};
}

bool is_wide_load(const Seen& seen) {
  return seen.raw.code == ld_imm64_code && seen.raw.offset == 0 && seen.raw.dst <= 10 &&
         has_second_half(seen);
}

// Of what is_wide_load: only the address of a map's value takes an offset.
bool is_of_kernel(const Seen& seen) {
  const auto source = static_cast<PseudoSource>(seen.raw.src);
  const bool is_map = source == PseudoSource::MapFd || source == PseudoSource::MapIndex;
  return source <= PseudoSource::MapIndexValue && !(is_map && seen.second->imm != 0);
}

bool is_sized_like_word(const RawInsn& raw) {
  constexpr uint8_t size_bits = 0x18, word = 0x00, doubleword = 0x18;
  return (raw.code & size_bits) == word || (raw.code & size_bits) == doubleword;
}

// The first that expects a difference decides.
constexpr LlvmDifference differences[] = {
    {"a gotox (Linux 6.19) is younger than LLVM 19",
     [](const Seen& seen) {
       const RawInsn& raw = seen.raw;
       return raw.dst <= 10 && raw == RawInsn{.code = 0x0d, .dst = raw.dst};
     },
     only_ours},
    {"a load_acquire (Linux 6.15) of 1 and 2 bytes is younger than LLVM 19",
     [](const Seen& seen) { return is_atomic(seen.raw, 0x100) && !is_sized_like_word(seen.raw); },
     only_ours},
    {"a load_acquire (Linux 6.15) of 4 and 8 bytes looks like an atomic addition: of imm, LLVM 19 "
     "takes eight bits",
     [](const Seen& seen) { return is_atomic(seen.raw, 0x100); },
     [](const Seen& seen) {
       Insn addition = seen.ours;
       addition.operation = Operation::Add;
       return seen.ours.operation == Operation::LoadAcquire &&
              says(seen, in_llvm_words(addition)) && seen.llvm->ignores_bits;
     }},
    {"a store_release (Linux 6.15) is younger than LLVM 19",
     [](const Seen& seen) { return is_atomic(seen.raw, 0x110); }, only_ours},
    {"the call of a subprogram: LLVM takes every number for a helper's",
     [](const Seen& seen) {
       const RawInsn& raw = seen.raw;
       return raw == RawInsn{.code = call_code, .src = 1, .imm = raw.imm};
     },
     [](const Seen& seen) {
       return seen.ours.kind == InsnKind::CallSubprogram &&
              says(seen, "call " + std::to_string(seen.ours.jump));
     }},
    {"the call of a kfunc: LLVM takes every number for a helper's, and has no offset",
     [](const Seen& seen) {
       const RawInsn& raw = seen.raw;
       return raw == RawInsn{.code = call_code, .src = 2, .offset = raw.offset, .imm = raw.imm};
     },
     [](const Seen& seen) { return says(seen, "call " + std::to_string(seen.raw.imm)); }},
    {"a call of a register that stands in imm, of clang 18 and before: LLVM looks into dst",
     [](const Seen& seen) {
       const RawInsn& raw = seen.raw;
       return raw == RawInsn{.code = 0x8d, .imm = raw.imm} && raw.imm > 0 && raw.imm <= 10;
     },
     [](const Seen& seen) {
       return seen.ours.kind == InsnKind::CallSubprogram && seen.ours.src == seen.raw.imm &&
              says(seen, "callx r0");
     }},
    {"a load from the packet with a register and a number: LLVM leaves out the number",
     [](const Seen& seen) {
       constexpr uint8_t without_size = 0xe7, indirect = 0x40, doubleword = 0x18;
       const RawInsn& raw = seen.raw;
       return (raw.code & without_size) == indirect && (raw.code & doubleword) != doubleword &&
              raw.imm != 0 && raw.src <= 10 &&
              raw == RawInsn{.code = raw.code, .src = raw.src, .imm = raw.imm};
     },
     [](const Seen& seen) {
       Insn without = seen.ours;
       without.imm = 0;
       return seen.ours.imm == seen.raw.imm && says(seen, in_llvm_words(without));
     }},
    {"a map, variable or function in ld_imm64: LLVM prints its kind, and of the number the lower "
     "half",
     [](const Seen& seen) { return is_wide_load(seen) && seen.raw.src > 0 && is_of_kernel(seen); },
     [](const Seen& seen) {
       return says(seen, "ld_pseudo r" + std::to_string(seen.ours.dst) + ", " +
                             std::to_string(seen.raw.src) + ", " +
                             std::to_string(static_cast<uint32_t>(seen.ours.imm)));
     }},
    {"an exit with an offset: neither LLVM nor a kernel looks at it",
     [](const Seen& seen) {
       constexpr uint8_t exit_code = 0x95;
       return seen.raw.offset != 0 &&
              seen.raw == RawInsn{.code = exit_code, .offset = seen.raw.offset};
     },
     [](const Seen& seen) { return says(seen, "exit") && seen.llvm->ignores_bits; }},
    {"an ld_imm64 of a kind that no kernel has, or of a map with an offset",
     [](const Seen& seen) { return is_wide_load(seen) && !is_of_kernel(seen); }, only_llvm},
    {"a field that is not used is not 0: LLVM does not look, the kernel refuses it",
     [](const Seen& seen) { return seen.llvm && seen.llvm->ignores_bits; }, only_llvm},
    {"a register behind r10: LLVM has an r11 for itself",
     [](const Seen& seen) { return seen.llvm && !has_registers_of_kernel(seen.raw); }, only_llvm},
};

std::string words_of(const Seen& seen) {
  return "code " + std::to_string(seen.raw.code) + " dst " + std::to_string(seen.raw.dst) +
         " src " + std::to_string(seen.raw.src) + " off " + std::to_string(seen.raw.offset) +
         " imm " + std::to_string(seen.raw.imm) + ": ours \"" + print_insn(seen.ours) +
         "\", LLVM's " + (seen.llvm ? "\"" + seen.llvm->text + "\"" : "none") +
         (seen.llvm && seen.llvm->ignores_bits ? " ignoring bits" : "");
}

void append(std::vector<std::byte>& bytes, uint64_t number, int count, bool big_endian) {
  for (int i = 0; i < count; ++i)
    bytes.push_back(static_cast<std::byte>(number >> 8 * (big_endian ? count - 1 - i : i)));
}

}  // namespace

std::span<const LlvmDifference> llvm_differences() { return differences; }

std::vector<std::byte> bytes_of(std::span<const RawInsn> slots, bool big_endian) {
  std::vector<std::byte> bytes;
  for (const RawInsn& raw : slots) {
    const unsigned first = big_endian ? raw.dst : raw.src, other = big_endian ? raw.src : raw.dst;
    append(bytes, raw.code, 1, big_endian);
    append(bytes, first << 4 | other, 1, big_endian);
    append(bytes, static_cast<uint16_t>(raw.offset), 2, big_endian);
    append(bytes, static_cast<uint32_t>(raw.imm), 4, big_endian);
  }
  return bytes;
}

std::vector<Seen> seen_both_ways(std::span<const RawInsn> slots, bool big_endian) {
  constexpr size_t slot_bytes = 8;
  const std::vector<std::byte> bytes = bytes_of(slots, big_endian);
  const std::vector<Insn> insns = decode(slots);
  std::vector<Seen> all;
  for (size_t i = 0; i < slots.size(); ++i) {
    const bool is_last = i + 1 == slots.size();
    all.push_back({slots[i], is_last ? std::nullopt : std::optional(slots[i + 1]), insns[i],
                   llvm_insn(std::span(bytes).subspan(i * slot_bytes), big_endian)});
    if (insns[i].kind == InsnKind::LoadImm64) ++i;
  }
  return all;
}

Compared compared(const Seen& seen) {
  const auto* const known = std::find_if(std::begin(differences), std::end(differences),
                                         [&](const LlvmDifference& row) { return row.of(seen); });
  if (known != std::end(differences))
    return {known, known->is(seen) ? "" : words_of(seen) + "; not: " + std::string(known->reason)};
  const bool neither = !is_known(seen) && !seen.llvm;
  const bool same = neither || says(seen, in_llvm_words(seen.ours));
  return {nullptr, same ? "" : words_of(seen)};
}

}  // namespace bpflens
