// Is every story grounded in its log? Explains every *.log below the directories and holds each
// finding of a rejected program to this:
//
// - It has an ending, and a deciding place unless it began before the paste or no instruction
//   decides.
// - Every event, the deciding place and the missing fact stand on an instruction that is in the
//   log, on a line that shows this instruction. What was acquired before the paste may stand on
//   the kernel's own sentence.
// - Events are told oldest first, and no more of them than a reader follows.
// - A missing fact is about a register, with bounds that leave some number.
//
//   stories DIRECTORY...      prints counts; exit 1 at any objection
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "session/session.h"

namespace bpflens {
namespace {

namespace fs = std::filesystem;

constexpr uintmax_t max_log_bytes = 4'000'000;
constexpr size_t most_events = 12, most_objections_shown = 20;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

struct Report {
  std::map<std::string, uint64_t> endings;
  uint64_t rejected = 0, events = 0, facts = 0;
  std::map<size_t, uint64_t> lengths;  // of proofs
  uint64_t objections = 0;

  void object(const std::string& log, const std::string& why) {
    if (objections++ < most_objections_shown) std::printf("%s: %s\n", log.c_str(), why.c_str());
  }
};

struct Grounds {
  std::string log;
  std::vector<std::string> lines;
  const ProgramResult& result;
  Report& report;

  void object(const std::string& why) const { report.object(log, why); }

  std::string line(uint64_t number) const {
    return number == 0 || number > lines.size() ? "" : lines[number - 1];
  }
  // "12: (bf) r1 = r2", perhaps behind the blanks of a paste.
  bool shows(uint64_t number, uint32_t insn) const {
    const std::string text = line(number);
    const size_t begin = text.find_first_not_of(" \t>");
    return begin != std::string::npos && text.substr(begin).starts_with(std::to_string(insn) + ":");
  }
  bool is_sentence(uint64_t number) const {
    return !result.sentence.empty() && line(number).find(result.sentence[0]) != std::string::npos;
  }
};

void check_place(const Grounds& on, const Place& place, const std::string& what) {
  if (!place.insn) return on.object(what + ": no instruction");
  const bool is_grounded = on.shows(place.log_line, *place.insn) || on.is_sentence(place.log_line);
  if (!is_grounded)
    on.object(what + ": insn " + std::to_string(*place.insn) + " is not on line " +
              std::to_string(place.log_line));
}

void check_events(const Grounds& on, const Finding& finding) {
  std::optional<StepIndex> before;
  for (const ProofEvent& event : finding.proof) {
    const std::string what = std::string(name_of(event.kind)) + " event";
    check_place(on, event.place, what);
    if (event.text.empty()) on.object(what + ": no words");
    if (event.step && before && *event.step < *before) on.object(what + ": not in order");
    if (event.step) before = event.step;
    on.report.events++;
  }
  on.report.lengths[finding.proof.size()]++;
  if (finding.proof.size() > most_events) on.object("a long story");
}

void check_fact(const Grounds& on, const MissingFact& fact) {
  on.report.facts++;
  check_place(on, fact.place, "missing fact");
  const bool is_register = fact.register_name.size() >= 2 && fact.register_name[0] == 'R';
  if (!is_register) on.object("missing fact: of " + fact.register_name);
  if (fact.least && fact.most && *fact.least > *fact.most)
    on.object("missing fact: no number left");
  if ((fact.kind == FactKind::PacketRange) != fact.bytes.has_value())
    on.object("missing fact: bytes");
}

void check_finding(const Grounds& on, const Finding& finding) {
  on.report.endings[std::string(name_of(finding.ending))]++;
  // A paste without a sentence names no cause, and has no story.
  if (finding.ending == Ending::None && !finding.mechanism.empty()) on.object("no ending");
  if (finding.ending == Ending::BeforePaste && finding.lost_at)
    on.object("decided before the paste?");
  const bool is_decided = finding.ending == Ending::Lost || finding.ending == Ending::NeverMade;
  if (is_decided && !finding.lost_at) on.object("no deciding place");
  if (finding.lost_at) check_place(on, *finding.lost_at, "deciding place");
  const bool has_trace = finding.location.insn && finding.location.log_line != 0;
  if (has_trace && finding.proof.empty()) on.object("no story");
  check_events(on, finding);
  if (finding.missing_fact) check_fact(on, *finding.missing_fact);
}

void check_log(const fs::path& path, Report& report) {
  const std::string text = contents(path);
  for (const ProgramResult& result : explain(text_in_memory(text, path.string()))) {
    if (result.verdict == Verdict::Accepted || result.findings.empty()) continue;
    report.rejected++;
    const Grounds on{path.string(), lines_of(text), result, report};
    for (const Finding& finding : result.findings) check_finding(on, finding);
  }
}

void check_all(const fs::path& folder, Report& report) {
  std::vector<fs::path> logs;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".log" && entry.file_size() <= max_log_bytes)
      logs.push_back(entry.path());
  std::ranges::sort(logs);
  for (const fs::path& log : logs) check_log(log, report);
}

void print(const Report& report) {
  std::printf("stories: %llu rejected programs, %llu events, %llu missing facts, %llu objections\n",
              static_cast<unsigned long long>(report.rejected),
              static_cast<unsigned long long>(report.events),
              static_cast<unsigned long long>(report.facts),
              static_cast<unsigned long long>(report.objections));
  std::printf("endings:");
  for (const auto& [ending, count] : report.endings)
    std::printf(" %s %llu", ending.empty() ? "none" : ending.c_str(),
                static_cast<unsigned long long>(count));
  std::printf("\nevents per story:");
  for (const auto& [length, count] : report.lengths)
    std::printf(" %zu:%llu", length, static_cast<unsigned long long>(count));
  std::printf("\n");
}

}  // namespace
}  // namespace bpflens

int main(int count, char** arguments) {
  bpflens::Report report;
  for (int i = 1; i < count; i++) bpflens::check_all(arguments[i], report);
  bpflens::print(report);
  return report.rejected == 0 || report.objections != 0;
}
