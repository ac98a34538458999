// The lines that tell a finding's story, each with what happened there written below it.
#pragma once

#include <string>

#include "facts/finding.h"

namespace bpflens {

// How many columns stand left of the bar in `snippet`.
size_t gutter_width(const Finding& finding);

// The source lines of the proof events, numbered in the order of events, and of the place itself;
// the instruction where the log has no source line. Every line starts with a gutter of `width`.
std::string snippet(const Finding& finding, size_t width, bool colour);

}  // namespace bpflens
