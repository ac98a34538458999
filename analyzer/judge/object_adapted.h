// An instruction that is fitted to the kernel's types says in the object something else than in
// the log.
#pragma once

#include <string>
#include <vector>

#include "facts/finding.h"
#include "facts/object.h"

namespace bpflens {

// A sentence for each such instruction that a result's findings are about.
std::vector<std::string> adapted_notes(const ProgramResult& result, const Object& object,
                                       const Program& program);

}  // namespace bpflens
