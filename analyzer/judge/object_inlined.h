// A function that the compiler put into its caller has lines, but no call in the log.
#pragma once

#include <string>
#include <vector>

#include "facts/finding.h"
#include "facts/object.h"

namespace bpflens {

// A sentence for each call that is missing between the program and the lines that a result names.
std::vector<std::string> inlined_notes(const ProgramResult& result, const Object& object,
                                       const Program& program);

}  // namespace bpflens
