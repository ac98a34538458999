// Compares by value, never by text: 7.2 prints the fixed part of an offset with the variable one,
// 5.10 no trust, spills of before 6.8 only a type.
#include "judge/known_value.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace bpflens {
namespace {

using Kind = KnownValue::Kind;

KnownValue value_of(const RegisterState& state) {
  if (state.type == RegisterType::NotInit) return {Kind::Unreadable, {}};
  return {Kind::Value, state};
}

KnownValue zero() {
  KnownValue value{Kind::Value, {}};
  value.state.type = RegisterType::Scalar;
  value.state.scalar = constant_scalar(0);
  return value;
}

// What all of the holder's bytes in the slot are; nullopt if they are not the same.
std::optional<char> bytes_of(const StackSlot& slot, const Holder& holder) {
  std::optional<char> all;
  for (int32_t at = holder.where; at < holder.where + holder.size_bytes; at++) {
    const int32_t index = slot.offset + 7 - at;
    if (index < 0 || index > 7) return std::nullopt;
    const char byte = slot.bytes[static_cast<size_t>(index)];
    if (all && *all != byte) return std::nullopt;
    all = byte;
  }
  return all;
}

KnownValue value_in_slot(const KnownSlot& known, const Holder& holder) {
  if (known.certainty == Certainty::Unknown || !known.slot) return {};
  const auto byte = bytes_of(*known.slot, holder);
  if (!byte) return {};
  if (*byte == 'm') return {Kind::Bytes, {}};
  if (*byte == '0') return zero();
  if (*byte == '?') return {Kind::Unreadable, {}};
  return *byte == 'r' && known.slot->spill ? value_of(*known.slot->spill) : KnownValue{};
}

bool prints_trust(Era era) { return era >= Era::F; }
bool prints_all_32bit_bounds(Era era) { return era >= Era::E; }
// Registers that are not read later are left out.
bool forgets_dead_registers(Era era) { return era >= Era::G; }

bool is_unlimited(const Scalar& scalar) {
  return scalar.range.smin == INT64_MIN && scalar.range.smax == INT64_MAX && !scalar.is_const();
}

// The same limit, or both so far out that they limit nothing.
template <typename Number>
bool is_same_limit(Number a, Number b) {
  constexpr Number far = std::numeric_limits<Number>::max() / 2;
  const bool both_above = a > far && b > far;
  const bool both_below = std::is_signed_v<Number> && a < -far && b < -far;
  return a == b || both_above || both_below;
}

bool has_same_limits(const ScalarRange& a, const ScalarRange& b) {
  return is_same_limit(a.smin, b.smin) && is_same_limit(a.smax, b.smax) &&
         is_same_limit(a.umin, b.umin) && is_same_limit(a.umax, b.umax);
}

bool has_same_low_half(const ScalarRange& a, const ScalarRange& b) {
  return is_same_limit(a.smin32, b.smin32) && is_same_limit(a.smax32, b.smax32) &&
         is_same_limit(a.umin32, b.umin32) && is_same_limit(a.umax32, b.umax32);
}

bool is_same_number(const Scalar& here, Era era_here, const Scalar& there, Era era_there) {
  const Scalar a = synced(here, era_here), b = synced(there, era_there);
  if (a.is_const() && b.is_const()) return a.bits == b.bits;
  if (!has_same_limits(a.range, b.range) || a.bits != b.bits) return false;
  const bool both_print = prints_all_32bit_bounds(era_here) && prints_all_32bit_bounds(era_there);
  return !both_print || has_same_low_half(a.range, b.range);
}

bool has_distance(const RegisterState& state) {
  return state.has_delta && !state.scalar.is_const();
}

Alike compare_numbers(const RegisterState& here, Era era_here, const RegisterState& there,
                      Era era_there) {
  if (!is_same_number(here.scalar, era_here, there.scalar, era_there)) return Alike::No;
  if (has_distance(here) != has_distance(there)) return Alike::No;
  const bool is_same = !has_distance(here) || here.delta == there.delta;
  return is_same ? Alike::Yes : Alike::No;
}

int64_t sum_of(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return b < 0 ? INT64_MIN : INT64_MAX;
  return sum;
}

bool points_into_packet(const RegisterState& state) {
  return state.type == RegisterType::Pkt || state.type == RegisterType::PktMeta;
}

uint16_t compared_flags(Era era_here, Era era_there) {
  const bool both = prints_trust(era_here) && prints_trust(era_there);
  return static_cast<uint16_t>(OrNull | (both ? Trusted | Rcu | Untrusted : 0));
}

// What lies before a pointer that may stand anywhere says nothing of what is behind it.
std::optional<int64_t> checked_behind(const RegisterState& state, Era era) {
  const auto checked = checked_bytes(state, era);
  return state.scalar.is_const() || checked.value_or(0) > 0 ? checked : std::nullopt;
}

bool is_other_size(int64_t here, int64_t there) { return here != 0 && there != 0 && here != there; }

Alike compare_pointers(const RegisterState& here, Era era_here, const RegisterState& there,
                       Era era_there) {
  const uint16_t flags = compared_flags(era_here, era_there);
  if ((here.flags & flags) != (there.flags & flags)) return Alike::No;
  if (here.type_only || there.type_only) return Alike::Unknown;
  if (here.type == RegisterType::Btf && here.type_name != there.type_name) return Alike::No;
  if (is_other_size(here.value_size, there.value_size)) return Alike::No;
  if (is_other_size(here.mem_size, there.mem_size)) return Alike::No;
  const auto a = offset_of(here), b = offset_of(there);
  if (a && b && *a != *b) return Alike::No;
  if (!points_into_packet(here)) return Alike::Yes;
  const bool is_same = checked_behind(here, era_here) == checked_behind(there, era_there);
  return is_same ? Alike::Yes : Alike::No;
}

Alike compare_states(const RegisterState& here, Era era_here, const RegisterState& there,
                     Era era_there) {
  if (here.type == RegisterType::Other || there.type == RegisterType::Other) return Alike::Unknown;
  if (here.type != there.type) return Alike::No;
  if (here.type != RegisterType::Scalar) return compare_pointers(here, era_here, there, era_there);
  if (here.type_only || there.type_only) return Alike::Unknown;
  return compare_numbers(here, era_here, there, era_there);
}

// Bytes of the stack that the verifier knows to be written, and nothing more.
Alike compare_with_bytes(const KnownValue& value) {
  if (value.kind != Kind::Value || value.state.type_only) return Alike::Unknown;
  const bool says_nothing =
      value.state.type == RegisterType::Scalar && is_unlimited(value.state.scalar);
  return says_nothing ? Alike::Unknown : Alike::No;
}

}  // namespace

