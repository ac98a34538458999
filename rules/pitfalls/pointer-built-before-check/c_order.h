// Does the user's C compute the address before it checks the number, or did only clang do so?
#pragma once

#include <cstdint>
#include <string>

#include "facts/evidence.h"

namespace bpflens {

// `addition`, `check`: instructions; `name`: the user's words for the number. False where the
// source does not show it.
bool c_computes_first(const Evidence& seen, uint32_t addition, uint32_t check,
                      const std::string& name);

}  // namespace bpflens
