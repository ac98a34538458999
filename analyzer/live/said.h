// What libbpf prints, of which the first line is what went wrong and the rest what came of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bpflens {

// Without its "libbpf: "; empty if nothing was said.
std::string first_words(std::string_view said);

// The map that could not be made, by its name; nullopt if none is told.
std::optional<std::string> map_not_made(std::string_view said);

// True if the program uses a map which was left out: libbpf has a call with a number of its own
// there.
bool uses_map_left_out(std::string_view log);

}  // namespace bpflens
