// How does the user's C write the check: does it compare pointers, or numbers?
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "facts/evidence.h"

namespace bpflens {

enum class WrittenAs : uint8_t { Unknown, Pointers, Numbers };

struct WrittenCheck {
  WrittenAs as = WrittenAs::Unknown;
  std::string comparison;  // "data + 34 > stop", where that is sure
};

// Instructions of the story, and the name of the pointer that is used, if it is known.
struct CheckInsns {
  uint32_t compare = 0;
  uint32_t made = 0;               // it subtracts
  std::optional<uint32_t> loaded;  // it loads the pointer that is subtracted
  std::optional<std::string> name;
};

WrittenCheck written_check(const Evidence& seen, const CheckInsns& insns);

}  // namespace bpflens
