// What a comparison teaches about its operands on either side. Every comparison is brought to one
// that holds (the other side of `<` is `>=`) and then to one of six: equal, not equal, less, less
// or equal, some common bit set, none set.
#include <algorithm>
#include <bit>
#include <limits>

#include "facts/scalar.h"

namespace bpflens {
namespace {

enum class Relation : uint8_t { None, Equal, NotEqual, Less, LessOrEqual, CommonBit, NoCommonBit };

// `left RELATION right` holds, or with the operands swapped.
struct Condition {
  Relation relation = Relation::None;
  bool is_signed = false;
  bool swapped = false;
};

Condition condition_that_holds(Operation operation) {
  switch (operation) {
    case Operation::Eq:
      return {Relation::Equal};
    case Operation::Ne:
      return {Relation::NotEqual};
    case Operation::Set:
      return {Relation::CommonBit};
    case Operation::Lt:
      return {Relation::Less};
    case Operation::Le:
      return {Relation::LessOrEqual};
    case Operation::Gt:
      return {Relation::Less, false, true};
    case Operation::Ge:
      return {Relation::LessOrEqual, false, true};
    case Operation::SLt:
      return {Relation::Less, true};
    case Operation::SLe:
      return {Relation::LessOrEqual, true};
    case Operation::SGt:
      return {Relation::Less, true, true};
    case Operation::SGe:
      return {Relation::LessOrEqual, true, true};
    default:
      return {};
  }
}

Condition opposite(Condition condition) {
  switch (condition.relation) {
    case Relation::Equal:
      return {Relation::NotEqual};
    case Relation::NotEqual:
      return {Relation::Equal};
    case Relation::CommonBit:
      return {Relation::NoCommonBit};
    case Relation::Less:
      return {Relation::LessOrEqual, condition.is_signed, !condition.swapped};
    case Relation::LessOrEqual:
      return {Relation::Less, condition.is_signed, !condition.swapped};
    default:
      return {};
  }
}

// One view of a number's bounds: signed or not, wide or narrow.
template <typename Number>
struct Bounds {
  Number& min;
  Number& max;
};

template <typename Number>
void learn_equal(Bounds<Number> left, Bounds<Number> right) {
  left.min = right.min = std::max(left.min, right.min);
  left.max = right.max = std::min(left.max, right.max);
}

template <typename Number>
void learn_less_or_equal(Bounds<Number> left, Bounds<Number> right) {
  left.max = std::min(left.max, right.max);
  right.min = std::max(right.min, left.min);
}

template <typename Number>
void learn_less(Bounds<Number> left, Bounds<Number> right) {
  using Limits = std::numeric_limits<Number>;
  if (right.max == Limits::min() || left.min == Limits::max()) {
    left.min = Limits::max();  // nothing is less than the least number
    left.max = Limits::min();
    return;
  }
  left.max = std::min(left.max, static_cast<Number>(right.max - 1));
  right.min = std::max(right.min, static_cast<Number>(left.min + 1));
}

// A known number at the very edge of a range is cut off.
template <typename Number>
void learn_not(Bounds<Number> bounds, Number excluded) {
  if (bounds.min == excluded && bounds.min != std::numeric_limits<Number>::max()) ++bounds.min;
  if (bounds.max == excluded && bounds.max != std::numeric_limits<Number>::min()) --bounds.max;
}

Bounds<uint64_t> unsigned_of(ScalarRange& r) { return {r.umin, r.umax}; }
Bounds<int64_t> signed_of(ScalarRange& r) { return {r.smin, r.smax}; }
Bounds<uint32_t> narrow_unsigned_of(ScalarRange& r) { return {r.umin32, r.umax32}; }
Bounds<int32_t> narrow_signed_of(ScalarRange& r) { return {r.smin32, r.smax32}; }

void learn_equal(Scalar& left, Scalar& right, bool is_32bit) {
  if (is_32bit) {
    learn_equal(narrow_unsigned_of(left.range), narrow_unsigned_of(right.range));
    learn_equal(narrow_signed_of(left.range), narrow_signed_of(right.range));
    const uint64_t high = ~uint64_t{UINT32_MAX};
    const Tnum left_low{left.bits.value & ~high, left.bits.mask | high};
    const Tnum right_low{right.bits.value & ~high, right.bits.mask | high};
    left.bits = intersection(left.bits, right_low);
    right.bits = intersection(right.bits, left_low);
    return;
  }
  learn_equal(unsigned_of(left.range), unsigned_of(right.range));
  learn_equal(signed_of(left.range), signed_of(right.range));
  left.bits = right.bits = intersection(left.bits, right.bits);
}

void learn_not_equal(Scalar& number, uint64_t excluded, bool is_32bit) {
  if (is_32bit) {
    learn_not(narrow_unsigned_of(number.range), static_cast<uint32_t>(excluded));
    learn_not(narrow_signed_of(number.range), static_cast<int32_t>(excluded));
  } else {
    learn_not(unsigned_of(number.range), excluded);
    learn_not(signed_of(number.range), static_cast<int64_t>(excluded));
  }
}

template <typename Number>
void learn_order(Relation relation, Bounds<Number> left, Bounds<Number> right) {
  relation == Relation::Less ? learn_less(left, right) : learn_less_or_equal(left, right);
}

void learn_order(const Condition& condition, Scalar& left, Scalar& right, bool is_32bit) {
  ScalarRange &a = left.range, &b = right.range;
  if (is_32bit && condition.is_signed)
    learn_order(condition.relation, narrow_signed_of(a), narrow_signed_of(b));
  else if (is_32bit)
    learn_order(condition.relation, narrow_unsigned_of(a), narrow_unsigned_of(b));
  else if (condition.is_signed)
    learn_order(condition.relation, signed_of(a), signed_of(b));
  else
    learn_order(condition.relation, unsigned_of(a), unsigned_of(b));
}

// One common bit is only telling when there is just one to have in common.
void learn_bits(Relation relation, Scalar& number, uint64_t tested, bool is_32bit) {
  if (is_32bit) tested &= UINT32_MAX;
  if (relation == Relation::NoCommonBit) {
    number.bits.value &= ~tested;
    number.bits.mask &= ~tested;
  } else if (std::has_single_bit(tested)) {
    number.bits.value |= tested;
    number.bits.mask &= ~tested;
  }
}

bool is_known(const Scalar& number, bool is_32bit) {
  return (number.bits.mask & (is_32bit ? uint64_t{UINT32_MAX} : ~uint64_t{0})) == 0;
}

// The relations without order need one operand to be known; `right` is that one.
void learn_from_known(Relation relation, Scalar& left, const Scalar& right, bool is_32bit) {
  if (!is_known(right, is_32bit)) return;
  if (relation == Relation::NotEqual)
    learn_not_equal(left, right.bits.value, is_32bit);
  else
    learn_bits(relation, left, right.bits.value, is_32bit);
}

void learn(const Condition& condition, Scalar& left, Scalar& right, bool is_32bit) {
  switch (condition.relation) {
    case Relation::None:
      return;
    case Relation::Equal:
      return learn_equal(left, right, is_32bit);
    case Relation::Less:
    case Relation::LessOrEqual:
      return condition.swapped ? learn_order(condition, right, left, is_32bit)
                               : learn_order(condition, left, right, is_32bit);
    case Relation::NotEqual:
    case Relation::CommonBit:
    case Relation::NoCommonBit:
      return is_known(right, is_32bit)
                 ? learn_from_known(condition.relation, left, right, is_32bit)
                 : learn_from_known(condition.relation, right, left, is_32bit);
  }
}

// To 6.7 a comparison of one width forgets what it knew of the other and rebuilds it.
Scalar rebuilt_narrow(Scalar number) {
  ScalarRange& range = number.range;
  const ScalarRange any;
  range.smin32 = any.smin32, range.smax32 = any.smax32;
  range.umin32 = any.umin32, range.umax32 = any.umax32;
  if (range.smin >= INT32_MIN && range.smax <= INT32_MAX) {
    range.smin32 = static_cast<int32_t>(range.smin);
    range.smax32 = static_cast<int32_t>(range.smax);
  }
  if (range.umax <= UINT32_MAX) {
    range.umin32 = static_cast<uint32_t>(range.umin);
    range.umax32 = static_cast<uint32_t>(range.umax);
  }
  return number;
}

Scalar rebuilt_wide(Scalar number) {
  ScalarRange& range = number.range;
  const uint64_t high = ~uint64_t{UINT32_MAX};
  const bool high_is_zero = ((number.bits.value | number.bits.mask) & high) == 0;
  const ScalarRange any;
  range.umin = high_is_zero ? range.umin32 : any.umin;
  range.umax = high_is_zero ? range.umax32 : any.umax;
  range.smin = high_is_zero ? 0 : any.smin;
  range.smax = high_is_zero ? int64_t{UINT32_MAX} : any.smax;
  if (high_is_zero && range.smin32 >= 0) {
    range.smin = range.smin32;
    range.smax = range.smax32;
  }
  return number;
}

// These kernels set the low half even where it was known to be another.
Scalar with_low_half_of(const Scalar& known, Scalar number) {
  const uint64_t high = ~uint64_t{UINT32_MAX};
  number.bits.value = (number.bits.value & high) | (known.bits.value & ~high);
  number.bits.mask &= high;
  number.range.smin32 = known.range.smin32, number.range.smax32 = known.range.smax32;
  number.range.umin32 = known.range.umin32, number.range.umax32 = known.range.umax32;
  return number;
}

// To 6.7 only constants teach, and "not equal" teaches nothing.
Scalar refined_by_constant_before_6_8(Scalar number, const Condition& condition, uint64_t constant,
                                      bool is_32bit, Era era) {
  Scalar other = constant_scalar(constant);
  if (condition.relation == Relation::Equal) {
    if (!is_32bit) return other;
    number = with_low_half_of(other, number);
  } else if (condition.relation != Relation::NotEqual) {
    learn(condition, number, other, is_32bit);
  }
  return synced(is_32bit ? rebuilt_wide(number) : rebuilt_narrow(number), era);
}

std::pair<Scalar, Scalar> refined_before_6_8(const Scalar& left, const Condition& condition,
                                             const Scalar& right, bool is_32bit, Era era) {
  if (is_known(right, is_32bit))
    return {refined_by_constant_before_6_8(left, condition, right.bits.value, is_32bit, era),
            right};
  if (is_known(left, is_32bit)) {
    const Condition turned{condition.relation, condition.is_signed, !condition.swapped};
    return {left, refined_by_constant_before_6_8(right, turned, left.bits.value, is_32bit, era)};
  }
  if (condition.relation != Relation::Equal || is_32bit) return {left, right};
  std::pair<Scalar, Scalar> both{left, right};
  learn_equal(both.first, both.second, is_32bit);
  return {synced(both.first, era), synced(both.second, era)};
}

}  // namespace

std::pair<Scalar, Scalar> refined_by_compare(const Scalar& left, Operation operation,
                                             const Scalar& right, bool is_32bit, bool jumped,
                                             Era era) {
  const Condition asked = condition_that_holds(operation);
  if (asked.relation == Relation::None) return {left, right};
  const Condition condition = jumped ? asked : opposite(asked);
  if (era != Era::Unknown && era <= Era::E)
    return refined_before_6_8(left, condition, right, is_32bit, era);
  std::pair<Scalar, Scalar> both{left, right};
  learn(condition, both.first, both.second, is_32bit);
  return {synced(both.first, era), synced(both.second, era)};
}

Scalar refined_by_compare(const Scalar& number, Operation operation, uint64_t constant,
                          bool is_32bit, bool jumped, Era era) {
  return refined_by_compare(number, operation, constant_scalar(constant), is_32bit, jumped, era)
      .first;
}

}  // namespace bpflens
