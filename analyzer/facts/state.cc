// Questions about states that need no log: where is a register, how far does it point, do two
// states say the same.
#include "facts/state.h"

namespace bpflens {

int32_t slot_of_byte(int32_t offset) {
  constexpr int32_t slot_bytes = 8;
  return -((-offset + slot_bytes - 1) / slot_bytes) * slot_bytes;
}

std::optional<int64_t> constant_offset(const RegisterState& state) {
  const bool points = state.type != RegisterType::NotInit && state.type != RegisterType::Scalar &&
                      state.type != RegisterType::Other;
  if (!points || state.type_only || !state.scalar.is_const()) return std::nullopt;
  // A hostile log may hold numbers that overflow; wrap as the kernel's registers do.
  return static_cast<int64_t>(static_cast<uint64_t>(state.offset) + state.scalar.bits.value);
}

const RegisterState* VerifierState::find(RegisterNumber number) const {
  for (const NamedRegister& named : registers)
    if (named.number == number) return &named.state;
  return nullptr;
}

const StackSlot* VerifierState::find_slot(int32_t offset) const {
  for (const StackSlot& slot : slots)
    if (slot.offset == offset) return &slot;
  return nullptr;
}

}  // namespace bpflens
