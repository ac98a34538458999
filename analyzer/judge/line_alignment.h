// Two programs of (nearly) the same source: along which visits did the other walk go through the
// same lines as the path that failed?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "facts/walk.h"

namespace bpflens {

// Lines are known by what they say: their numbers move with every change above them. 0: none.
using LineKey = uint32_t;

class LineNames {
 public:
  LineKey key_of(const std::optional<SourceSpan>& source);

 private:
  std::unordered_map<std::string, LineKey> known_;
};

// The line of every step, resp. of every visit; each instruction is read once.
std::vector<LineKey> lines_of(const Trace& trace, UnitIndex unit, LineNames& names);
std::vector<LineKey> lines_of(const Walk& walk, UnitIndex unit, LineNames& names);

struct LineAlignment {
  VisitIndex last = no_visit;  // of the other walk; no_visit if there is nothing in common
  size_t shared = 0;           // runs of steps of one line that are found there, in their order
  size_t runs = 0;             // of the failing path
};

LineAlignment aligned_lines(const std::vector<LineKey>& of_step, const Walk& walk, UnitIndex unit,
                            const std::vector<LineKey>& of_visit);

}  // namespace bpflens
