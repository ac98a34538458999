// Where do two loads of one program part, of which one was rejected, and what did that lead to? Two
// kernels know different things of the same instructions, or go other ways; two compilers make
// other instructions of the same lines.
#pragma once

#include <optional>

#include "facts/finding.h"
#include "facts/walk.h"
#include "judge/known_words.h"

namespace bpflens {

// `explained` is the result of `here`, which was rejected. Nullopt: `there` is another program.
// The result's `input` is empty.
std::optional<Against> compared_with(const Trace& here, const ProgramResult& explained,
                                     const Walk& there, PrintRegister print);

}  // namespace bpflens
