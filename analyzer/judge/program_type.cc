// The section's name stands on the line of the program's first instruction, or above it where the
// whole file is here. What the C says of the argument is no evidence: a program that is loaded as
// another type than it was written for is refused for just that.
#include "judge/program_type.h"

#include <string_view>

namespace bpflens {
namespace {

constexpr std::string_view mark = "SEC(\"";

// "?xdp" of `SEC("?xdp") int drop(...)`; empty if the line has none.
std::string_view section_on(std::string_view line) {
  const size_t at = line.find(mark);
  if (at == std::string_view::npos) return {};
  line.remove_prefix(at + mark.size());
  const size_t end = line.find('"');
  if (end == std::string_view::npos) return {};
  return line.substr(0, end);
}

// Up to the end of the function before, so that no other program's is taken.
std::string_view section_above(const SourceFile& file, uint32_t from) {
  for (auto line = file.lines.find(from); line != file.lines.begin();) {
    --line;
    if (line->second.find('}') != std::string::npos) return {};
    if (const auto section = section_on(line->second); !section.empty()) return section;
  }
  return {};
}

std::string_view section_of(const SourceView& source) {
  const auto first = source.find(0);
  if (!first) return {};
  const SourceFile& file = source.files[first->file];
  const auto line = file.lines.find(first->line);
  if (line == file.lines.end()) return {};
  const std::string_view beside = section_on(line->second);
  return beside.empty() && file.whole ? section_above(file, first->line) : beside;
}

}  // namespace

std::optional<uint32_t> program_type_of(const Unit& unit, const SourceView& source,
                                        std::span<const SectionName> sections) {
  if (unit.kind != UnitKind::Main) return std::nullopt;
  const auto kind = kind_of_section(section_of(source), sections);
  return kind ? std::optional(kind->type_number) : std::nullopt;
}

}  // namespace bpflens
