// Was a pointer compared with null on the path, and why does that not count?
#pragma once

#include <optional>

#include "judge/proof.h"

namespace bpflens {

enum class NullCheckFault : uint8_t {
  WrongSide,      // the path goes on where it is null
  OtherCopy,      // the compared register is another copy for the verifier
  OtherValue,     // something was added to the compared copy before
  OtherCall,      // it was looked up another time in the same map
  OtherConstant,  // it is compared with something else than null
};

struct NullCheck {
  StepIndex step = 0;
  RegisterNumber number = 0;
  NullCheckFault fault = NullCheckFault::OtherCopy;
};

// The newest compare with 0 of a value with the same origin.
std::optional<NullCheck> null_check(ProofWalk& walk, StepIndex before, const History& pointer);

}  // namespace bpflens
