// Which functions was an instruction inlined into? BTF knows its line only; DWARF knows the calls
// that the compiler took away.
#pragma once

#include <cstddef>
#include <vector>

#include "facts/object.h"

namespace bpflens {

// Of a whole object; null if it has no DWARF. LLVM's reader of DWARF is not made for hostile input:
// each question is answered in a child process, which may crash.
FindInlined inlined_calls(std::vector<std::byte> bytes);

}  // namespace bpflens
