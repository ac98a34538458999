// Which functions was an instruction inlined into? BTF knows its line only; DWARF knows the calls
// that the compiler took away.
#pragma once

#include <cstddef>
#include <vector>

#include "facts/object.h"

namespace bpflens {

// Of a whole object. Nothing is read before the first question. Null if it has no DWARF.
FindInlined inlined_calls(std::vector<std::byte> bytes);

}  // namespace bpflens
