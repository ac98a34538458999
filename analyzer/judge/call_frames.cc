#include "judge/call_frames.h"

namespace bpflens {
namespace {

// A frame that is open: where it began, and which of the calls entered it.
struct OpenFrame {
  std::optional<StepIndex> first;  // nullopt: before the paste
  std::optional<size_t> call;      // nullopt: the unit's own
};

bool enters_frame(ProofWalk& walk, StepIndex step) {
  return is_call(walk.code.at(step)) && step + 1 < walk.step_count() &&
         walk.insn_at(step + 1) != walk.insn_at(step) + 1;
}

std::optional<StepIndex> running_since(ProofWalk& walk, const std::vector<OpenFrame>& open,
                                       StepIndex first) {
  for (auto frame = open.rbegin(); frame != open.rend(); ++frame)
    if (frame->first && walk.insn_at(*frame->first) == walk.insn_at(first)) return frame->first;
  return std::nullopt;
}

}  // namespace

std::vector<EnteredCall> entered_calls(ProofWalk& walk, StepIndex end) {
  std::vector<EnteredCall> calls;
  std::vector<OpenFrame> open;
  const bool begins_here = !walk.seen.unit().path.start_missing;
  open.push_back({begins_here ? std::optional<StepIndex>(0) : std::nullopt, std::nullopt});
  for (StepIndex step = 0; step < end && walk.steps_left > 0; step++) {
    walk.steps_left--;
    if (walk.code.at(step).kind == InsnKind::Exit) {
      if (open.back().call) calls[*open.back().call].last_step = step;
      if (open.size() > 1) open.pop_back();
    } else if (enters_frame(walk, step)) {
      const auto frame = static_cast<uint32_t>(open.size());
      calls.push_back({step, frame, running_since(walk, open, step + 1), std::nullopt});
      open.push_back({step + 1, calls.size() - 1});
    }
  }
  return calls;
}

}  // namespace bpflens
