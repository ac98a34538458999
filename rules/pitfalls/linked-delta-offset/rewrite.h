// The sum whose distance the kernel takes for an offset, in the user's own C, and the line that
// makes the kernel forget it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "facts/evidence.h"
#include "facts/finding.h"

namespace bpflens {

struct LinkedStory {
  uint32_t sum_insn = 0;               // adds the distance
  int64_t distance = 0;                // what it adds
  uint32_t use_insn = 0;               // the rejected addition to a pointer
  std::optional<uint32_t> limit_insn;  // checks the sum itself afterwards
  std::optional<int64_t> limit;        // the constant that it is compared with
};

struct LinkedWords {
  std::string name;                 // "offset"
  bool is_limited_by_name = false;  // the line of the limit names it, too
  std::optional<Rewrite> rewrite;
};

// Nullopt if no line of the source computes that sum or limits it.
std::optional<LinkedWords> words_of(const Evidence& seen, const LinkedStory& story);

// The lines for a sum that has no statement of its own that is known.
Rewrite rewrite_to_fill_in(const std::optional<LinkedWords>& words);

}  // namespace bpflens
