// Two loads beside each other, in words.
#pragma once

#include "facts/finding.h"
#include "render/named_lines.h"

namespace bpflens {

// Names and lines of the facts about another load: "against", "parted", "led to", "note". Safe to
// print.
NamedLines against_lines(const Against& against);

}  // namespace bpflens
