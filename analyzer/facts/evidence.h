// What a rule may look at, and what a rule is.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "facts/finding.h"
#include "facts/obligation.h"
#include "facts/replay.h"
#include "facts/source.h"
#include "facts/trace.h"

namespace bpflens {

// Everything known about one rejected unit. What it refers to outlives the evidence.
struct Evidence {
  const Trace& trace;
  UnitIndex unit_index;
  const Obligation& obligation;
  const Replay& replay;
  const SourceView& source;

  const Unit& unit() const { return trace.units[unit_index]; }
  const Rejection& rejection() const { return *unit().rejection; }
  // Rules are asked only where it is on the path.
  StepIndex rejected_step() const { return *rejection().step; }
  Step step(StepIndex index) const { return trace.read_step(unit_index, index); }
};

struct Rule {
  std::string_view id;    // "BL001"
  std::string_view slug;  // names the bad thing
  Severity severity = Severity::Error;
  std::string_view mechanism, layer;  // label axes of findings
  // Findings when this pattern is why the obligation fails, else none. A rule gives message,
  // location, lost_at, proof and ending; id, slug and "seen on" are filled in for it, and the
  // labels above where it sets none. Its rewrites, in the user's names, need no title: the page's
  // own stands for a missing one.
  std::vector<Finding> (*check)(const Evidence& seen) = nullptr;
};

}  // namespace bpflens
