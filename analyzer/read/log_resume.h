// Which of several visits of a branch pushed the state that a log resumes? The one whose own
// registers do not contradict it.
#pragma once

#include "facts/state.h"
#include "read/log_step.h"

namespace bpflens {

// True when a register or slot that the branch cannot have changed was told, shortly before the
// candidate visit, to be something else than `resumed` says.
bool contradicts_visit(const LogPlace& place, StepIndex candidate, const VerifierState& resumed);

}  // namespace bpflens
