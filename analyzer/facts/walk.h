// All that a verifier visited of one program, on the paths that it left as well: a tree, of which a
// Trace's path is the last branch. Kept only for those who compare two walks.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "facts/trace.h"

namespace bpflens {

using VisitIndex = uint32_t;
inline constexpr VisitIndex no_visit = UINT32_MAX;

struct Visit {
  uint32_t insn = 0;
  VisitIndex before = no_visit;  // the visit that it followed; none at the entry
  // The walk stopped in front of the instruction: an earlier visit had shown that all is well
  // there.
  bool is_pruned = false;
  bool is_resumed = false;  // the walk had gone on another way before it came back for this one
};

struct Walk {
  Trace trace;
  std::vector<std::vector<Visit>> units;  // in the order of the walk, for each unit of the trace
  bool is_cut = false;                    // there were more visits than are kept
  // The instruction and its source line.
  std::function<Step(UnitIndex, VisitIndex)> read_visit;
  // The trace with another path of that unit: the one that ends with this visit.
  std::function<Trace(UnitIndex, VisitIndex)> trace_to;
};

}  // namespace bpflens
