// The machine format: one JSON object, described by docs/schema/explain.schema.json.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/finding.h"

namespace bpflens {

// ASCII only: all else is escaped, so nothing in it can steer a terminal; bytes that are not UTF-8
// become U+FFFD. `tool_version` is that of the program that asks.
std::string render_json(const std::vector<ProgramResult>& results, std::string_view tool_version);

// The same, result by result: nothing is kept of a result but its text.
class JsonReport {
 public:
  explicit JsonReport(std::string_view tool_version);
  void add(const ProgramResult& result);
  std::string finish();  // once, at the end

 private:
  std::string text_;
  bool is_empty_ = true;
  std::array<uint64_t, 3> verdicts_{};    // by Verdict
  std::array<uint64_t, 3> severities_{};  // of the findings, by Severity
};

}  // namespace bpflens
