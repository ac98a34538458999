// If a number must lie between two bounds, where must the number lie that it was made of?
#pragma once

#include <cstdint>
#include <optional>

#include "facts/scalar.h"
#include "judge/number.h"
#include "judge/proof.h"

namespace bpflens {

// As signed numbers, both inclusive. Nothing fits if least > most.
struct WantedBounds {
  int64_t least = INT64_MIN, most = INT64_MAX;
  bool operator==(const WantedBounds&) const = default;
};

bool fits(const Scalar& number, const WantedBounds& wanted);

// Bounds of the operand that are enough for the result; nullopt where none can be given.
std::optional<WantedBounds> wanted_before(const WantedBounds& wanted,
                                          const NumberOperation& operation);
std::optional<WantedBounds> wanted_before(WantedBounds wanted, const NumberOperations& operations);

// Through one link of a history: a number that is added or subtracted on the way counts with all
// that the verifier knows of it.
std::optional<WantedBounds> wanted_before(ProofWalk& walk, WantedBounds wanted, const Link& link);

}  // namespace bpflens
