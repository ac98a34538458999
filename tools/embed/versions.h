// Reads the tables of rules/versions: which kernel brought a helper, and what type of program a
// section's name stands for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/page.h"
#include "facts/result.h"

namespace bpflens {

struct HelperSource {
  uint32_t number = 0;
  std::string name;
  Came came;
  std::vector<GivenHelper> given;  // what was known first, first
};

struct SectionSource {
  std::string section;
  uint32_t program_type = 0;
};

struct VersionTables {
  std::vector<HelperSource> helpers;    // by number
  std::vector<SectionSource> sections;  // by name
};

// `name`: the file's name as complaints show it.
Result<std::vector<HelperSource>> read_helper_table(std::string_view text, const std::string& name);
Result<std::vector<SectionSource>> read_section_table(std::string_view text,
                                                      const std::string& name);

// As C++.
std::string version_tables(const VersionTables& versions);

}  // namespace bpflens
