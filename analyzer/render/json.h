// The machine format: one JSON object, described by docs/schema/explain.schema.json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/finding.h"

namespace bpflens {

// ASCII only: all else is escaped, so nothing in it can steer a terminal; bytes that are not UTF-8
// become U+FFFD. `tool_version` is that of the program that asks.
std::string render_json(const std::vector<ProgramResult>& results, std::string_view tool_version);

}  // namespace bpflens
