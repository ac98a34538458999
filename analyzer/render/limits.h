// Where the verifier's work went, as a table in words.
#pragma once

#include "facts/limits.h"
#include "render/named_lines.h"

namespace bpflens {

// "work", "branches", "loops", "calls", as far as there is something to say; the dearest few of
// each. Safe to print.
NamedLines limit_lines(const Limits& limits);

}  // namespace bpflens
