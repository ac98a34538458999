// Holds read/log to real logs whose outcome is known.
//
//   reader DIR...      exit 1 at the first kind of difference below
//
// - expected.tsv in a directory: verdict, rejected instruction and sentence of each log named
//   there, and no line that was not understood. Of statistics alone no verdict is read.
// - results.jsonl in a directory (tools/kernels/ask): the kernel's own verdict of each NAME.l6.log
//   and NAME.l1.log. Empty logs are no logs: the kernel refused before its verifier ran.
// - The same load at both levels (NAME.l6.log and NAME.l1.log, or NAME.log and level1/NAME.log):
//   the same verdict, path and sentence. Where the verifier had finished its walk before it
//   rejected, level 1 keeps no path: that is counted apart.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "facts/finding.h"
#include "read/log.h"

namespace bpflens {
namespace {

namespace fs = std::filesystem;

constexpr uintmax_t max_log_bytes = 4'000'000;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// What is compared of a log.
struct Outcome {
  Verdict verdict = Verdict::Unknown;
  std::vector<uint32_t> path;
  std::string sentence, rejected_insn;
  uint64_t lines = 0, unknown_lines = 0;
  size_t programs = 0;
  bool is_silent = false;  // no instruction and no sentence: nothing to read a verdict from
};

Outcome outcome_of(const fs::path& path) {
  std::vector<Trace> traces = read_logs(text_in_memory(contents(path), path.string()));
  Outcome outcome;
  outcome.programs = traces.size();
  if (traces.empty()) return outcome;
  const Trace& trace = traces.back();
  outcome.verdict = trace.verdict;
  outcome.lines = trace.capture.lines;
  outcome.unknown_lines = trace.capture.unknown_lines;
  outcome.is_silent = trace.units.empty() && trace.verdict == Verdict::Unknown;
  const Unit* unit = trace.decisive_unit();
  if (trace.verdict != Verdict::Rejected || !unit || !unit->rejection) return outcome;
  for (StepRef step : unit->path.steps) outcome.path.push_back(step.insn);
  for (const std::string& line : unit->rejection->sentence)
    outcome.sentence += (outcome.sentence.empty() ? "" : " / ") + line;
  if (!outcome.path.empty()) outcome.rejected_insn = std::to_string(outcome.path.back());
  return outcome;
}

std::vector<std::string> fields(const std::string& row) {
  std::vector<std::string> found;
  std::stringstream in(row);
  for (std::string field; std::getline(in, field, '\t');) found.push_back(field);
  return found;
}

class Comparison {
 public:
  void compare(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const fs::path& path = entry.path();
      if (path.filename() == "expected.tsv") compare_expected(path);
      if (path.filename() == "results.jsonl") compare_results(path);
      if (path.extension() == ".log" && entry.file_size() <= max_log_bytes) compare_levels(path);
    }
  }

  int report() const {
    std::printf("expected outcomes: %zu logs, %zu differ\n", expected_, expected_differ_);
    std::printf("kernels' verdicts: %zu logs, %zu differ (%zu told by statistics alone)\n",
                verdicts_, verdicts_differ_, silent_);
    std::printf("both levels: %zu loads, %zu differ (%zu rejected after the walk)\n", pairs_,
                pairs_differ_, after_walk_);
    std::printf("lines: %llu, not understood: %llu\n", static_cast<unsigned long long>(lines_),
                static_cast<unsigned long long>(unknown_lines_));
    bool good = expected_ + pairs_ > 0 && expected_differ_ + verdicts_differ_ + pairs_differ_ == 0;
    return good ? 0 : 1;
  }

 private:
  void compare_expected(const fs::path& table) {
    std::stringstream in(contents(table));
    std::string row;
    std::getline(in, row);
    while (std::getline(in, row)) {
      std::vector<std::string> field = fields(row);
      field.resize(4);
      Outcome outcome = outcome_of(table.parent_path() / field[0]);
      ++expected_;
      bool same = outcome.programs == 1 && name_of(outcome.verdict) == field[1] &&
                  outcome.rejected_insn == field[2] && outcome.sentence == field[3] &&
                  outcome.unknown_lines == 0;
      if (same || is_only_statistics(outcome, field[1])) continue;
      ++expected_differ_;
      std::printf("%s: %s, insn %s, %s, %llu unknown lines\n", row.c_str(),
                  std::string(name_of(outcome.verdict)).c_str(), outcome.rejected_insn.c_str(),
                  outcome.sentence.c_str(), static_cast<unsigned long long>(outcome.unknown_lines));
    }
  }

