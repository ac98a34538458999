// From a step of a path back to what the log says of it: its instruction, the state told after it,
// its source line. Reads a few lines at the step's own place in the log.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "facts/trace.h"
#include "read/log_path.h"
#include "read/text.h"

namespace bpflens {

// Where the steps of one path stand.
struct LogPlace {
  const Text& text;
  Era era;
  uint64_t token_base;
  const LogPath& path;
};

// All of a step but its line number.
Step step_in_log(const LogPlace& place, StepIndex step);

// The instruction and its source line; the state told after it of an ld_imm64 alone, which is what
// tells a callback from a number.
Step insn_in_log(const LogPlace& place, StepIndex step);

// All of a step without the source line, which costs a look elsewhere.
Step visit_in_log(const LogPlace& place, StepIndex step);

// The state that the log tells after the step, on this path.
StateDelta told_after(const LogPlace& place, StepIndex step);

// "; if (x > 5) @ prog.c:12" without its semicolon.
SourceSpan parse_source_line(std::string_view text);

}  // namespace bpflens
