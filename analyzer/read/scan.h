// A cursor for the hand-written readers: each `take` consumes what it names from the front of
// `rest`, or leaves `rest` alone and says no. Nothing is copied.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bpflens {

struct Scan {
  std::string_view rest;

  bool at_end() const { return rest.empty(); }

  bool take(std::string_view word) {
    if (!rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    return true;
  }

  // Without sign and prefix. A number that does not fit is none.
  template <typename Number>
  std::optional<Number> take_number(int base = 10) {
    Number number{};
    const auto [stop, error] =
        std::from_chars(rest.data(), rest.data() + rest.size(), number, base);
    if (error != std::errc{}) return std::nullopt;
    rest.remove_prefix(static_cast<size_t>(stop - rest.data()));
    return number;
  }

  // Decimal, "+" or "-" before it or not.
  template <typename Number>
  std::optional<Number> take_signed() {
    Scan ahead = *this;
    if (ahead.take("+") && ahead.rest.starts_with("-")) return std::nullopt;
    const std::optional<Number> number = ahead.take_number<Number>();
    if (number) *this = ahead;
    return number;
  }

  // "-5", "5", "0x1f": any number that the kernel prints, as its 64 bits.
  std::optional<uint64_t> take_bits() {
    Scan ahead = *this;
    std::optional<uint64_t> bits;
    if (ahead.rest.starts_with("-")) {
      if (const auto number = ahead.take_number<int64_t>()) bits = static_cast<uint64_t>(*number);
    } else {
      bits = ahead.take_number<uint64_t>(ahead.take("0x") ? 16 : 10);
    }
    if (bits) *this = ahead;
    return bits;
  }

  std::string_view take_while(bool (*belongs)(char)) {
    size_t length = 0;
    while (length < rest.size() && belongs(rest[length])) ++length;
    const std::string_view taken = rest.substr(0, length);
    rest.remove_prefix(length);
    return taken;
  }
};

}  // namespace bpflens
