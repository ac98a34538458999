// Lines may be empty: libbpf ends some of its words twice.
#include "live/said.h"

#include "facts/lines.h"

namespace bpflens {

std::string first_words(std::string_view said) {
  constexpr std::string_view speaker = "libbpf: ";
  for (std::string_view line : split_lines(said)) {
    if (line.starts_with(speaker)) line.remove_prefix(speaker.size());
    if (!trimmed(line).empty()) return std::string(trimmed(line));
  }
  return "";
}

}  // namespace bpflens
