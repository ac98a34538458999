// The opcode byte, and the operations that it names: their bits and the kernel's words for them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "facts/insn.h"

namespace bpflens {

enum class OpcodeClass : uint8_t { Ld, Ldx, St, Stx, Alu32, Jmp, Jmp32, Alu64 };

// Of loads and stores.
enum class OpcodeMode : uint8_t {
  Immediate = 0x00,
  PacketAbsolute = 0x20,
  PacketIndirect = 0x40,
  Memory = 0x60,
  MemorySignExtending = 0x80,
  Atomic = 0xc0,
};

constexpr OpcodeClass opcode_class(uint8_t code) { return static_cast<OpcodeClass>(code & 7); }
constexpr OpcodeMode opcode_mode(uint8_t code) { return static_cast<OpcodeMode>(code & 0xe0); }
constexpr uint8_t opcode_operation(uint8_t code) { return code & 0xf0; }
// Of arithmetic and jumps: the operand is src, not imm.
constexpr bool operand_is_register(uint8_t code) { return (code & 8) != 0; }

// Of loads and stores.
constexpr uint8_t opcode_size_bytes(uint8_t code) {
  constexpr std::array<uint8_t, 4> sizes{4, 2, 1, 8};
  return sizes[code >> 3 & 3];
}

struct OpcodeOperation {
  uint8_t bits;
  std::string_view symbol;
  Operation operation;
};

// What has the bits of another one is the signed form, with offset 1.
inline constexpr std::array arithmetic_operations{
    OpcodeOperation{0x00, "+", Operation::Add},    OpcodeOperation{0x10, "-", Operation::Sub},
    OpcodeOperation{0x20, "*", Operation::Mul},    OpcodeOperation{0x30, "/", Operation::Div},
    OpcodeOperation{0x30, "s/", Operation::SDiv},  OpcodeOperation{0x40, "|", Operation::Or},
    OpcodeOperation{0x50, "&", Operation::And},    OpcodeOperation{0x60, "<<", Operation::Lsh},
    OpcodeOperation{0x70, ">>", Operation::Rsh},   OpcodeOperation{0x90, "%", Operation::Mod},
    OpcodeOperation{0x90, "s%", Operation::SMod},  OpcodeOperation{0xa0, "^", Operation::Xor},
    OpcodeOperation{0xc0, "s>>", Operation::Arsh},
};

inline constexpr std::array comparisons{
    OpcodeOperation{0x10, "==", Operation::Eq},   OpcodeOperation{0x20, ">", Operation::Gt},
    OpcodeOperation{0x30, ">=", Operation::Ge},   OpcodeOperation{0x40, "&", Operation::Set},
    OpcodeOperation{0x50, "!=", Operation::Ne},   OpcodeOperation{0x60, "s>", Operation::SGt},
    OpcodeOperation{0x70, "s>=", Operation::SGe}, OpcodeOperation{0xa0, "<", Operation::Lt},
    OpcodeOperation{0xb0, "<=", Operation::Le},   OpcodeOperation{0xc0, "s<", Operation::SLt},
    OpcodeOperation{0xd0, "s<=", Operation::SLe},
};

struct AtomicOperation {
  int32_t imm;
  Operation operation;
  std::string_view fetching_name;  // behind "atomic_" or "atomic64_"; empty: does not return it
};

inline constexpr std::array atomic_operations{
    AtomicOperation{0x00, Operation::Add, {}},
    AtomicOperation{0x01, Operation::Add, "fetch_add"},
    AtomicOperation{0x40, Operation::Or, {}},
    AtomicOperation{0x41, Operation::Or, "fetch_or"},
    AtomicOperation{0x50, Operation::And, {}},
    AtomicOperation{0x51, Operation::And, "fetch_and"},
    AtomicOperation{0xa0, Operation::Xor, {}},
    AtomicOperation{0xa1, Operation::Xor, "fetch_xor"},
    AtomicOperation{0xe1, Operation::Exchange, "xchg"},
    AtomicOperation{0xf1, Operation::CompareExchange, "cmpxchg"},
    AtomicOperation{0x100, Operation::LoadAcquire, {}},
    AtomicOperation{0x110, Operation::StoreRelease, {}},
};

}  // namespace bpflens
