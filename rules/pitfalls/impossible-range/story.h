// The words of impossible-range: from what happened to what the user reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rules/pitfalls/impossible-range/impossible_number.h"

namespace bpflens {

// A number that cannot exist, on its way to what was refused.
struct ImpossibleStory {
  StepIndex rejected = 0;
  ImpossibleUse use;
  ImpossibleCompare compare;
  bool jumped = false;              // the path goes where the compare holds
  std::optional<int64_t> constant;  // what the number is compared with
  std::optional<std::string> name;  // the user's words for the number
  bool is_constant_first = false;
  Operation order = Operation::None;  // the compare's, with the number first
  bool is_32bit = false;
};

ImpossibleStory story_of(ProofWalk& walk, StepIndex rejected, const ImpossibleUse& use,
                         const ImpossibleCompare& compare, bool jumped);

Finding finding_of(ProofWalk& walk, const ImpossibleStory& story);

}  // namespace bpflens
