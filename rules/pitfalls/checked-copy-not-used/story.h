// The words of checked-copy-not-used: from what happened to what the user reads.
#pragma once

#include <optional>
#include <string>

#include "judge/limited_copy.h"
#include "judge/subject.h"
#include "rules/pitfalls/checked-copy-not-used/rewrite.h"

namespace bpflens {

// The number that had to be bounded, how it came there, and the copy that was.
struct CheckedCopy {
  Subject subject;
  Scalar range;  // of the subject, where it is used
  History used;
  LimitedCopy copy;
  StepIndex rejected = 0;
};

CopyStory story_of(ProofWalk& walk, const CheckedCopy& found);

// `name`: the user's words for the number.
Finding finding_of(ProofWalk& walk, const CheckedCopy& found,
                   const std::optional<std::string>& name);

}  // namespace bpflens
