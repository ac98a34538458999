// bpflens rule: what is known of a pitfall.
#pragma once

#include "options.h"

namespace bpflens {

// Prints the page of the pitfall named, or the list of all; 2 if there is no such pitfall.
int run_rule(const Options& options);

}  // namespace bpflens
