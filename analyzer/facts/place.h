// Where something is, in the program and in what was read of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "facts/trace.h"

namespace bpflens {

// A place in the program and in the log. Unknown parts are absent or empty.
struct Place {
  std::optional<uint32_t> insn;
  std::string insn_text;
  uint64_t log_line = 0;  // 0: none
  std::optional<SourceSpan> source;
};

}  // namespace bpflens
