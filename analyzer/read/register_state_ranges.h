// Which bounds of a number a kernel prints and which it leaves out, and what a missing one was.
// To 6.7 a bound that equals its neighbour is left out as well as one at its type's limit; since
// 6.8 only the latter, and equal bounds share one value: "smin=smin32=0".
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>

#include "facts/scalar.h"

namespace bpflens {

enum class Bound : uint8_t { Smin, Smax, Umin, Umax, Smin32, Smax32, Umin32, Umax32 };
inline constexpr size_t bound_count = 8;

// The bounds that a text gave, as 64-bit patterns.
struct ToldBounds {
  std::bitset<bound_count> told;
  std::array<uint64_t, bound_count> bits{};

  // The name may be of any era: "smin_value", "s32_min", "smin32". False if it is no bound.
  bool set(std::string_view name, uint64_t value);
};

ScalarRange rebuilt_range(const ToldBounds& bounds, Tnum bits, bool grouped);

// ",smin=5,umax=7" in the words of the era: `suffix` is "_value" to 5.17.
void append_bounds(const ScalarRange& range, std::string_view suffix, std::string& text);
void append_narrow_bounds(const ScalarRange& range, std::string_view suffix, std::string& text);
// ",smin=umin=5,smax=umax=7": since 6.8.
void append_grouped_bounds(const ScalarRange& range, std::string& text);

// Since 6.8: decimal if small, else hexadecimal.
void append_signed(int64_t number, std::string& text);
void append_unsigned(uint64_t number, std::string& text);

}  // namespace bpflens
