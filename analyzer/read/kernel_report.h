// The report that Linux 7.3 appends to a rejection ("Verification failed: ..."), as fields. It is
// evidence beside the classic sentence, never in its place.
#pragma once

#include <string>
#include <vector>

#include "facts/trace.h"

namespace bpflens {

// `lines`: from "Verification failed: " to the line before the statistics.
KernelReport parse_kernel_report(const std::vector<std::string>& lines);

}  // namespace bpflens
