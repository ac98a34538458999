// Tristate numbers, and how bounds and bits tighten each other. The bounds of a number are four
// views of one set (signed or not, 64 or 32 bits), so each view can cut what another proves absent.
#include "facts/scalar.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace bpflens {
namespace {

constexpr uint64_t low_mask = UINT32_MAX;
constexpr uint64_t high_mask = ~low_mask;

uint32_t low(uint64_t number) { return static_cast<uint32_t>(number); }
int32_t low_signed(uint64_t number) { return static_cast<int32_t>(low(number)); }
uint64_t as_unsigned(int64_t number) { return static_cast<uint64_t>(number); }
int64_t as_signed(uint64_t number) { return static_cast<int64_t>(number); }

template <typename Number>
void tighten(Number& min, Number& max, Number other_min, Number other_max) {
  min = std::max(min, other_min);
  max = std::min(max, other_max);
}

// Bits -> bounds: unknown bits all clear and all set, the sign bit the other way round.
void tighten_by_bits(Scalar& scalar) {
  const auto [value, mask] = scalar.bits;
  const uint64_t sign = uint64_t{1} << 63, sign32 = uint64_t{1} << 31;
  ScalarRange& range = scalar.range;
  tighten(range.umin, range.umax, value, value | mask);
  tighten(range.smin, range.smax, as_signed(value | (mask & sign)),
          as_signed(value | (mask & ~sign)));
  tighten(range.umin32, range.umax32, low(value), low(value | mask));
  tighten(range.smin32, range.smax32, low_signed(value | (mask & sign32)),
          low_signed(value | (mask & ~sign32)));
}

// Bounds -> bits.
void tighten_bits(Scalar& scalar) {
  const ScalarRange& range = scalar.range;
  if (is_impossible(range)) return;
  scalar.bits = intersection(scalar.bits, tnum_of_range(range.umin, range.umax));
  Tnum narrow = tnum_of_range(range.umin32, range.umax32);
  narrow.mask |= high_mask;
  scalar.bits = intersection(scalar.bits, narrow);
}

// Two views of one width. An unsigned range on one side of the sign is a signed range as well, and
// the other way round.
template <typename Signed, typename Unsigned>
void share_between_signs(Signed& smin, Signed& smax, Unsigned& umin, Unsigned& umax) {
  if (static_cast<Signed>(umin) <= static_cast<Signed>(umax))
    tighten(smin, smax, static_cast<Signed>(umin), static_cast<Signed>(umax));
  if (static_cast<Unsigned>(smin) <= static_cast<Unsigned>(smax))
    tighten(umin, umax, static_cast<Unsigned>(smin), static_cast<Unsigned>(smax));
}

// Where a signed range holds both signs, the unsigned one may still leave only one of its parts
// (since 6.17, and in 6.12.y).
template <typename Signed, typename Unsigned>
void share_one_part(Signed& smin, Signed& smax, Unsigned& umin, Unsigned& umax) {
  if (smin >= 0 || smax < 0) return;
  const bool no_positive = static_cast<Unsigned>(smax) < umin;
  const bool no_negative = static_cast<Unsigned>(smin) > umax;
  if (no_positive == no_negative) return;
  if (no_positive) {
    umin = std::max(umin, static_cast<Unsigned>(smin));
    smin = static_cast<Signed>(umin);
    smax = static_cast<Signed>(umax);
  } else {
    umax = std::min(umax, static_cast<Unsigned>(smax));
    smin = static_cast<Signed>(umin);
    smax = static_cast<Signed>(umax);
  }
}

// A 64-bit range whose high halves agree is a range of the low halves too; also one that steps
// over a multiple of 2^32 with low halves from negative to positive.
void tighten_narrow_by(uint64_t min, uint64_t max, ScalarRange& range) {
  if ((min >> 32) == (max >> 32)) {
    if (low(min) <= low(max)) tighten(range.umin32, range.umax32, low(min), low(max));
    if (low_signed(min) <= low_signed(max))
      tighten(range.smin32, range.smax32, low_signed(min), low_signed(max));
  } else if (low(min >> 32) + 1 == low(max >> 32) && low_signed(min) < 0 && low_signed(max) >= 0) {
    tighten(range.smin32, range.smax32, low_signed(min), low_signed(max));
  }
}

void tighten_wide_by_narrow(ScalarRange& range) {
  tighten(range.umin, range.umax, (range.umin & high_mask) | range.umin32,
          (range.umax & high_mask) | range.umax32);
  tighten(range.smin, range.smax, as_signed((as_unsigned(range.smin) & high_mask) | range.umin32),
          as_signed((as_unsigned(range.smax) & high_mask) | range.umax32));
  if (range.smin >= INT32_MIN && range.smax <= INT32_MAX)
    tighten(range.smin, range.smax, int64_t{range.smin32}, int64_t{range.smax32});
}

// Numbers whose low half lies on an arc of the circle of 2^32, from `first` on.
struct LowArc {
  uint32_t first = 0, length = UINT32_MAX;
  bool holds(uint64_t number) const { return low(number) - first <= length; }
  uint32_t last() const { return first + length; }
};

// The shorter of the two views.
LowArc low_arc_of(const ScalarRange& range) {
  const LowArc by_unsigned{range.umin32, range.umax32 - range.umin32};
  const auto smin = static_cast<uint32_t>(range.smin32), smax = static_cast<uint32_t>(range.smax32);
  const LowArc by_signed{smin, smax - smin};
  return by_signed.length < by_unsigned.length ? by_signed : by_unsigned;
}

// Both ends of a range move inwards to numbers whose low half is possible (since 7.1). No end moves
// past its type's limit: then no number is left, and another rule says so.
void move_ends_to_arc(ScalarRange& range) {
  if (is_impossible(range)) return;
  const LowArc arc = low_arc_of(range);
  const auto steps_up = [&](uint64_t from) { return uint64_t{arc.first - low(from)}; };
  const auto steps_down = [&](uint64_t from) { return uint64_t{low(from) - arc.last()}; };
  if (!arc.holds(range.umin) && range.umin <= UINT64_MAX - steps_up(range.umin))
    range.umin += steps_up(range.umin);
  if (!arc.holds(range.umax) && range.umax >= steps_down(range.umax))
    range.umax -= steps_down(range.umax);
  const uint64_t smin = as_unsigned(range.smin), smax = as_unsigned(range.smax);
  const uint64_t sign = uint64_t{1} << 63;  // flips the order of signed numbers to unsigned
  if (!arc.holds(smin) && (smin ^ sign) <= UINT64_MAX - steps_up(smin))
    range.smin = as_signed(smin + steps_up(smin));
  if (!arc.holds(smax) && (smax ^ sign) >= steps_down(smax))
    range.smax = as_signed(smax - steps_down(smax));
}

void share_between_views(ScalarRange& range, Era era) {
  tighten_narrow_by(range.umin, range.umax, range);
  tighten_narrow_by(as_unsigned(range.smin), as_unsigned(range.smax), range);
  share_between_signs(range.smin32, range.smax32, range.umin32, range.umax32);
  share_between_signs(range.smin, range.smax, range.umin, range.umax);
  share_one_part(range.smin32, range.smax32, range.umin32, range.umax32);
  share_one_part(range.smin, range.smax, range.umin, range.umax);
  tighten_wide_by_narrow(range);
  if (era >= Era::H) move_ends_to_arc(range);
}

// From 7.2 both signs are views of one arc on the circle of numbers. Where the two ranges overlap
// in two parts, no arc is both: the shorter one is kept, and the other view widens to it. Of equal
// ones it is the one that was there before.
template <typename Signed, typename Unsigned>
void make_one_arc(Signed& smin, Signed& smax, Unsigned& umin, Unsigned& umax, bool keep_signed) {
  share_one_part(smin, smax, umin, umax);
  share_between_signs(smin, smax, umin, umax);
  const bool fits_unsigned = (smin >= 0) == (smax >= 0);
  const bool fits_signed = (static_cast<Signed>(umin) >= 0) == (static_cast<Signed>(umax) >= 0);
  if (fits_unsigned || fits_signed) return;
  const Unsigned signed_length = static_cast<Unsigned>(smax) - static_cast<Unsigned>(smin);
  const Unsigned unsigned_length = umax - umin;
  if (unsigned_length < signed_length || (unsigned_length == signed_length && !keep_signed)) {
    smin = std::numeric_limits<Signed>::min();
    smax = std::numeric_limits<Signed>::max();
  } else {
    umin = 0;
    umax = std::numeric_limits<Unsigned>::max();
  }
}

// `signed_first`: of equal arcs of which none was there before, the signed one came first.
void make_arcs(ScalarRange& range, const ScalarRange& before, bool signed_first) {
  const ScalarRange any;
  const bool had_unsigned = before.umin != any.umin || before.umax != any.umax;
  const bool had_signed = before.smin != any.smin || before.smax != any.smax;
  make_one_arc(range.smin, range.smax, range.umin, range.umax,
               !had_unsigned && (had_signed || signed_first));
  const bool had_unsigned32 = before.umin32 != any.umin32 || before.umax32 != any.umax32;
  const bool had_signed32 = before.smin32 != any.smin32 || before.smax32 != any.smax32;
  make_one_arc(range.smin32, range.smax32, range.umin32, range.umax32,
               !had_unsigned32 && (had_signed32 || signed_first));
}

// The smallest number with these bits that is not below `least`; needs least <= value | mask.
uint64_t first_member(Tnum bits, uint64_t least) {
  uint64_t found = bits.value | bits.mask;
  for (uint64_t bit = uint64_t{1} << 63; bit != 0; bit >>= 1) {
    const uint64_t above = ~(bit | (bit - 1));
    const bool wanted = (least & bit) != 0;
    const bool may_be_set = ((bits.value | bits.mask) & bit) != 0;
    // Set where `least` has it clear: whatever follows may be as small as it gets.
    if (!wanted && may_be_set) found = (least & above) | bit | (bits.value & (bit - 1));
    const bool can_follow = wanted ? may_be_set : (bits.value & bit) == 0;
    if (!can_follow) return found;
  }
  return least;
}

// Where bits and bounds share one number only, it is known (since 7.0, and in later 6.18).
void settle_single_number(Scalar& scalar) {
  const auto [value, mask] = scalar.bits;
  if (is_impossible(scalar) || mask == 0) return;
  const uint64_t first = first_member(scalar.bits, scalar.range.umin);
  if (first > scalar.range.umax) return;
  const bool is_last = first == (value | mask);
  if (is_last || first_member(scalar.bits, first + 1) > scalar.range.umax)
    scalar = constant_scalar(first);
}

}  // namespace

