// Findings about a pointer that was good until something made it void, for the rules that know
// what that was.
#pragma once

#include <optional>
#include <string>

#include "judge/story.h"

namespace bpflens {

struct VoidedPointer {
  Story story;
  ProofEvent voided;  // of the story: where it became void; on a step of the path
};

// Nullopt where the refused register is no such pointer.
std::optional<VoidedPointer> voided_pointer(ProofWalk& walk);

Finding finding_of(const Evidence& seen, VoidedPointer pointer, std::string message);

// "bpf_skb_pull_data (insn 12)", "a call (insn 12)", "the store (insn 12)"
std::string voiding_text(ProofWalk& walk, StepIndex step);

}  // namespace bpflens
