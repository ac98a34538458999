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

std::optional<std::string> map_not_made(std::string_view said) {
  constexpr std::string_view begins = "libbpf: map '", ends = "': failed to create: ";
  for (const std::string_view line : split_lines(said)) {
    const size_t end = line.find(ends);
    if (!line.starts_with(begins) || end == std::string_view::npos || end < begins.size()) continue;
    return std::string(line.substr(begins.size(), end - begins.size()));
  }
  return std::nullopt;
}

bool uses_map_left_out(std::string_view log) {
  // Where the log has no instruction before it, libbpf does not put words in place of its number.
  for (const char* words : {"<invalid BPF map reference>", "invalid func unknown#2001"})
    if (log.find(words) != std::string_view::npos) return true;
  return false;
}

}  // namespace bpflens
