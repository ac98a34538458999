// In which order control comes to a function's blocks, and which dominate which.
#pragma once

#include "judge/cfg.h"

namespace bpflens {

// Adds to a flow that has its blocks and edges what follows from these.
void add_dominators(ControlFlow& flow);

}  // namespace bpflens
