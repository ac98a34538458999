// Every seed log through the whole pipe: six kernels, both levels.
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "catch.h"
#include "session/session.h"
#include "unit/explained_log.h"

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
    // At level 1 nothing is left of an accepted walk: no verdict is read from statistics alone.
    const bool is_only_statistics = result.verdict == Verdict::Unknown &&
                                    log.find("level1/") != std::string::npos &&
                                    result.capture.lines <= 3;
    CHECK((name_of(result.verdict) == verdict || (verdict == "accepted" && is_only_statistics)));
    CHECK(result.findings.empty() == (verdict == "accepted"));
    CHECK(result.capture.unknown_lines == 0);
  }
}

// What must lead, by the beginning of a log's name; the rejected ones of that name.
struct Leading {
  std::string name, slug;
  int logs = 0;
};

TEST_CASE("the right pitfall leads on all kernels at both levels") {
  const Leading rows[] = {
      {"last-byte.", "bounds-check-folded", 36},
      {"mirroring.clang13.v2", "checked-copy-not-used", 12},
      {"mirroring.clang19.v2", "checked-copy-not-used", 12},
      {"mirroring.clang13.v3", "linked-delta-offset", 2},
      {"mirroring.clang19.v3", "linked-delta-offset", 2},
      {"invalid-values", "impossible-range", 8},
  };
  const auto verdicts = expected_verdicts();
  for (const Leading& row : rows) {
    int seen = 0;
    for (const auto& [log, verdict] : verdicts) {
      if (verdict != "rejected" || log.find("/" + row.name) == std::string::npos) continue;
      INFO(log);
      ++seen;
      const ProgramResult result = explained(log);
      CHECK(result.findings.at(0).slug == row.slug);
      CHECK(result.findings.size() <= 2);
    }
    INFO(row.name);
    CHECK(seen == row.logs);
  }
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
    CHECK(whole_story(at_level1.findings.at(0)) == whole_story(at_level2.findings.at(0)));
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
