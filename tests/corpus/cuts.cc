// What is said of a log of which a part is missing? Cuts every *.log below the directories in every
// way that pastes are cut (the beginning off, the end off, both at line ends and within lines, a
// part out of the middle, nothing left but the message) and holds what is said of the rest to what
// is said of the whole:
//
// - A rejected program is never accepted, an accepted one never rejected.
// - The leading finding is one of the whole log's, the page of its message or of one line of that,
//   or one that names no cause: no page knows the sentence, or there is none.
//   If it is the same, it names the same instruction and the same register, or none.
// - A rewrite is offered only where the same rule offers one for the whole log.
// - A cut between lines is named as what it is: beginning, end, middle (where the count of
//   instructions shows it: level 2).
// - Where something is named as missing, there is a line to type; with libbpf's words around the
//   log it is libbpf's.
//
//   cuts DIRECTORY...      prints counts; exit 1 at any objection
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "session/session.h"

namespace bpflens {
namespace {

namespace fs = std::filesystem;

constexpr size_t most_objections_shown = 25;
constexpr size_t most_places = 24;  // per log and kind
constexpr size_t places_at_the_end = 8;

enum class Kind { Head, HeadInLine, Tail, TailInLine, Middle, Message, Framed };
constexpr const char* kind_names[] = {"head",   "head in a line", "tail",  "tail in a line",
                                      "middle", "message only",   "framed"};

struct CutText {
  Kind kind = Kind::Head;
  std::string text;
  std::string place;         // for objections
  bool loses_insns = false;  // lines of instructions are gone, and some are left
};

struct Log {
  std::string name, text;
  std::vector<size_t> line_begins;  // and the end
  ProgramResult whole;
};

struct Report {
  std::map<Kind, size_t> cuts, named;
  size_t logs = 0, rejected = 0, objections = 0, kept = 0, pages = 0, none = 0;

