// The compare that was meant as the check of a packet access, and compares numbers.
#pragma once

#include <cstdint>
#include <optional>

#include "judge/packet_pointer.h"

namespace bpflens {

// The bytes from `offset` on behind the pointer in a register.
struct PacketAccess {
  RegisterNumber pointer = 0;
  int64_t offset = 0, size = 0;
};

// Nullopt if the rejected instruction is no access.
std::optional<PacketAccess> packet_access(const Evidence& seen, ProofWalk& walk,
                                          StepIndex rejected);

struct NumberCheck {
  StepIndex compare = 0;
  RegisterNumber number = 0;        // the length there, or the number that a pointer became
  StepIndex made = 0;               // where the pointers became a number
  RegisterNumber subtracted = 0;    // there, from data_end
  std::optional<StepIndex> loaded;  // the pointer that is subtracted
  bool is_half_pointer = false;     // else a length: data_end minus a pointer
  std::optional<int64_t> bytes;     // of the packet that it asks for; nullopt: that varies
};

// The newest one that would have been enough if it had compared pointers. None if a compare of
// pointers is.
std::optional<NumberCheck> number_check(ProofWalk& walk, StepIndex rejected,
                                        const PacketAccess& access);

}  // namespace bpflens
