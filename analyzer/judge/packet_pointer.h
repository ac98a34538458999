// Packet pointers by what the verifier shares its knowledge among: all that one addition of a
// number made, or all that have had only constants added, are one family.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "judge/proof.h"

namespace bpflens {

struct PacketPointer {
  Origin family;         // the addition, or where the pointer was loaded
  int64_t distance = 0;  // from there in bytes, by the constants added since
  // As the verifier knows it, if a state is told.
  bool is_told = false, is_meta = false;
  uint32_t id = 0;
  int64_t told_distance = 0;
};

// Nullopt if it is none, or moved in another way.
std::optional<PacketPointer> packet_pointer(ProofWalk& walk, StepIndex step, const Holder& holder);

bool is_same_family(ProofWalk& walk, const PacketPointer& a, const PacketPointer& b);

// In bytes, of two of one family.
int64_t distance_between(const PacketPointer& from, const PacketPointer& to);

// Is data_end in a register that the step compares or computes with?
bool is_packet_end(ProofWalk& walk, StepIndex step, RegisterNumber number);

// A compare with data_end.
struct EndCompare {
  StepIndex step = 0;
  RegisterNumber number = 0;  // the register that is compared with data_end
  PacketPointer pointer;
  bool is_strict = false;      // the pointer itself cannot be data_end on this side
  bool is_ignored = false;     // of the low halves, for equality: it tells the verifier nothing
  bool is_with_start = false;  // the other register is data, not data_end: ignored, too
  bool is_before_end = false;  // on the side that the path takes; false: at the end or behind it
};

// The compares with data_end before a step, newest first, but not those before the packet was last
// moved.
std::vector<EndCompare> end_compares(ProofWalk& walk, StepIndex before);

// A compare of data_end - data with a number, on a side that limits nothing but that number.
struct LengthCompare {
  StepIndex step = 0;
  RegisterNumber length = 0;
};

std::optional<LengthCompare> length_compare(ProofWalk& walk, StepIndex before);

}  // namespace bpflens
