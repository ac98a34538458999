// Every edit becomes whole lines (facts/edits); changes that lie close together share a hunk. All
// is written as git writes it: names with odd bytes are quoted, a missing line end is marked.
#include "render/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "facts/edits.h"
#include "render/printable.h"
#include "render/words.h"

namespace bpflens {
namespace {

constexpr uint32_t context = 3;

const SourceFile* source_named(const ProgramResult& result, const std::string& path) {
  const auto found = std::ranges::find(result.sources, path, &SourceFile::path);
  return found == result.sources.end() || !found->whole ? nullptr : &*found;
}

// Nullopt if a file is not at hand or an edit does not fit into it.
std::optional<PatchedFiles> changes_of(const ProgramResult& result,
                                       const std::vector<Edit>& edits) {
  std::map<std::string, std::vector<Edit>> by_file;
  for (const Edit& edit : edits) by_file[edit.file].push_back(edit);
  PatchedFiles changes;
  for (const auto& [path, own] : by_file) {
    const SourceFile* file = source_named(result, path);
    if (!file) return std::nullopt;
    FileChanges of_file{*file, line_changes(*file, own)};
    if (of_file.changes.empty()) return std::nullopt;
    changes.emplace(path, std::move(of_file));
  }
  return changes;
}

bool touch(const LineChange& a, const LineChange& b) {
  return a.line < b.line + b.removed && b.line < a.line + a.removed;
}

enum class Meeting : uint8_t { Apart, Same, Contradiction };

Meeting meeting_of(const LineChange& change, std::span<const LineChange> others) {
  for (const LineChange& other : others) {
    if (change == other) return Meeting::Same;
    if (touch(change, other)) return Meeting::Contradiction;
  }
  return Meeting::Apart;
}

bool contradicts(const PatchedFiles& patch, const PatchedFiles& more) {
  for (const auto& [path, of_file] : more) {
    const auto known = patch.find(path);
    if (known == patch.end()) continue;
    for (const LineChange& change : of_file.changes)
      if (meeting_of(change, known->second.changes) == Meeting::Contradiction) return true;
  }
  return false;
}

void add_changes(PatchedFiles& patch, const PatchedFiles& more) {
  for (const auto& [path, of_file] : more) {
    FileChanges& known = patch.try_emplace(path, FileChanges{of_file.file, {}}).first->second;
    for (const LineChange& change : of_file.changes) {
      if (meeting_of(change, known.changes) == Meeting::Same) continue;
      const auto after =
          std::ranges::upper_bound(known.changes, change.line, {}, &LineChange::line);
      known.changes.insert(after, change);
    }
  }
}

// Blanks need no quotes: git ends such a name with a tab.
std::string quoted(const std::string& path) {
  const auto is_odd = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte >= 0x7f || c == '"' || c == '\\';
  };
  if (std::ranges::none_of(path, is_odd))
    return path.find(' ') == std::string::npos ? path : path + "\t";
  std::string out = "\"";
  for (const char c : path) {
    if (c == '"' || c == '\\')
      out += fmt::format("\\{}", c);
    else if (is_odd(c))
      out += fmt::format("\\{:03o}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    else
      out += c;
  }
  return out + "\"";
}

// The lines of one hunk as they are collected, with how many each side has.
struct Hunk {
  const SourceFile& file;
  std::string text;
  uint32_t old_count = 0, new_count = 0;

