// Reads rules/sections.tsv: what the name of a section says of the programs in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/result.h"

namespace bpflens {

struct SectionSource {
  std::string name, match, type;
  uint32_t type_number = 0;
  std::string attach;  // empty if there is only one
  uint32_t attach_number = 0;
  bool sleepable = false, takes_fragments = false;
  std::string libbpf, kernel;  // "1.5"; empty: not known
};

// `name`: the file's name as complaints show it. By name.
Result<std::vector<SectionSource>> read_section_table(std::string_view text,
                                                      const std::string& name);

// As C++.
std::string section_table(const std::vector<SectionSource>& sections);

}  // namespace bpflens