  void compare_results(const fs::path& results) {
    std::stringstream in(contents(results));
    for (std::string row; std::getline(in, row);) {
      auto json = nlohmann::json::parse(row, nullptr, false);
      if (json.is_discarded()) continue;
      for (int level : {6, 1}) compare_load(results.parent_path(), json, level);
    }
  }

  // A load at another level is another load: maps may have been used up in between.
  static std::string verdict_at(const nlohmann::json& result, int level) {
    std::string verdict = result.value("verdict", "");
    if (!result.contains("levels")) return verdict;
    for (const auto& load : result["levels"])
      if (load.value("level", 0) == level)
        return load.value("errno", 0) == 0 ? "accepted" : "rejected";
    return "";
  }

  void compare_load(const fs::path& folder, const nlohmann::json& result, int level) {
    std::string name = result.value("name", "") + ".l" + std::to_string(level) + ".log";
    fs::path log = folder / name;
    std::string verdict = verdict_at(result, level);
    if (verdict != "accepted" && verdict != "rejected") return;
    if (!fs::exists(log) || fs::file_size(log) == 0 || fs::file_size(log) > max_log_bytes) return;
    compare_verdict(log, verdict);
  }

  // At level 1 nothing is left of an accepted walk, and the statistics are the same for both.
  static bool is_only_statistics(const Outcome& outcome, std::string_view verdict) {
    return outcome.is_silent && outcome.programs == 1 && verdict == "accepted";
  }

  void compare_verdict(const fs::path& log, const std::string& verdict) {
    Outcome outcome = outcome_of(log);
    ++verdicts_;
    lines_ += outcome.lines;
    unknown_lines_ += outcome.unknown_lines;
    if (outcome.programs == 1 && name_of(outcome.verdict) == verdict) return;
    if (outcome.is_silent) {
      ++silent_;
      return;
    }
    ++verdicts_differ_;
    std::printf("%s: %s by the kernel, read as %s (%zu programs) %s\n", log.c_str(),
                verdict.c_str(), std::string(name_of(outcome.verdict)).c_str(), outcome.programs,
                outcome.sentence.c_str());
  }

  void compare_levels(const fs::path& log) {
    std::string name = log.filename();
    fs::path other = log.parent_path() / "level1" / name;
    if (name.ends_with(".l6.log"))
      other = log.parent_path() / (name.substr(0, name.size() - 7) + ".l1.log");
    if (!fs::exists(other)) return;
    Outcome full = outcome_of(log), short_one = outcome_of(other);
    ++pairs_;
    if (is_only_statistics(short_one, name_of(full.verdict))) return;
    bool same_words = full.verdict == short_one.verdict && full.sentence == short_one.sentence;
    if (same_words && full.path == short_one.path) return;
    if (same_words && short_one.path.empty()) {
      ++after_walk_;
      return;
    }
    ++pairs_differ_;
    std::printf("%s: levels differ: %s, insn %s, %s / %s, insn %s, %s\n", log.c_str(),
                std::string(name_of(full.verdict)).c_str(), full.rejected_insn.c_str(),
                full.sentence.c_str(), std::string(name_of(short_one.verdict)).c_str(),
                short_one.rejected_insn.c_str(), short_one.sentence.c_str());
  }

  size_t expected_ = 0, expected_differ_ = 0;
  size_t verdicts_ = 0, verdicts_differ_ = 0, silent_ = 0;
  size_t pairs_ = 0, pairs_differ_ = 0, after_walk_ = 0;
  uint64_t lines_ = 0, unknown_lines_ = 0;
};

}  // namespace
}  // namespace bpflens

int main(int count, char** arguments) {
  bpflens::Comparison comparison;
  for (int i = 1; i < count; ++i) comparison.compare(arguments[i]);
  return comparison.report();
}