Scalar constant_scalar(uint64_t value) {
  Scalar scalar;
  scalar.range.smin = scalar.range.smax = as_signed(value);
  scalar.range.umin = scalar.range.umax = value;
  scalar.range.smin32 = scalar.range.smax32 = low_signed(value);
  scalar.range.umin32 = scalar.range.umax32 = low(value);
  scalar.bits = Tnum{value, 0};
  return scalar;
}

bool is_impossible(const ScalarRange& range) {
  return range.umin > range.umax || range.smin > range.smax || range.umin32 > range.umax32 ||
         range.smin32 > range.smax32;
}

bool is_impossible(const Scalar& scalar) {
  const auto [value, mask] = scalar.bits;
  return is_impossible(scalar.range) || (value & mask) != 0 || (value | mask) < scalar.range.umin ||
         value > scalar.range.umax;
}

bool is_within(const Scalar& scalar, const Scalar& wider) {
  const ScalarRange &a = scalar.range, &b = wider.range;
  const bool bounds = a.umin >= b.umin && a.umax <= b.umax && a.smin >= b.smin &&
                      a.smax <= b.smax && a.umin32 >= b.umin32 && a.umax32 <= b.umax32 &&
                      a.smin32 >= b.smin32 && a.smax32 <= b.smax32;
  const uint64_t known = ~wider.bits.mask;
  return bounds && (scalar.bits.mask & known) == 0 &&
         (scalar.bits.value & known) == (wider.bits.value & known);
}

