// Two loads beside each other, in words.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/finding.h"

namespace bpflens {

// Names and lines of the facts about another load: "against", "parted", "led to", "note". Safe to
// print.
using NamedLines = std::vector<std::pair<std::string_view, std::vector<std::string>>>;
NamedLines against_lines(const Against& against);

}  // namespace bpflens
