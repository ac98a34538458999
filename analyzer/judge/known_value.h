// What two kernels know of the same value: is it the same? Their logs are of different eras, so
// only what both would print can differ.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "facts/replay.h"
#include "judge/proof.h"

namespace bpflens {

// What is known of a holder before a step.
struct KnownValue {
  enum class Kind : uint8_t { Unknown, Unreadable, Bytes, Value } kind = Kind::Unknown;
  RegisterState state;  // Value
};

KnownValue value_before(const Replay& replay, StepIndex step, const Holder& holder);

enum class Alike : uint8_t { Unknown, Yes, No };

Alike compare(const KnownValue& here, Era era_here, const KnownValue& there, Era era_there);

// Are these two numbers known to be one, or one plus a constant?
Alike is_linked(const KnownValue& a, const KnownValue& b);

// How many bytes behind a packet pointer are known to be before data_end; nullopt if nothing was
// checked.
std::optional<int64_t> checked_bytes(const RegisterState& state, Era era);

// How far a pointer may stand from where it began.
struct Offset {
  int64_t least = 0, most = 0;
  bool operator==(const Offset&) const = default;
};
std::optional<Offset> offset_of(const RegisterState& state);

}  // namespace bpflens
