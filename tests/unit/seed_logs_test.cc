// Every seed log through the whole pipe: six kernels, both levels.
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "catch.h"
#include "session/session.h"

using namespace bpflens;

namespace {

const std::string folder = std::string(BPFLENS_SOURCE_DIR) + "/testdata/logs/";

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Log name to the verdict that its kernel gave.
std::map<std::string, std::string> expected_verdicts() {
  std::istringstream table(contents(folder + "expected.tsv"));
  std::map<std::string, std::string> verdicts;
  std::string row;
  std::getline(table, row);
  while (std::getline(table, row)) {
    const size_t name_end = row.find('\t');
    const size_t verdict_end = row.find('\t', name_end + 1);
    verdicts[row.substr(0, name_end)] = row.substr(name_end + 1, verdict_end - name_end - 1);
  }
  return verdicts;
}

ProgramResult explained(const std::string& log) {
  std::vector<ProgramResult> results = explain(text_in_memory(contents(folder + log), log));
  REQUIRE(results.size() == 1);
  return results[0];
}

std::string without_level(const std::string& log) {
  const size_t at = log.find("level1/");
  return at == std::string::npos ? log : log.substr(0, at) + log.substr(at + 7);
}

}  // namespace

TEST_CASE("accepted seed logs have no finding, rejected ones have") {
  const auto verdicts = expected_verdicts();
  REQUIRE(verdicts.size() == 144);
  for (const auto& [log, verdict] : verdicts) {
    INFO(log);
    const ProgramResult result = explained(log);
    CHECK(name_of(result.verdict) == verdict);
    CHECK(result.findings.empty() == (verdict == "accepted"));
    CHECK(result.capture.unknown_lines == 0);
  }
}

TEST_CASE("last-byte leads with its pitfall on all kernels at both levels") {
  int seen = 0;
  for (const auto& [log, verdict] : expected_verdicts()) {
    if (log.find("last-byte") == std::string::npos) continue;
    INFO(log);
    ++seen;
    CHECK(explained(log).findings.at(0).slug == "bounds-check-folded");
  }
  CHECK(seen == 36);
}

TEST_CASE("every rejected seed log has a page and a place") {
  for (const auto& [log, verdict] : expected_verdicts()) {
    if (verdict != "rejected") continue;
    INFO(log);
    const ProgramResult result = explained(log);
    CHECK(!result.message_id.empty());
    CHECK(result.place.insn);
    CHECK(!result.states.empty());
  }
}

TEST_CASE("both levels of a load lead to the same finding at the same place") {
  for (const auto& [log, verdict] : expected_verdicts()) {
    if (verdict != "rejected" || log.find("level1/") == std::string::npos) continue;
    INFO(log);
    const ProgramResult at_level1 = explained(log), at_level2 = explained(without_level(log));
    CHECK(at_level1.findings.at(0).rule == at_level2.findings.at(0).rule);
    CHECK(at_level1.place.insn == at_level2.place.insn);
    CHECK(at_level1.sentence == at_level2.sentence);
    CHECK(at_level1.branches.size() == at_level2.branches.size());
  }
}

TEST_CASE("the resumed branch is that of the one visit that fits") {
  int seen = 0;
  for (const auto& [log, verdict] : expected_verdicts()) {
    if (log.find("decided-branch-in-loop") == std::string::npos) continue;
    INFO(log);
    ++seen;
    const ProgramResult result = explained(log);
    // 0 1 2 7, and none of the rounds in between.
    REQUIRE(result.branches.size() == 1);
    CHECK(result.branches[0].place.insn == 2u);
    CHECK(result.branches[0].jumped);
    CHECK_FALSE(result.path_ambiguous);
  }
  CHECK(seen == 12);
}
