// The log's own lines. Since 6.10 it prints file and number; before, only the text, and then lines
// are told apart by their text alone and numbered in the order of the instructions.
#include "judge/source.h"

#include <algorithm>
#include <map>

namespace bpflens {
namespace {

using Spans = std::map<uint32_t, SourceSpan>;  // by instruction

// One visit of each instruction of the path is read.
Spans spans_of(const Trace& trace, UnitIndex unit) {
  const std::vector<StepRef>& steps = trace.units[unit].path.steps;
  std::map<uint32_t, StepIndex> visits;
  for (size_t i = steps.size(); i-- > 0;)
    visits.try_emplace(steps[i].insn, static_cast<StepIndex>(i));
  Spans spans;
  for (const auto& [insn, step] : visits) {
    const Step read = trace.read_step(unit, step);
    if (read.source && !read.source->text.empty()) spans.emplace(insn, *read.source);
  }
  return spans;
}

size_t file_named(std::vector<SourceFile>& files, const std::string& name) {
  const auto found =
      std::ranges::find_if(files, [&](const SourceFile& file) { return file.path == name; });
  if (found != files.end()) return static_cast<size_t>(found - files.begin());
  files.push_back({name, {}, false, true});
  return files.size() - 1;
}

uint32_t line_saying(SourceFile& file, const std::string& text) {
  for (const auto& [number, line] : file.lines)
    if (line == text) return number;
  const auto number = static_cast<uint32_t>(file.lines.size() + 1);
  file.lines.emplace(number, text);
  return number;
}

SourcePosition position_in_log(std::vector<SourceFile>& files, const SourceSpan& span) {
  const size_t index = file_named(files, span.file);
  SourceFile& file = files[index];
  file.numbered = span.line != 0;
  if (!file.numbered) return {index, line_saying(file, span.text)};
  file.lines.emplace(span.line, span.text);
  return {index, span.line};
}

}  // namespace

SourceView source_view(const Trace& trace, UnitIndex unit, const FindSources&) {
  SourceView view;
  for (const auto& [insn, span] : spans_of(trace, unit))
    view.of_insn.emplace(insn, position_in_log(view.files, span));
  return view;
}

}  // namespace bpflens
