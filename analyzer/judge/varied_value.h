// The walk came back to a branch many times and found nothing that it had seen before: which values
// were other ones each time?
#pragma once

#include <vector>

#include "facts/limits.h"
#include "facts/trace.h"

namespace bpflens {

// Of one of the unit's visits, by its place there. Those that the kernel marks as precise come
// first: only of numbers that it needs exactly does it ask whether they are the same.
std::vector<VariedValue> varied_values(const Trace& trace, UnitIndex unit, size_t index);

}  // namespace bpflens
