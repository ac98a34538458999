// Which of several visits of a branch pushed the state that a log resumes? The one whose own
// registers do not contradict it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "facts/state.h"
#include "read/log_step.h"

namespace bpflens {

// Visits that were read once. Those who ask which visit a branch was resumed at look at the same
// few again and again.
class VisitMemory {
 public:
  VisitMemory() : visits_(visit_count) {}
  // Without its source line; valid until the next call.
  const Step& at(const LogPlace& place, StepIndex step);

 private:
  static constexpr size_t visit_count = 4096;
  struct Visit {
    uint64_t offset = UINT64_MAX;  // of its line in the text
    uint32_t resumed = LogPath::no_source;
    Era era = Era::Unknown;
    Step step;
  };
  std::vector<Visit> visits_;  // by offset: of two with one place the newer
};

// True when a register or slot that the branch cannot have changed was told, shortly before the
// candidate visit, to be something else than `resumed` says.
bool contradicts_visit(VisitMemory& visits, const LogPlace& place, StepIndex candidate,
                       const VerifierState& resumed);

// The state that stands at a resumption: parsed once, and only if more than one visit could be
// meant.
class ResumedState {
 public:
  ResumedState(VisitMemory& visits, const LogPlace& place, std::string_view text)
      : visits_(visits), place_(place), text_(text) {}
  bool contradicts(StepIndex candidate);

 private:
  VisitMemory& visits_;
  LogPlace place_;
  std::string_view text_;
  bool is_parsed_ = false;
  std::optional<VerifierState> state_;
};

}  // namespace bpflens
