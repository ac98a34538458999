// The folded check in the user's own C: what it compares, what the length is, and the lines that
// keep clang from folding it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "facts/evidence.h"
#include "facts/finding.h"

namespace bpflens {

struct FoldedStory {
  uint32_t check_insn = 0;  // the compare of data_end with itself
  uint32_t read_insn = 0;   // the rejected access
  int32_t read_offset = 0;  // of that instruction, from data_end
};

struct FoldedWords {
  std::string sum;                   // "data + size"
  std::string end;                   // "data_end"; empty if the check's line does not show it
  std::optional<ProofEvent> length;  // where the length comes from
  std::optional<Rewrite> rewrite;
};

// Nullopt if neither the line of the check nor that of the read shows the sum.
std::optional<FoldedWords> words_of(const Evidence& seen, const FoldedStory& story);

}  // namespace bpflens
