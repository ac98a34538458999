// Which numbers in a log are kernel addresses, and what stands for them. What does is a number as
// well, so that the line reads as before.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bpflens {

class RedactedAddresses {
 public:
  // `word` without its addresses; `before` is what stands before it in its line and tells whether a
  // number is a limit of a register.
  std::string without_addresses(std::string_view word, std::string_view before);

 private:
  uint64_t placeholder_of(uint64_t address);

  std::unordered_map<uint64_t, uint64_t> placeholders_;
};

}  // namespace bpflens
