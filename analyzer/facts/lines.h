// A text as lines, and what is done to one of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bpflens {

// Without their '\n'; what follows the last '\n' is a line unless it is empty. Views into `text`.
std::vector<std::string_view> split_lines(std::string_view text);

// Without blanks, tabs and '\r' at both ends.
std::string_view trimmed(std::string_view line);

// ASCII letters only: the rest of the bytes may be anything.
std::string lower(std::string_view text);

}  // namespace bpflens
