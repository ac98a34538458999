// What the verifier knows of a number: which bits (Tnum) and between which bounds (ScalarRange),
// how the one tightens the other, and what a comparison teaches about its operands. Bounds may
// contradict themselves (min > max): kernels before 6.8 walk on with such numbers and print them.
#pragma once

#include <cstdint>
#include <utility>

#include "facts/era.h"
#include "facts/insn.h"

namespace bpflens {

// A tristate number. Bits set in `mask` are unknown, the others are as in `value`.
struct Tnum {
  uint64_t value = 0;
  uint64_t mask = ~0ULL;
  bool operator==(const Tnum&) const = default;
  bool is_const() const { return mask == 0; }
};

struct ScalarRange {
  int64_t smin = INT64_MIN, smax = INT64_MAX;
  uint64_t umin = 0, umax = UINT64_MAX;
  int32_t smin32 = INT32_MIN, smax32 = INT32_MAX;
  uint32_t umin32 = 0, umax32 = UINT32_MAX;
  bool operator==(const ScalarRange&) const = default;
};

// Bounds and bits of one scalar together.
struct Scalar {
  ScalarRange range;
  Tnum bits;
  bool operator==(const Scalar&) const = default;
  bool is_const() const { return bits.is_const(); }
};

Scalar constant_scalar(uint64_t value);

// True when some bound pair contradicts itself (umin > umax, or any of the other three pairs).
bool is_impossible(const ScalarRange& range);
// Also when no number within the bounds' reach has the bits, or a known bit is claimed both ways.
bool is_impossible(const Scalar& scalar);

// All numbers of `scalar` are among those of `wider`, bound by bound and bit by bit.
bool is_within(const Scalar& scalar, const Scalar& wider);
bool contains(const Scalar& scalar, uint64_t number);

// The numbers that are in both. Exact if there are any; else some Tnum.
Tnum intersection(Tnum a, Tnum b);
// The smallest tristate number that holds all of [min, max]; needs min <= max.
Tnum tnum_of_range(uint64_t min, uint64_t max);

// Bounds and bits tightened by each other, as far as the kernels of `era` do it. Loses no number
// that the argument holds. Follows what was measured on 5.10 (A to D), 6.1 (E), 6.12 (F), 6.18 (G),
// 7.2 and 7.3: to 6.7 nothing passes between 32 and 64 bits; 6.18 sees where bits and bounds leave
// one number; from 7.2 signed and unsigned are views of one arc. Unknown counts as F.
Scalar synced(const Scalar& scalar, Era era);

// What the verifier keeps of a copy at a distance, number + constant: bounds and bits each by
// themselves; since 6.18 tightened by each other.
Scalar sum(const Scalar& number, int64_t constant, Era era);

// What is known of a number on one side of `if number OP constant`: `jumped` is the side where the
// condition holds. `is_32bit` compares the low halves. Sound: a number that takes this side stays.
// May be impossible when the side cannot be taken. Exact on the measured kernels but for paths that
// they walk although no number takes them, and for what 5.10 and 6.1 do not print. `constant` as
// the kernel sees it: sign-extended.
Scalar refined_by_compare(const Scalar& number, Operation operation, uint64_t constant,
                          bool is_32bit, bool jumped, Era era = Era::F);

// Both operands of a comparison of two registers. Before 6.8 kernels learn from it only when one
// of them is constant or both are equal in 64 bits; else the arguments come back unchanged.
std::pair<Scalar, Scalar> refined_by_compare(const Scalar& left, Operation operation,
                                             const Scalar& right, bool is_32bit, bool jumped,
                                             Era era = Era::F);

}  // namespace bpflens