bool contains(const Scalar& scalar, uint64_t number) {
  return is_within(constant_scalar(number), scalar);
}

Tnum intersection(Tnum a, Tnum b) {
  const uint64_t mask = a.mask & b.mask;
  return {(a.value | b.value) & ~mask, mask};
}

Tnum tnum_of_range(uint64_t min, uint64_t max) {
  const auto unknown_bits = static_cast<int>(std::bit_width(min ^ max));
  const uint64_t mask = unknown_bits == 64 ? ~0ULL : (uint64_t{1} << unknown_bits) - 1;
  return {min & ~mask, mask};
}

Scalar synced(const Scalar& scalar, Era era) {
  Scalar tight = scalar;
  ScalarRange& range = tight.range;
  tighten_by_bits(tight);
  const bool has_arcs = era >= Era::H;
  if (has_arcs) make_arcs(range, scalar.range, true);
  const ScalarRange before = range;
  if (era != Era::Unknown && era <= Era::E) {
    share_between_signs(range.smin32, range.smax32, range.umin32, range.umax32);
    share_between_signs(range.smin, range.smax, range.umin, range.umax);
  } else {
    for (int round = 0; round < 3; ++round) share_between_views(range, era);
  }
  tighten_bits(tight);
  tighten_by_bits(tight);
  if (era >= Era::G) settle_single_number(tight);
  if (has_arcs) make_arcs(range, before, false);
  return tight;
}

}  // namespace bpflens
