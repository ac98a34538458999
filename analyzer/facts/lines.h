// A text as lines.
#pragma once

#include <string_view>
#include <vector>

namespace bpflens {

// Without their '\n'; what follows the last '\n' is a line unless it is empty. Views into `text`.
std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace bpflens
