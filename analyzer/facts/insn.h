// One BPF instruction, decoded. Fields are those of the kernel's struct bpf_insn; a log gives
// the opcode and the text, from which read/insn_text rebuilds them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace bpflens {

enum class InsnKind : uint8_t {
  Unknown,
  Move,  // dst = src or imm; also movsx (sign_extend_bits)
  Alu,   // dst op= src or imm
  Negate,
  ByteSwap,    // be16, le64, bswap32: width in size_bytes
  LoadImm64,   // lddw: imm, or a pseudo source (map, function)
  Load,        // dst = *(size *)(src + off)
  LoadPacket,  // legacy skb[...] loads, into r0
  Store,       // *(size *)(dst + off) = src or imm
  Atomic,      // read-modify-write of *(size *)(dst + off); also load_acquire/store_release
  Jump,        // unconditional, also gotol and gotox
  Branch,      // conditional, also may_goto
  Call,        // helper, kfunc
  CallSubprogram,
  Exit,
  AddressCast,  // addr_space_cast, &(void __percpu *)
  Nospec,
};

enum class Operation : uint8_t {
  None,
  Add,
  Sub,
  Mul,
  Div,
  Or,
  And,
  Lsh,
  Rsh,
  Mod,
  Xor,
  Arsh,
  SDiv,
  SMod,  // Alu, Atomic
  Eq,
  Ne,
  Gt,
  Ge,
  Lt,
  Le,
  SGt,
  SGe,
  SLt,
  SLe,
  Set,      // Branch
  MayGoto,  // Branch without operands
  Exchange,
  CompareExchange,
  LoadAcquire,
  StoreRelease,  // Atomic
};

struct Insn {
  InsnKind kind = InsnKind::Unknown;
  Operation operation = Operation::None;
  uint8_t code = 0;          // the opcode byte
  uint8_t dst = 0, src = 0;  // registers; src is meaningful when src_is_register
  bool src_is_register = false;
  bool is_32bit = false;         // ALU32, JMP32: works on w-registers
  bool fetches = false;          // Atomic that returns the old value
  uint8_t size_bytes = 0;        // of the memory access or swap
  uint8_t sign_extend_bits = 0;  // movsx, ldsx: 8, 16, 32
  int32_t offset = 0;            // of the memory access
  int64_t imm = 0;
  int64_t jump = 0;        // relative to the next instruction ("pc+4")
  std::string callee;      // bpf_map_lookup_elem, a kfunc's name; empty if the log has none
  int64_t callee_id = -1;  // the number behind '#'
  bool operator==(const Insn&) const = default;
};

// The register written by the instruction itself, if any. Calls write R0 (and kill R1-R5).
std::optional<uint8_t> written_register(const Insn& insn);

// What a load, a store or an atomic operation finds its memory through.
std::optional<uint8_t> address_register(const Insn& insn);

bool is_call(const Insn& insn);  // of a helper, a kfunc or a subprogram

// The same comparison with its operands exchanged; what asks for no order comes back as it is.
Operation mirrored(Operation operation);

}  // namespace bpflens
