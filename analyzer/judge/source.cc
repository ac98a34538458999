// The log's own lines first. Since 6.10 it prints file and number; before, only the text, and then
// lines are told apart by their text alone and numbered in the order of the instructions. A line
// that the user's files have is that of the file.
#include "judge/source.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "judge/source_match.h"

namespace bpflens {
namespace {

// One visit of each instruction, ascending.
std::vector<std::pair<uint32_t, StepIndex>> visits_of(const Path& path) {
  std::vector<bool> seen;
  std::vector<std::pair<uint32_t, StepIndex>> visits;
  for (size_t i = path.steps.size(); i-- > 0;) {
    const uint32_t insn = path.steps[i].insn;
    if (insn >= seen.size()) seen.resize(std::max<size_t>(insn + 1, seen.size() * 3 / 2));
    if (seen[insn]) continue;
    seen[insn] = true;
    visits.emplace_back(insn, static_cast<StepIndex>(i));
  }
  std::ranges::sort(visits);
  return visits;
}

bool same_line(const SourceSpan& a, const SourceSpan& b) {
  return a.line == b.line && a.file == b.file && a.text == b.text;
}

std::vector<LoggedLine> logged_lines(const Trace& trace, UnitIndex unit) {
  std::vector<LoggedLine> lines;
  for (const auto& [insn, step] : visits_of(trace.units[unit].path)) {
    const Step read = trace.read_step(unit, step);
    if (!read.source || read.source->text.empty()) continue;
    if (lines.empty() || !same_line(lines.back().span, *read.source))
      lines.push_back({{}, *read.source, wording(read.source->text), std::nullopt});
    lines.back().insns.push_back(insn);
  }
  return lines;
}

std::vector<SourceSpan> each_once(const std::vector<LoggedLine>& lines) {
  std::unordered_set<std::string> seen;
  std::vector<SourceSpan> spans;
  for (const LoggedLine& line : lines) {
    const SourceSpan& span = line.span;
    const std::string name = span.file + '\n' + std::to_string(span.line) + '\n' + line.said;
    if (seen.insert(name).second) spans.push_back(span);
  }
  return spans;
}

// Lines that only the log has.
struct LogLines {
  std::unordered_map<std::string, size_t> files;      // by name
  std::unordered_map<std::string, uint32_t> numbers;  // given by us, by file and text
};

SourcePosition position_in_log(std::vector<SourceFile>& files, LogLines& own,
                               const SourceSpan& span) {
  const auto [found, is_new] = own.files.try_emplace(span.file, files.size());
  if (is_new) files.push_back({span.file, {}, false, span.line != 0});
  SourceFile& file = files[found->second];
  uint32_t number = span.line;
  if (number == 0) {
    const auto next = static_cast<uint32_t>(file.lines.size() + 1);
    number = own.numbers.try_emplace(span.file + '\n' + span.text, next).first->second;
  }
  file.lines.emplace(number, span.text);
  return {found->second, number};
}

}  // namespace

SourceView source_view(const Trace& trace, UnitIndex unit, const FindSources& find) {
  std::vector<LoggedLine> lines = logged_lines(trace, unit);
  SourceView view;
  if (find && !lines.empty()) view.files = find(each_once(lines));
  const std::string& name = trace.units[unit].name;
  if (!view.files.empty()) find_in_files(lines, view.files, name.empty() ? trace.program : name);
  LogLines own;
  for (const LoggedLine& line : lines) {
    const SourcePosition at =
        line.position ? *line.position : position_in_log(view.files, own, line.span);
    for (const uint32_t insn : line.insns) view.of_insn.emplace(insn, at);
  }
  return view;
}

bool locate(Place& place, const SourceView& source) {
  const SourceFile* file = nullptr;
  uint32_t line = 0;
  if (const auto at = place.insn ? source.find(*place.insn) : std::nullopt) {
    file = &source.files[at->file];
    line = at->line;
  } else if (place.source) {
    const auto named = std::ranges::find(source.files, place.source->file, &SourceFile::path);
    if (named != source.files.end()) file = &*named;
    line = place.source->line;
  }
  if (file == nullptr || !file->whole || !file->lines.contains(line)) return false;
  place.source = SourceSpan{file->path, line, 0, file->lines.at(line)};
  return true;
}

}  // namespace bpflens
