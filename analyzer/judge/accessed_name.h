// Through which variable does the user's C reach the memory that an instruction accesses?
#pragma once

#include <optional>
#include <string>

#include "facts/evidence.h"

namespace bpflens {

// "udp" of `udp->dest`, "data" of `data[12]`, "p" of `*p`. Nullopt where the line shows none, or
// several. Of a store only what the line assigns to counts.
std::optional<std::string> accessed_name(const Evidence& seen, StepIndex step);

}  // namespace bpflens
