// What --source-root could not find is said once, however many lines of it there are.
#include "judge/shown_files.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "judge/source.h"

namespace bpflens {
namespace {

std::vector<Place*> places_of(ProgramResult& result) {
  std::vector<Place*> places = {&result.place};
  for (Finding& finding : result.findings) {
    places.push_back(&finding.location);
    if (finding.lost_at) places.push_back(&*finding.lost_at);
    for (ProofEvent& event : finding.proof) places.push_back(&event.place);
  }
  for (BranchTaken& branch : result.branches) places.push_back(&branch.place);
  return places;
}

std::string named_line(const SourceSpan& line) {
  if (line.file.empty() || line.line == 0) return "`" + line.text + "`";
  return line.file + ":" + std::to_string(line.line);
}

// What --source-root could not do.
std::string note_of_missing(const std::set<std::string>& lines) {
  const size_t others = lines.size() - 1;
  const std::string also =
      others == 0 ? "" : " and " + std::to_string(others) + " more line" + (others == 1 ? "" : "s");
  return *lines.begin() + also +
         (others == 0 ? " is not below --source-root, or has changed since"
                      : " are not below --source-root, or have changed since");
}

bool has_line(const SourceFile& file, const std::string& said) {
  return std::ranges::any_of(file.lines,
                             [&](const auto& line) { return wording(line.second) == said; });
}

// Files that may be the program's source as well as the one that is shown.
std::string note_of_twins(const SourceView& source, const Place& shown) {
  std::set<size_t> used;
  for (const auto& [insn, position] : source.of_insn) used.insert(position.file);
  std::vector<std::string> twins;
  for (size_t i = 0; i < source.files.size(); i++) {
    const SourceFile& file = source.files[i];
    if (file.whole && !used.contains(i) && has_line(file, wording(shown.source->text)))
      twins.push_back(file.path);
  }
  if (twins.empty()) return "";
  const std::string more =
      twins.size() == 1 ? "" : " and " + std::to_string(twins.size() - 1) + " more";
  return "the lines of the log are in " + twins[0] + more + ", too";
}

}  // namespace

void show_files(const SourceView& source, ProgramResult& result) {
  std::set<std::string> missing;
  for (Place* place : places_of(result))
    if (!locate(*place, source) && place->source && !place->source->text.empty())
      missing.insert(named_line(*place->source));
  if (!missing.empty()) result.notes.push_back(note_of_missing(missing));
  Place& shown = result.findings[0].location;
  const std::string twins = locate(shown, source) ? note_of_twins(source, shown) : "";
  if (!twins.empty()) result.notes.push_back(twins);
  if (source.of_insn.empty())
    result.notes.emplace_back("the log has no source lines to look for; clang -g adds them");
}

void keep_edited_files(const SourceView& source, ProgramResult& result) {
  std::set<std::string> edited;
  for (const Finding& finding : result.findings)
    for (const Rewrite& rewrite : finding.rewrites)
      for (const Edit& edit : rewrite.edits) edited.insert(edit.file);
  for (const SourceFile& file : source.files)
    if (file.whole && edited.contains(file.path)) result.sources.push_back(file);
}

}  // namespace bpflens
