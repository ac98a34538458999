// What libbpf prints, of which the first line is what went wrong and the rest what came of it.
#pragma once

#include <string>
#include <string_view>

namespace bpflens {

// Without its "libbpf: "; empty if nothing was said.
std::string first_words(std::string_view said);

}  // namespace bpflens
