// What stays behind when a log has been read: enough to find every step of every path again.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "facts/trace.h"
#include "read/log_path.h"
#include "read/text.h"

namespace bpflens {

struct LogIndex {
  std::shared_ptr<const Text> text;
  Era era = Era::Unknown;
  std::vector<LogPath> paths;                             // per unit
  std::vector<uint64_t> token_bases;                      // per unit
  std::vector<std::vector<VisitPlaces>> visited;          // per unit, one per instruction
  std::vector<std::pair<uint64_t, uint64_t>> line_marks;  // offset and line number, ascending
  mutable std::pair<uint64_t, uint64_t> counted{0, 0};    // the last line asked for
};

Step read_step(const LogIndex& index, UnitIndex unit, StepIndex step);

// The instruction and its source line, of one of `visited`.
Step read_visited(const LogIndex& index, UnitIndex unit, size_t place);

// The states that the log tells where the walk came back to it.
std::vector<VerifierState> read_resumed(const LogIndex& index, UnitIndex unit, size_t place);

}  // namespace bpflens