std::optional<Offset> offset_of(const RegisterState& state) {
  if (is_unlimited(state.scalar)) return std::nullopt;
  const ScalarRange& range = state.scalar.range;
  return Offset{sum_of(state.offset, range.smin), sum_of(state.offset, range.smax)};
}

// To 7.1 a range counts from where the pointer's variable part ends, since then it includes that.
std::optional<int64_t> checked_bytes(const RegisterState& state, Era era) {
  if (state.packet_range <= 0) return std::nullopt;
  const auto offset = offset_of(state);
  const int64_t stands = era >= Era::H && offset ? offset->most : state.offset;
  return sum_of(state.packet_range, stands == INT64_MIN ? INT64_MAX : -stands);
}

KnownValue value_before(const Replay& replay, StepIndex step, const Holder& holder) {
  if (holder.in_stack) {
    const int32_t below = ((holder.where % 8) + 8) % 8;
    return value_in_slot(replay.slot_before(step, holder.where - below), holder);
  }
  const Known known = replay.register_before(step, static_cast<RegisterNumber>(holder.where));
  if (known.certainty == Certainty::Unknown) return {};
  return known.state ? value_of(*known.state) : KnownValue{Kind::Unreadable, {}};
}

Alike compare(const KnownValue& here, Era era_here, const KnownValue& there, Era era_there) {
  if (here.kind == Kind::Unknown || there.kind == Kind::Unknown) return Alike::Unknown;
  if (here.kind == Kind::Value && there.kind == Kind::Value)
    return compare_states(here.state, era_here, there.state, era_there);
  if (here.kind == there.kind) return Alike::Yes;
  if (here.kind == Kind::Bytes) return compare_with_bytes(there);
  if (there.kind == Kind::Bytes) return compare_with_bytes(here);
  const Era of_unreadable = here.kind == Kind::Unreadable ? era_here : era_there;
  return forgets_dead_registers(of_unreadable) ? Alike::Unknown : Alike::No;
}

Alike is_linked(const KnownValue& a, const KnownValue& b) {
  if (a.kind != Kind::Value || b.kind != Kind::Value) return Alike::Unknown;
  if (a.state.type != RegisterType::Scalar || b.state.type != RegisterType::Scalar)
    return Alike::Unknown;
  if (a.state.scalar.is_const() || b.state.scalar.is_const()) return Alike::Unknown;
  return a.state.id != 0 && a.state.id == b.state.id ? Alike::Yes : Alike::No;
}

}  // namespace bpflens
