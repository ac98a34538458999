// bpflens message: what a kernel message means.
#pragma once

#include "options.h"

namespace bpflens {

// Prints the page named by id, slug or the kernel's own words, or the list of all; 2 if there is
// none.
int run_message(const Options& options);

}  // namespace bpflens
