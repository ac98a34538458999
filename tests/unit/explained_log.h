// A rejected log of testdata through the whole pipe, and a finding's story in short.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "catch.h"
#include "session/session.h"

namespace bpflens {

// The log holds one rejected program and leads to one finding.
inline ProgramResult rejected_log(const std::string& path) {
  INFO(path);
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const std::vector<ProgramResult> results = explain(text_in_memory(std::move(bytes), path));
  REQUIRE(results.size() == 1);
  REQUIRE(results[0].verdict == Verdict::Rejected);
  REQUIRE(results[0].findings.size() == 1);
  return results[0];
}

// "8 bounded R5", oldest first.
inline std::vector<std::string> story_of(const Finding& finding) {
  std::vector<std::string> events;
  for (const ProofEvent& event : finding.proof)
    events.push_back(std::to_string(event.place.insn.value_or(999)) + " " +
                     std::string(name_of(event.kind)) + " " + event.register_name);
  return events;
}

// Everything of a finding that both levels of a load must agree on, but for its places in the log.
// What a value was is told by the level that prints it: only a pitfall's words must be the same.
inline std::string whole_story(const Finding& finding) {
  std::string story = finding.rule + "\n" + finding.message + "\n";
  story += name_of(finding.ending);
  if (finding.lost_at) story += "\n" + std::to_string(finding.lost_at->insn.value_or(999));
  for (const std::string& event : story_of(finding)) story += "\n" + event;
  if (!finding.rule.starts_with("BL")) return story;
  for (const ProofEvent& event : finding.proof) story += "\n" + event.text;
  return story;
}

}  // namespace bpflens
