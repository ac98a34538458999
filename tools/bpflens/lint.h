// bpflens lint: which programs of an object does a kernel reject, and why.
#pragma once

#include "options.h"

namespace bpflens {

// The exit code: 0; 1 if a finding reaches --fail-on; 2 if it is not known of some program whether
// the kernel takes it.
int run_lint(const Options& options);

}  // namespace bpflens
