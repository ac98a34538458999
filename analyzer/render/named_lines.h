// Facts of a text block before they are laid out.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bpflens {

// Name and lines of each fact.
using NamedLines = std::vector<std::pair<std::string_view, std::vector<std::string>>>;

}  // namespace bpflens
