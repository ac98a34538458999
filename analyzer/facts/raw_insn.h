// One slot of eight bytes, as it stands in an object and as the kernel gets it. An ld_imm64 takes
// two; the second has opcode 0 and holds the upper half of the number.
#pragma once

#include <cstdint>

namespace bpflens {

struct RawInsn {
  uint8_t code = 0;
  uint8_t dst = 0, src = 0;  // four bits each
  int16_t offset = 0;
  int32_t imm = 0;
  bool operator==(const RawInsn&) const = default;
};

// What src of an ld_imm64 says that the number is (the kernel's BPF_PSEUDO_ names).
enum class PseudoSource : uint8_t {
  Number = 0,
  MapFd = 1,
  MapValue = 2,        // address of a map's first value plus the second slot's imm
  KernelVariable = 3,  // the number is its BTF id
  Function = 4,        // of this program, as a callback
  MapIndex = 5,
  MapIndexValue = 6,
};

// What src of a call says that imm is.
enum class CallKind : uint8_t { Helper = 0, Subprogram = 1, Kfunc = 2 };

inline constexpr uint8_t ld_imm64_code = 0x18;
inline constexpr uint8_t call_code = 0x85;

}  // namespace bpflens
