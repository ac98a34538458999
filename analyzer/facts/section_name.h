// What does the name of a section say of the programs in it? The table is rules/sections.tsv.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bpflens {

// What the name of a program's section says of it. Numbers and names are the kernel's, without
// BPF_PROG_TYPE_ and BPF_.
struct ProgramKind {
  std::string_view type;  // "XDP"
  uint32_t type_number = 0;
  std::string_view attach;  // "XDP_DEVMAP"; empty if there is only one
  uint32_t attach_number = 0;
  bool sleepable = false, takes_fragments = false;
  std::string_view libbpf;  // the oldest of those asked that knows the name; see rules/sections.tsv
  std::string_view kernel;  // empty: not known
};

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

// As libbpf since 1.0 reads it, else as libbpf before 1.0 did; "?" in front only says that the
// program is not loaded unless it is asked for. `names` are ascending.
std::optional<ProgramKind> kind_of_section(std::string_view section,
                                           std::span<const SectionName> names);

}  // namespace bpflens
