// Which compare with data_end is about the pointer that is used? All pointers that one addition
// made share what is proven of one of them.
#pragma once

#include <cstdint>
#include <optional>

#include "judge/proof.h"

namespace bpflens {

// A pointer as its last addition of a number made it, and its distance from there in bytes.
struct MovedPointer {
  Origin moved;
  int64_t distance = 0;
};

std::optional<MovedPointer> moved_pointer(ProofWalk& walk, StepIndex step, const Holder& holder);

struct PacketCheck {
  StepIndex step = 0;
  RegisterNumber pointer = 0;
  int64_t distance = 0;  // of the compared pointer from the addition
};

// The compare at this step, if it finds a pointer from that addition not beyond data_end.
std::optional<PacketCheck> packet_check_at(ProofWalk& walk, StepIndex step, const Origin& moved);

}  // namespace bpflens
