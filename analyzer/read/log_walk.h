// Remembers every visit of a log, with what is needed to find its text again and the path to it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "facts/walk.h"
#include "read/log_index.h"
#include "read/log_path.h"

namespace bpflens {

struct RecordedVisit {
  uint32_t insn = 0, token = 0;
  VisitIndex before = no_visit;
  uint32_t source = LogPath::no_source;   // token of the source line in force
  uint32_t resumed = LogPath::no_source;  // token of the "from" line that led here, if one did
  uint16_t frame = 0;
  bool is_pruned = false;
};

// The visits of one unit. Whoever records says how many steps of the current path come before.
struct WalkRecord {
  std::vector<RecordedVisit> visits;
  std::vector<VisitIndex> on_path;  // the visit of each step of the current path
  bool is_cut = false;

  void add(size_t steps_before, RecordedVisit visit);
};

// `index` tells where the text is; the paths of its units are those of the trace.
Walk walk_of(Trace trace, const std::shared_ptr<const LogIndex>& index,
             std::vector<WalkRecord> records);

}  // namespace bpflens
