// Is a register's number NULL with something added, in place of the pointer that it holds on
// another path? And what on this path shows that it was meant as a pointer?
#pragma once

#include <optional>

#include "judge/contradiction.h"
#include "judge/proof.h"

namespace bpflens {

struct NullPointer {
  RegisterNumber number = 0;
  StepIndex use = 0;  // the access, or the compare of this number with data_end
  int64_t value = 0;  // what NULL has become
  History history;
  std::optional<StepIndex> null_at;  // where it is set to 0; nullopt: before the log begins
  // The place at the use shows nothing but a number; these tell what the number was meant to be.
  std::optional<StepIndex> compared_with_end;   // of the packet
  std::optional<StepIndex> compared_with_null;  // after something was added
  // A pointer that is never NULL is asked whether it is, and the path goes on where it would be.
  std::optional<StepIndex> never_null;
  RegisterNumber asked = 0;                 // the register there
  std::optional<Contradiction> impossible;  // branches that no run takes like this
};

// Of the address at a rejected access, or of a call's argument.
std::optional<NullPointer> null_address(ProofWalk& walk, StepIndex rejected);

// Of the newest compare with data_end before a step, if it compares such a number.
std::optional<NullPointer> null_in_check(ProofWalk& walk, StepIndex before);

// A branch that led to where the pointer is NULL; nullopt if none can be named.
std::optional<StepIndex> branch_to_null(ProofWalk& walk, const NullPointer& found);

}  // namespace bpflens
