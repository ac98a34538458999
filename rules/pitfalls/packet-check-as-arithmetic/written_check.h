// How does the user's C write the check: does it compare pointers, or numbers?
#pragma once

#include <cstdint>
#include <string>

#include "facts/evidence.h"

namespace bpflens {

enum class WrittenAs : uint8_t { Unknown, Pointers, Numbers };

struct WrittenCheck {
  WrittenAs as = WrittenAs::Unknown;
  std::string comparison;  // "data + 34 > stop", where that is sure
};

// `made`: the instruction that subtracts.
WrittenCheck written_check(const Evidence& seen, uint32_t compare, uint32_t made);

}  // namespace bpflens
