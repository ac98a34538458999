// All values that went into what an instruction reads, each over the stretch of the path on which
// it was kept in one register or in one place on the stack.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "judge/proof.h"

namespace bpflens {

struct Stretch {
  Holder holder;
  StepIndex first = 0, last = 0;       // it holds the value before each of these steps
  std::optional<StepIndex> made_by;    // the step before `first`; nullopt where the path begins
  std::vector<size_t> made_of;         // stretches that end with that step
  std::vector<StepIndex> compared_at;  // jumps that look at it, ascending
  bool is_part = true;  // of what is read, and not only where a load or a call had it from
};

struct Lineage {
  std::vector<Stretch> stretches;
  std::vector<size_t> read;  // those that end with the step in question; the likeliest first
  bool is_cut = false;       // there are more
};

Lineage lineage_of(ProofWalk& walk, StepIndex step, const std::vector<RegisterNumber>& registers);

}  // namespace bpflens
