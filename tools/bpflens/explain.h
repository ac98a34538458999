// bpflens explain: why was it rejected.
#pragma once

#include "options.h"

namespace bpflens {

// The exit code: 0; 1 if a finding reaches --fail-on; 2 if some input could not be explained.
int run_explain(const Options& options);

}  // namespace bpflens
