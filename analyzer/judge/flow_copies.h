// Which definitions are copies of which.
#pragma once

#include "judge/flow.h"

namespace bpflens {

// Sets DataFlow::copy_of and copies_of.
void find_copies(DataFlow& flow);

}  // namespace bpflens
