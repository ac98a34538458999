// What a page says: alternatives with holes, of which the first is taken whose holes are all known.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace bpflens {

// The text of a hole; nullopt if it is not known.
using HoleText = std::function<std::optional<std::string>(std::string_view hole)>;

// `says`: one alternative per line. Nullopt if each has a hole that is not known.
std::optional<std::string> first_filled(std::string_view says, const HoleText& text_of);

}  // namespace bpflens