  void object(const Log& log, const CutText& cut, const std::string& what) {
    if (++objections <= most_objections_shown)
      std::printf("%s: %s at %s: %s\n", log.name.c_str(), kind_names[static_cast<int>(cut.kind)],
                  cut.place.c_str(), what.c_str());
  }
};

bool is_insn(std::string_view line) {
  size_t digits = 0;
  while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9') digits++;
  return digits > 0 && line.substr(digits).starts_with(": (");
}

size_t insns_between(const Log& log, size_t from, size_t to) {
  size_t count = 0;
  for (size_t i = from; i < to; i++)
    count += is_insn(std::string_view(log.text).substr(log.line_begins[i], 16));
  return count;
}

// Evenly spread lines, and each of the last ones.
std::vector<size_t> places_in(const Log& log) {
  std::vector<size_t> places;
  const size_t lines = log.line_begins.size() - 1;
  const size_t step = std::max<size_t>(1, lines / most_places);
  for (size_t i = 1; i < lines; i++)
    if (i % step == 0 || i + places_at_the_end > lines) places.push_back(i);
  return places;
}

std::string place_of(size_t line) { return "line " + std::to_string(line + 1); }

void add_ends(const Log& log, std::vector<CutText>& cuts) {
  const size_t lines = log.line_begins.size() - 1;
  for (const size_t i : places_in(log)) {
    const size_t at = log.line_begins[i], in_line = (at + log.line_begins[i + 1]) / 2;
    const bool parts = insns_between(log, 0, i) > 0 && insns_between(log, i, lines) > 0;
    cuts.push_back({Kind::Head, log.text.substr(at), place_of(i), parts});
    cuts.push_back({Kind::HeadInLine, log.text.substr(in_line), place_of(i), false});
    cuts.push_back({Kind::Tail, log.text.substr(0, at), place_of(i), insns_between(log, 0, i) > 0});
    cuts.push_back({Kind::TailInLine, log.text.substr(0, in_line), place_of(i), false});
    cuts.push_back({Kind::Framed,
                    "libbpf: prog 'x': BPF program load failed: Permission denied\n"
                    "libbpf: prog 'x': -- BEGIN PROG LOAD LOG --\n" +
                        log.text.substr(0, at) + "-- END PROG LOAD LOG --\n" +
                        "libbpf: prog 'x': failed to load: -13\n",
                    place_of(i), insns_between(log, 0, i) > 0});
  }
}

void add_middles(const Log& log, std::vector<CutText>& cuts) {
  const size_t lines = log.line_begins.size() - 1;
  const std::vector<size_t> places = places_in(log);
  for (size_t a = 0; a < places.size(); a += 3)
    for (size_t b = a + 1; b < places.size(); b += 4) {
      const size_t from = places[a], to = places[b];
      const bool parts = insns_between(log, 0, from) > 0 && insns_between(log, from, to) > 1 &&
                         insns_between(log, to, lines) > 0;
      cuts.push_back(
          {Kind::Middle,
           log.text.substr(0, log.line_begins[from]) + log.text.substr(log.line_begins[to]),
           place_of(from) + " to " + place_of(to), parts});
    }
}

std::vector<CutText> cuts_of(const Log& log) {
  std::vector<CutText> cuts;
  add_ends(log, cuts);
  add_middles(log, cuts);
  std::string message;
  for (const std::string& line : log.whole.sentence) message += line + "\n";
  if (!message.empty()) cuts.push_back({Kind::Message, message, "its message", true});
  return cuts;
}

bool is_selected_by(SelectedBy selected_by, const std::string& rule) {
  const MessagePage* page = find_message_page(rule);
  return page && page->selected_by == selected_by;
}

// Its words may differ: of a part fewer names are known.
bool is_typed_for_whole(const ProgramResult& whole, const std::string& rule) {
  return std::ranges::any_of(whole.findings, [&](const Finding& finding) {
    return finding.rule == rule && !finding.rewrites.empty();
  });
}

bool is_of_whole(const ProgramResult& whole, const std::string& rule) {
  const auto is_page = [&](const std::string& line) {
    const MessagePage* page = match_message(line);
    return page && page->id == rule;
  };
  return is_selected_by(SelectedBy::UnknownSentence, rule) ||
         is_selected_by(SelectedBy::NoSentence, rule) || rule == whole.message_id ||
         std::ranges::any_of(whole.sentence, is_page) ||
         std::ranges::any_of(whole.findings, [&](const auto& f) { return f.rule == rule; });
}

void compare_rewrites(const Log& log, const CutText& cut, const ProgramResult& part,
                      Report& report) {
  for (const Finding& finding : part.findings)
    if (!finding.rewrites.empty() && !is_typed_for_whole(log.whole, finding.rule))
      report.object(log, cut, finding.rule + " says what to type");
}

void compare_finding(const Log& log, const CutText& cut, const ProgramResult& part,
                     Report& report) {
  if (part.findings.empty() || log.whole.findings.empty()) {
    report.none++;
    if (!part.findings.empty() && !is_selected_by(SelectedBy::NoSentence, part.findings[0].rule))
      report.object(log, cut, "found " + part.findings[0].rule);
    return;
  }
  const Finding& here = part.findings[0];
  const Finding& whole = log.whole.findings[0];
  if (!is_of_whole(log.whole, here.rule))
    report.object(log, cut, here.rule + " in place of " + whole.rule);
  (here.rule == whole.rule ? report.kept : report.pages)++;
  if (here.rule != whole.rule) return;
  // Where nothing shows that the rejected instruction's line was cut out, the one above it is
  // taken.
  if (cut.kind == Kind::Middle && log.whole.capture.level != 2) return;
  if (here.location.insn && whole.location.insn && *here.location.insn != *whole.location.insn)
    report.object(log, cut, "another instruction: " + std::to_string(*here.location.insn));
  const std::string& name = part.obligation.register_name;
  if (!name.empty() && name != log.whole.obligation.register_name)
    report.object(log, cut, "another register: " + name);
}

// The kinds that the cut may be called; a cut that leaves no instruction on one side may be none.
void compare_name(const Log& log, const CutText& cut, const ProgramResult& part, Report& report) {
  const Capture& capture = part.capture;
  const bool no_head = capture.cut == Cut::Head || capture.cut == Cut::Both;
  const bool no_tail = capture.cut == Cut::Tail || capture.cut == Cut::Both;
  bool is_named = true;
  if (cut.kind == Kind::Head) is_named = no_head && !no_tail && !capture.middle_missing;
  if (cut.kind == Kind::Tail || cut.kind == Kind::Framed)
    is_named = no_tail && !no_head && !capture.middle_missing;
  if (cut.kind == Kind::Message) is_named = capture.message_only;
  if (cut.kind == Kind::Middle) {
    // At level 1 branches that were walked before are not in the whole log either.
    is_named = capture.middle_missing && !no_head && !no_tail;
    if (log.whole.capture.level != 2) return;
  }
  report.named[cut.kind] += is_named;
  if (!is_named) report.object(log, cut, "not called what it is");
  if (part.whole_log.empty()) report.object(log, cut, "no line to type");
  if (cut.kind == Kind::Framed && !part.whole_log.empty() && part.whole_log[0].loader != "libbpf")
    report.object(log, cut, "not libbpf's line");
  if (cut.kind == Kind::Framed && part.program != "x") report.object(log, cut, "no program's name");
}

void check(const Log& log, const CutText& cut, Report& report) {
  report.cuts[cut.kind]++;
  for (const ProgramResult& part : explain(text_in_memory(cut.text, log.name))) {
    const bool turned =
        (log.whole.verdict != Verdict::Accepted && part.verdict == Verdict::Accepted) ||
        (log.whole.verdict == Verdict::Accepted && part.verdict == Verdict::Rejected);
    if (turned) report.object(log, cut, "became " + std::string(name_of(part.verdict)));
    if (part.verdict == Verdict::Rejected || part.verdict == Verdict::Unknown)
      compare_finding(log, cut, part, report);
    compare_rewrites(log, cut, part, report);
    if (cut.loses_insns) compare_name(log, cut, part, report);
  }
}

void check_log(const fs::path& path, Report& report) {
  std::ifstream file(path, std::ios::binary);
  Log log{path.string(), {std::istreambuf_iterator<char>(file), {}}, {}, {}};
  for (size_t at = 0; at < log.text.size();) {
    log.line_begins.push_back(at);
    at = std::min(log.text.find('\n', at), log.text.size() - 1) + 1;
  }
  log.line_begins.push_back(log.text.size());
  std::vector<ProgramResult> whole = explain(text_in_memory(log.text, log.name));
  if (whole.size() != 1) return;
  log.whole = std::move(whole[0]);
  report.logs++;
  report.rejected += log.whole.verdict == Verdict::Rejected;
  for (const CutText& cut : cuts_of(log)) check(log, cut, report);
}

}  // namespace
}  // namespace bpflens

int main(int count, char** arguments) {
  bpflens::Report report;
  for (int i = 1; i < count; i++)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[i]))
      if (entry.path().extension() == ".log") bpflens::check_log(entry.path(), report);
  std::printf(
      "%zu logs, %zu rejected; the leading finding stayed in %zu cuts, became a page in %zu, "
      "went in %zu\n",
      report.logs, report.rejected, report.kept, report.pages, report.none);
  for (const auto& [kind, cuts] : report.cuts)
    std::printf("  %s: %zu cuts, %zu named\n", bpflens::kind_names[static_cast<int>(kind)], cuts,
                report.named[kind]);
  std::printf("objections: %zu\n", report.objections);
  return report.rejected == 0 || report.objections != 0;
}
