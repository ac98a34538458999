// Where in a line something begins that only a verifier prints.
#pragma once

#include <string_view>

namespace bpflens {

inline constexpr size_t no_anchor = std::string_view::npos;

// 0 for a line as the kernel printed it, more where something stands in front, no_anchor for lines
// that could be anybody's (sentences, source lines).
size_t anchor_of(std::string_view line);

}  // namespace bpflens
