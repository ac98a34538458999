// The rules of omission, read backwards (what was it?) and forwards (is it printed?). Where two
// values would have been left out alike, the one that the other bounds imply is taken.
#include "read/register_state_ranges.h"

#include "read/number_text.h"

namespace bpflens {
namespace {

// By Bound: names since 6.8, and the two parts of the older ones: "s32_min" + "_value".
constexpr std::array<std::string_view, bound_count> grouped_names{
    "smin", "smax", "umin", "umax", "smin32", "smax32", "umin32", "umax32"};
constexpr std::array<std::string_view, bound_count> plain_names{
    "smin", "smax", "umin", "umax", "s32_min", "s32_max", "u32_min", "u32_max"};

constexpr size_t at(Bound bound) { return static_cast<size_t>(bound); }

struct OldRule {
  const ToldBounds& bounds;
  bool told(Bound bound) const { return bounds.told[at(bound)]; }
  uint64_t bits(Bound bound) const { return bounds.bits[at(bound)]; }
};

// A signed bound is left out when it equals the unsigned one. That can only have been so when the
// whole unsigned range lies on one side of the sign.
void rebuild_wide(const OldRule& old, ScalarRange& range) {
  if (old.told(Bound::Umin)) range.umin = old.bits(Bound::Umin);
  if (old.told(Bound::Umax)) range.umax = old.bits(Bound::Umax);
  const bool one_sign = range.umax <= INT64_MAX || range.umin > INT64_MAX;
  if (one_sign) {
    range.smin = static_cast<int64_t>(range.umin);
    range.smax = static_cast<int64_t>(range.umax);
  }
  if (old.told(Bound::Smin)) range.smin = static_cast<int64_t>(old.bits(Bound::Smin));
  if (old.told(Bound::Smax)) range.smax = static_cast<int64_t>(old.bits(Bound::Smax));
}

// A narrow bound is left out when it equals the wide one: only when the whole range fits.
void rebuild_narrow(const OldRule& old, ScalarRange& range) {
  if (range.smin >= INT32_MIN && range.smax <= INT32_MAX) {
    range.smin32 = static_cast<int32_t>(range.smin);
    range.smax32 = static_cast<int32_t>(range.smax);
  }
  if (range.umax <= UINT32_MAX) {
    range.umin32 = static_cast<uint32_t>(range.umin);
    range.umax32 = static_cast<uint32_t>(range.umax);
  }
  if (old.told(Bound::Smin32)) range.smin32 = static_cast<int32_t>(old.bits(Bound::Smin32));
  if (old.told(Bound::Smax32)) range.smax32 = static_cast<int32_t>(old.bits(Bound::Smax32));
  if (old.told(Bound::Umin32)) range.umin32 = static_cast<uint32_t>(old.bits(Bound::Umin32));
  if (old.told(Bound::Umax32)) range.umax32 = static_cast<uint32_t>(old.bits(Bound::Umax32));
}

// What the bits prove of a bound that is missing, as long as it would be left out then too.
void tighten_missing(const OldRule& old, const Scalar& proven, ScalarRange& range) {
  const ScalarRange& tight = proven.range;
  if (is_impossible(tight)) return;
  if (!old.told(Bound::Smin) && tight.smin == static_cast<int64_t>(range.umin))
    range.smin = tight.smin;
  if (!old.told(Bound::Smax) && tight.smax == static_cast<int64_t>(range.umax))
    range.smax = tight.smax;
  if (!old.told(Bound::Smin32) && tight.smin32 == range.smin) range.smin32 = tight.smin32;
  if (!old.told(Bound::Smax32) && tight.smax32 == range.smax) range.smax32 = tight.smax32;
  if (!old.told(Bound::Umin32) && tight.umin32 == range.umin) range.umin32 = tight.umin32;
  if (!old.told(Bound::Umax32) && tight.umax32 == range.umax) range.umax32 = tight.umax32;
}

ScalarRange rebuilt_from_groups(const ToldBounds& bounds) {
  const auto bits = [&](Bound bound, uint64_t limit) {
    return bounds.told[at(bound)] ? bounds.bits[at(bound)] : limit;
  };
  const ScalarRange any;
  ScalarRange range;
  range.smin = static_cast<int64_t>(bits(Bound::Smin, static_cast<uint64_t>(any.smin)));
  range.smax = static_cast<int64_t>(bits(Bound::Smax, static_cast<uint64_t>(any.smax)));
  range.umin = bits(Bound::Umin, any.umin);
  range.umax = bits(Bound::Umax, any.umax);
  range.smin32 = static_cast<int32_t>(bits(Bound::Smin32, static_cast<uint64_t>(any.smin32)));
  range.smax32 = static_cast<int32_t>(bits(Bound::Smax32, static_cast<uint64_t>(any.smax32)));
  range.umin32 = static_cast<uint32_t>(bits(Bound::Umin32, any.umin32));
  range.umax32 = static_cast<uint32_t>(bits(Bound::Umax32, any.umax32));
  return range;
}

template <typename Number>
void append_bound(Bound bound, std::string_view suffix, Number value, std::string& text) {
  text += ',';
  text += plain_names[at(bound)];
  text += suffix;
  text += '=';
  append_decimal(value, text);
}

bool prints_decimal(int64_t number) { return number >= INT16_MIN && number <= INT16_MAX; }

struct Grouped {
  uint64_t bits = 0;
  bool is_signed = false;
  bool left_out = false;
  bool is_negative() const { return is_signed && static_cast<int64_t>(bits) < 0; }
};

Grouped wide(int64_t value, int64_t limit) {
  return {static_cast<uint64_t>(value), true, value == limit};
}
Grouped wide(uint64_t value, uint64_t limit) { return {value, false, value == limit}; }
// A narrow negative that needs hexadecimal is shown with its own 32 bits only.
Grouped narrow(int32_t value, int32_t limit) {
  const uint64_t bits = prints_decimal(value) ? static_cast<uint64_t>(int64_t{value})
                                              : uint64_t{static_cast<uint32_t>(value)};
  return {bits, true, value == limit};
}
Grouped narrow(uint32_t value, uint32_t limit) { return {value, false, value == limit}; }

std::array<Grouped, bound_count> grouped_bounds(const ScalarRange& range) {
  const ScalarRange any;
  return {wide(range.smin, any.smin),       wide(range.smax, any.smax),
          wide(range.umin, any.umin),       wide(range.umax, any.umax),
          narrow(range.smin32, any.smin32), narrow(range.smax32, any.smax32),
          narrow(range.umin32, any.umin32), narrow(range.umax32, any.umax32)};
}

}  // namespace

bool ToldBounds::set(std::string_view name, uint64_t value) {
  constexpr std::string_view suffix = "_value";
  const bool has_suffix = name.ends_with(suffix);
  if (has_suffix) name.remove_suffix(suffix.size());
  for (size_t i = 0; i < bound_count; ++i) {
    if (name != plain_names[i] && (has_suffix || name != grouped_names[i])) continue;
    told.set(i);
    bits[i] = value;
    return true;
  }
  return false;
}

ScalarRange rebuilt_range(const ToldBounds& bounds, Tnum bits, bool grouped) {
  if (grouped) return rebuilt_from_groups(bounds);
  Scalar scalar{{}, bits};
  const OldRule old{bounds};
  rebuild_wide(old, scalar.range);
  rebuild_narrow(old, scalar.range);
  tighten_missing(old, synced(scalar, Era::E), scalar.range);
  return scalar.range;
}

void append_bounds(const ScalarRange& range, std::string_view suffix, std::string& text) {
  const ScalarRange any;
  if (range.smin != static_cast<int64_t>(range.umin) && range.smin != any.smin)
    append_bound(Bound::Smin, suffix, range.smin, text);
  if (range.smax != static_cast<int64_t>(range.umax) && range.smax != any.smax)
    append_bound(Bound::Smax, suffix, range.smax, text);
  if (range.umin != any.umin) append_bound(Bound::Umin, suffix, range.umin, text);
  if (range.umax != any.umax) append_bound(Bound::Umax, suffix, range.umax, text);
}

void append_narrow_bounds(const ScalarRange& range, std::string_view suffix, std::string& text) {
  const ScalarRange any;
  if (range.smin32 != range.smin && range.smin32 != any.smin32)
    append_bound(Bound::Smin32, suffix, range.smin32, text);
  if (range.smax32 != range.smax && range.smax32 != any.smax32)
    append_bound(Bound::Smax32, suffix, range.smax32, text);
  // Unsigned, but printed as if signed.
  if (range.umin32 != range.umin && range.umin32 != any.umin32)
    append_bound(Bound::Umin32, suffix, static_cast<int32_t>(range.umin32), text);
  if (range.umax32 != range.umax && range.umax32 != any.umax32)
    append_bound(Bound::Umax32, suffix, static_cast<int32_t>(range.umax32), text);
}

void append_grouped_bounds(const ScalarRange& range, std::string& text) {
  std::array<Grouped, bound_count> bounds = grouped_bounds(range);
  for (size_t first = 0; first < bound_count; ++first) {
    const Grouped leader = bounds[first];
    if (leader.left_out) continue;
    text += ',';
    text += grouped_names[first];
    text += '=';
    // Minima and maxima alternate, and only like joins like.
    for (size_t other = first + 2; other < bound_count; other += 2) {
      Grouped& joining = bounds[other];
      if (joining.left_out || joining.bits != leader.bits) continue;
      if (joining.is_negative() != leader.is_negative()) continue;
      joining.left_out = true;
      text += grouped_names[other];
      text += '=';
    }
    leader.is_signed ? append_signed(static_cast<int64_t>(leader.bits), text)
                     : append_unsigned(leader.bits, text);
  }
}

void append_signed(int64_t number, std::string& text) {
  if (prints_decimal(number)) return append_decimal(number, text);
  append_hex(static_cast<uint64_t>(number), text);
}

void append_unsigned(uint64_t number, std::string& text) {
  if (number <= UINT16_MAX) return append_decimal(number, text);
  append_hex(number, text);
}

}  // namespace bpflens