  void add(char mark, std::string_view line, bool is_last) {
    text += mark;
    text += line;
    text += file.crlf && !(is_last && !file.newline_at_end) ? "\r\n" : "\n";
    if (is_last && !file.newline_at_end) text += "\\ No newline at end of file\n";
    if (mark != '+') old_count++;
    if (mark != '-') new_count++;
  }
  void keep(uint32_t from, uint32_t to, uint32_t last_line) {
    for (uint32_t line = from; line < to; line++) add(' ', file.lines.at(line), line == last_line);
  }
};

// Without what an edit leaves of the first and the last lines that it touches. A last line without
// an end gets one when another comes behind it.
LineChange without_kept_lines(const SourceFile& file, LineChange change) {
  auto& added = change.added;
  const uint32_t open_line = file.newline_at_end ? 0 : file.lines.rbegin()->first;
  while (change.removed > 0 && !added.empty() && change.line != open_line &&
         added.front() == file.lines.at(change.line)) {
    added.erase(added.begin());
    change.line++;
    change.removed--;
  }
  while (change.removed > 0 && !added.empty() &&
         added.back() == file.lines.at(change.line + change.removed - 1)) {
    added.pop_back();
    change.removed--;
  }
  return change;
}

uint32_t context_before(uint32_t line) { return line > context ? line - context : 1; }

// `shift`: by how many lines the changes above moved what is here.
std::string hunk_of(const SourceFile& file, std::span<const LineChange> changes, int64_t& shift) {
  const uint32_t last_line = file.lines.rbegin()->first;
  const uint32_t begin = context_before(changes.front().line);
  Hunk hunk{file, "", 0, 0};
  uint32_t at = begin;
  for (const LineChange& change : changes) {
    hunk.keep(at, change.line, last_line);
    at = change.line + change.removed;
    for (uint32_t line = change.line; line < at; line++)
      hunk.add('-', file.lines.at(line), line == last_line);
    for (size_t i = 0; i < change.added.size(); i++)
      hunk.add('+', change.added[i], at > last_line && i + 1 == change.added.size());
  }
  hunk.keep(at, std::min(at + context, last_line + 1), last_line);
  const std::string head =
      fmt::format("@@ -{},{} +{},{} @@\n", begin, hunk.old_count, begin + shift, hunk.new_count);
  shift += int64_t{hunk.new_count} - hunk.old_count;
  return head + hunk.text;
}

std::string diff_of(const std::string& path, const FileChanges& of_file) {
  std::string text = fmt::format("--- {}\n+++ {}\n", quoted("a/" + path), quoted("b/" + path));
  std::vector<LineChange> changes;
  for (const LineChange& change : of_file.changes)
    changes.push_back(without_kept_lines(of_file.file, change));
  std::span<const LineChange> left = changes;
  int64_t shift = 0;
  while (!left.empty()) {
    size_t count = 1;
    while (count < left.size() &&
           left[count].line <= left[count - 1].line + left[count - 1].removed + 2 * context)
      count++;
    text += hunk_of(of_file.file, left.first(count), shift);
    left = left.subspan(count);
  }
  return text;
}

const std::vector<Edit>* first_edits(const Finding& finding) {
  for (const Rewrite& rewrite : finding.rewrites)
    if (!rewrite.edits.empty()) return &rewrite.edits;
  return nullptr;
}

// Why a result adds nothing to the patch; empty if it does, or is no rejection at all.
std::string reason_to_leave_out(PatchedFiles& patch, const ProgramResult& result) {
  if (result.findings.empty()) return "";
  const Finding& leading = result.findings.front();
  const std::vector<Edit>* edits = first_edits(leading);
  if (!edits && leading.rewrites.empty()) return "there is no rewrite for " + leading.rule;
  if (!edits) return "the rewrite is text only, see the text output";
  const auto changes = changes_of(result, *edits);
  if (!changes) return "the file to change is not at hand";
  if (contradicts(patch, *changes)) return "its rewrite contradicts that of a log before it";
  add_changes(patch, *changes);
  return "";
}

}  // namespace

std::string add_to(PatchedFiles& files, const ProgramResult& result) {
  const std::string reason = reason_to_leave_out(files, result);
  if (reason.empty()) return "";
  std::string name = input_name(result.input);
  if (!result.program.empty()) name += ": " + printable(result.program);
  return name + ": no patch: " + printable(reason);
}

std::string patch_of(const PatchedFiles& files) {
  std::string text;
  for (const auto& [path, of_file] : files) text += diff_of(path, of_file);
  return text;
}

Patch render_diff(const std::vector<ProgramResult>& results) {
  Patch patch;
  PatchedFiles files;
  for (const ProgramResult& result : results) {
    std::string note = add_to(files, result);
    if (!note.empty()) patch.notes.push_back(std::move(note));
  }
  patch.text = patch_of(files);
  return patch;
}

}  // namespace bpflens
