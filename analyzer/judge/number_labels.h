// What is wrong, and who must change, where a number is not within bounds: the labels of findings.
#pragma once

#include <string_view>

#include "judge/limited_copy.h"
#include "judge/subject.h"

namespace bpflens {

// By the memory that the number leads into, or by the call whose size it is. The values are those
// of facts/mechanism.h.
std::string_view mechanism_of(ProofWalk& walk, const Obligation& wanted, const Subject& subject);

// Of two copies of one number the compiler checks one and uses the other; memory is read twice
// because the C says so.
std::string_view layer_of(const LimitedCopy& copy);

}  // namespace bpflens
