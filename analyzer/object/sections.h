// What does the name of a section say of the programs in it? The table is rules/sections.tsv.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "facts/object.h"

namespace bpflens {

enum class SectionMatch : uint8_t {
  Name,    // the whole name
  Target,  // also "name/target"
  Prefix,  // as Name; libbpf before 1.0 took whatever begins so
};

struct SectionName {
  std::string_view name;
  SectionMatch match = SectionMatch::Name;
  ProgramKind kind;
};

// Ascending.
std::span<const SectionName> section_names();

// As libbpf since 1.0 reads it, else as libbpf before 1.0 did; "?" in front only says that the
// program is not loaded unless it is asked for.
std::optional<ProgramKind> kind_of_section(std::string_view section);

}  // namespace bpflens
