// The check in the user's own C, folded or removed: what it compares, what the length is, what is
// read, and what to type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "facts/evidence.h"
#include "facts/finding.h"

namespace bpflens {

struct FoldedStory {
  uint32_t check_insn = 0;  // the compare of data_end with itself
  uint32_t read_insn = 0;   // the rejected access, or the addition before it
  int32_t read_offset = 0;  // of the access, from data_end; 0: unknown
};

// Nothing is left of the check.
struct RemovedStory {
  std::optional<uint32_t> load_insn;  // of data_end
  uint32_t read_insn = 0;
  int32_t read_offset = 0;
  bool is_end_compared = false;  // there is another check against data_end
};

struct CheckWords {
  std::string sum;                        // "data + size"
  std::string length;                     // "size"
  std::string end;                        // "data_end"; empty if no line shows it
  std::string read;                       // "*(data + size - 1)", of a removed check
  std::string guess;                      // "size is data_end - data", where the file is unknown
  std::optional<ProofEvent> length_from;  // where the length comes from
  std::optional<ProofEvent> removed;      // where the check stands that is gone
  Rewrite rewrite;
};

// Nullopt if neither the line of the check nor that of the read shows the sum.
std::optional<CheckWords> words_of_folded(const Evidence& seen, const FoldedStory& story);

// Nullopt unless the line of the read shows that the user computes the address from something else
// than data_end. A whole file must also show why it is data_end again, and the check. Of a log
// there must be no other check against data_end: a user who made one may well read through
// data_end.
std::optional<CheckWords> words_of_removed(const Evidence& seen, const RemovedStory& story);

}  // namespace bpflens
