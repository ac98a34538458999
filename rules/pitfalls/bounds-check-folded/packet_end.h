// Where is data_end on the failing path: read through, compared with itself, or made into a length
// that the kernel refuses to add?
#pragma once

#include <optional>
#include <vector>

#include "facts/finding.h"
#include "judge/proof.h"

namespace bpflens {

bool reads_through_packet_end(const Evidence& seen, StepIndex step, const Insn& insn);

// The newest.
std::optional<StepIndex> folded_check_before(const Evidence& seen, PathCode& code, StepIndex step);

// With anything.
bool is_end_compared_before(const Evidence& seen, PathCode& code, StepIndex step);

struct EndOrigin {
  std::optional<StepIndex> load;   // of data_end
  std::vector<ProofEvent> events;  // from there to the register, oldest first
};

EndOrigin origin_of_end(ProofWalk& walk, StepIndex step, RegisterNumber number);

// `data + (data_end - data)`, an addition that the kernel refused: the register that holds the
// length.
std::optional<RegisterNumber> refused_length(ProofWalk& walk, StepIndex step);

}  // namespace bpflens
