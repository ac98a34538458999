// A bound that would pass its type's limit is given up together with its counterpart.
#include <limits>

#include "facts/scalar.h"

namespace bpflens {
namespace {

template <typename Bound>
void move_bounds(Bound& min, Bound& max, Bound by) {
  Bound moved_min = 0, moved_max = 0;
  if (__builtin_add_overflow(min, by, &moved_min) || __builtin_add_overflow(max, by, &moved_max)) {
    min = std::numeric_limits<Bound>::min();
    max = std::numeric_limits<Bound>::max();
  } else {
    min = moved_min;
    max = moved_max;
  }
}

// Unknown bits and whatever their carries can reach.
Tnum moved_bits(Tnum bits, uint64_t by) {
  uint64_t least = bits.value + by;
  uint64_t most = least + bits.mask;
  uint64_t unknown = (least ^ most) | bits.mask;
  return {least & ~unknown, unknown};
}

}  // namespace

Scalar sum(const Scalar& number, int64_t constant, Era era) {
  Scalar moved = number;
  auto wide = static_cast<uint64_t>(constant);
  auto narrow = static_cast<uint32_t>(wide);
  move_bounds(moved.range.smin, moved.range.smax, constant);
  move_bounds(moved.range.umin, moved.range.umax, wide);
  move_bounds(moved.range.smin32, moved.range.smax32, static_cast<int32_t>(narrow));
  move_bounds(moved.range.umin32, moved.range.umax32, narrow);
  moved.bits = moved_bits(number.bits, wide);
  return era >= Era::G ? synced(moved, era) : moved;
}

}  // namespace bpflens
