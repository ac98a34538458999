// A log beside the object that it is of: what a log leaves out or shortens, the object knows.
#pragma once

#include <memory>

#include "facts/object.h"
#include "facts/trace.h"

namespace bpflens {

// The same trace, with source lines where the log prints none, whole paths and columns where it
// does, and the names of functions, of kernel functions and of the program. `program` is the one
// that `program_of_log` found in `object`.
Trace with_object(Trace trace, const std::shared_ptr<const Object>& object, const Program& program);

}  // namespace bpflens
