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
  std::vector<std::pair<uint64_t, uint64_t>> line_marks;  // offset and line number, ascending
  mutable std::pair<uint64_t, uint64_t> counted{0, 0};    // the last line asked for
};

Step read_step(const LogIndex& index, UnitIndex unit, StepIndex step);

}  // namespace bpflens
