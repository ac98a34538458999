// What stands before every line of a log that came through a logger, a quotation or a listing: its
// numbers and dates differ from line to line, its words do not.
#pragma once

#include <string_view>

namespace bpflens {

inline constexpr size_t no_prefix = std::string_view::npos;

// The length of the part of `line` that is a prefix like `prefix`; no_prefix if it begins
// otherwise.
size_t length_of_prefix(std::string_view prefix, std::string_view line);

// Blanks, tabs and the marks of quotations: these need no second line to be believed.
bool is_margin(std::string_view prefix);

}  // namespace bpflens
