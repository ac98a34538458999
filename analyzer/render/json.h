// The machine format: one JSON object, described by docs/schema/explain.schema.json.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/finding.h"

namespace bpflens {

// How many of each there are: the document's end.
struct JsonSummary {
  uint64_t programs = 0, accepted = 0, rejected = 0, unknown = 0;
  uint64_t errors = 0, warnings = 0, notes = 0;  // findings
};
void add_to(JsonSummary& summary, const ProgramResult& result);

// The document in pieces, for results that come one after another: its head, each result, and its
// end; a ',' belongs between two results. ASCII only: all else is escaped, so nothing in it can
// steer a terminal; bytes that are not UTF-8 become U+FFFD. `tool_version` is that of the program
// that asks.
std::string json_head(std::string_view tool_version);
std::string json_result(const ProgramResult& result);
std::string json_end(const JsonSummary& summary);

std::string render_json(const std::vector<ProgramResult>& results, std::string_view tool_version);

}  // namespace bpflens
