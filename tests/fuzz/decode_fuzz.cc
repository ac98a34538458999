// Do any bytes crash the decoder? libFuzzer feeds instructions, behind a byte that says in which
// order.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "object/decode.h"

using namespace bpflens;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::span<const std::byte> bytes = std::as_bytes(std::span(data + 1, size - 1));
  const std::vector<RawInsn> slots = raw_insns(bytes, (data[0] & 1) != 0);
  if (slots.size() != bytes.size() / 8) __builtin_trap();
  const std::vector<Insn> insns = decode(slots);
  if (insns.size() != slots.size()) __builtin_trap();
  for (size_t i = 0; i < insns.size(); ++i)
    if (insns[i].code != slots[i].code) __builtin_trap();
  return 0;
}
