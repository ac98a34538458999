// A program was too much for the verifier: which one or two places made it so?
#pragma once

#include <optional>

#include "facts/limits.h"
#include "judge/story.h"

namespace bpflens {

// Nullopt where no place stands out.
std::optional<Story> story_of_limits(const Limits& limits);

}  // namespace bpflens
