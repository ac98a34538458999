// What ended the life of a slice: a pointer to a part of what a dynptr stands for? The verifier
// takes it for a number once the packet may have moved, or once the dynptr is no longer the one
// that the slice was taken from.
#pragma once

#include <cstdint>
#include <optional>

#include "judge/proof.h"

namespace bpflens {

enum class SliceEndKind : uint8_t {
  PacketMoved,
  GivenUp,      // a release
  Replaced,     // the dynptr was set up anew
  Overwritten,  // a store into the dynptr
};

struct SliceEnd {
  StepIndex step = 0;
  SliceEndKind kind = SliceEndKind::PacketMoved;
};

// The call that gave the slice; nullopt if the value is none.
std::optional<StepIndex> slice_call(ProofWalk& walk, const History& history);

// The oldest step of [first, end) that ends the slice that this call gave.
std::optional<SliceEnd> end_of_slice(ProofWalk& walk, StepIndex call, StepIndex first,
                                     StepIndex end);

}  // namespace bpflens
