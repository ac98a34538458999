// Which of several visits of a branch pushed the state that a log resumes? The one whose own
// registers do not contradict it.
#pragma once

#include <optional>
#include <string_view>

#include "facts/state.h"
#include "read/log_step.h"

namespace bpflens {

// True when a register or slot that the branch cannot have changed was told, shortly before the
// candidate visit, to be something else than `resumed` says.
bool contradicts_visit(const LogPlace& place, StepIndex candidate, const VerifierState& resumed);

// The state that stands at a resumption: parsed once, and only if more than one visit could be
// meant.
class ResumedState {
 public:
  ResumedState(const LogPlace& place, std::string_view text) : place_(place), text_(text) {}
  bool contradicts(StepIndex candidate);

 private:
  LogPlace place_;
  std::string_view text_;
  bool is_parsed_ = false;
  std::optional<VerifierState> state_;
};

}  // namespace bpflens
