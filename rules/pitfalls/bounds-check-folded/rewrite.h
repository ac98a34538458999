// Lines that keep clang from folding the check, in the user's names.
#pragma once

#include <cstdint>
#include <string>

#include "facts/finding.h"
#include "rules/pitfalls/bounds-check-folded/source_check.h"

namespace bpflens {

// Where the C reads, and the instruction's offset from data_end.
struct RejectedRead {
  uint32_t line = 0;   // 0: unknown
  int32_t offset = 0;  // 0: unknown
};

// `check` is null where the user's lines are unknown; `end` is what data_end is called there, empty
// if unknown.
Rewrite rewrite_of(const SourceCheck* check, const RejectedRead& read, const std::string& end);

}  // namespace bpflens
