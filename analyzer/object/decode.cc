#include "object/decode.h"

namespace bpflens {
namespace {

constexpr size_t slot_bytes = 8;

uint32_t number(std::span<const std::byte> bytes, bool big_endian) {
  uint32_t value = 0;
  for (size_t i = 0; i < bytes.size(); ++i)
    value = value << 8 | std::to_integer<uint32_t>(bytes[big_endian ? i : bytes.size() - 1 - i]);
  return value;
}

// The order of the two registers in their byte is the machine's, too.
RawInsn raw_insn(std::span<const std::byte> slot, bool big_endian) {
  const auto registers = std::to_integer<uint8_t>(slot[1]);
  const uint8_t low = registers & 15, high = registers >> 4;
  return {.code = std::to_integer<uint8_t>(slot[0]),
          .dst = big_endian ? high : low,
          .src = big_endian ? low : high,
          .offset = static_cast<int16_t>(number(slot.subspan(2, 2), big_endian)),
          .imm = static_cast<int32_t>(number(slot.subspan(4, 4), big_endian))};
}

}  // namespace

std::vector<RawInsn> raw_insns(std::span<const std::byte> bytes, bool big_endian) {
  std::vector<RawInsn> slots;
  slots.reserve(bytes.size() / slot_bytes);
  for (; bytes.size() >= slot_bytes; bytes = bytes.subspan(slot_bytes))
    slots.push_back(raw_insn(bytes.first(slot_bytes), big_endian));
  return slots;
}

}  // namespace bpflens
