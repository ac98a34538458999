// Reads rules/versions/helpers.tsv: which kernel brought a helper, and to which program types.
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

// `name`: the file's name as complaints show it. By number.
Result<std::vector<HelperSource>> read_helper_table(std::string_view text, const std::string& name);

// As C++.
std::string helper_table(const std::vector<HelperSource>& helpers);

}  // namespace bpflens
