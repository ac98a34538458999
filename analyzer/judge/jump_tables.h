// Where may the gotox of a function go? To what its jump table holds.
#pragma once

#include <vector>

#include "facts/object.h"
#include "judge/cfg.h"

namespace bpflens {

// Ascending. The table is the one that the instructions just before load from; where they do not
// tell, all tables of the function. No targets where there is no table, and none at all where they
// would be a million or more.
std::vector<IndirectJump> indirect_jumps(const Object& object, const Program& program,
                                         const ObjectFunction& function);

}  // namespace bpflens
