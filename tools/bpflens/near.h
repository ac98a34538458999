// Which known name did a mistyped one mean?
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bpflens {

// "did you mean A or B", the closest first; empty if none is close.
std::string near_names(std::string_view typed, const std::vector<std::string_view>& known);

}  // namespace bpflens
