// Where did what two kernels know of a value part for good? Both walked the same steps; the values
// that count are those that went into what the last of them reads.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "judge/known_value.h"
#include "judge/lineage.h"

namespace bpflens {

// Two walks along the same steps.
struct TwoWalks {
  ProofWalk& here;
  const Replay& there;
  Era era_here, era_there;
  StepIndex begin_there = 0;  // the step there that is the first one here
};

// A copy after which one kernel takes both registers for one number and the other does not.
struct CopyTaken {
  RegisterNumber to = 0, from = 0;
  bool is_linked_here = false;
};

// What is known of a holder after a step.
struct ParallelState {
  StepIndex step = 0;
  Holder holder;
  KnownValue here, there;
  std::optional<CopyTaken> copy;  // then it is this that differs
};

struct Divergence {
  bool is_known = false;  // something that the step reads is known to both
  // Where it begins, and what it was along the way to the step; empty if both know the same.
  std::vector<ParallelState> differing;
  bool is_cut = false;  // the way was too long to be compared from its beginning
};

// `last`: the last step that both walked; the lineage may go further.
Divergence divergence(TwoWalks& walks, const Lineage& lineage, StepIndex last);

}  // namespace bpflens
