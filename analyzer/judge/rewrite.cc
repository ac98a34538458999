// What is shown is made by the same edits that a patch consists of, so the two never differ.
#include "judge/rewrite.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>

#include "facts/edits.h"

namespace bpflens {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == text.npos; }

size_t indentation(const std::string& line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

// What all lines that are not blank begin with.
std::string shared_indentation(const std::vector<std::string>& lines) {
  std::string shared;
  bool is_first = true;
  for (const std::string& line : lines) {
    if (is_blank(line)) continue;
    const std::string own = line.substr(0, indentation(line));
    if (is_first) shared = own;
    is_first = false;
    const auto [end, _] = std::ranges::mismatch(shared, own);
    shared.erase(end, shared.end());
  }
  return shared;
}

std::string without_indentation(const std::vector<std::string>& lines) {
  const size_t shared = shared_indentation(lines).size();
  std::string text;
  for (const std::string& line : lines) {
    text += line.size() >= shared ? line.substr(shared) : "";
    while (text.ends_with('\r')) text.pop_back();
    text += '\n';
  }
  return text;
}

// Is the rest of the line, behind this column, blanks and comments that end there?
bool ends_there(const CText& text, const CToken& last, size_t next) {
  const bool has_more = next < text.tokens.size() && text.tokens[next].line == last.line &&
                        text.tokens[next].kind != CTokenKind::Gap;
  return !has_more && !text.begins_in_comment.contains(last.line + 1);
}

// Lines without numbers that follow each other here need not do so in the file.
std::vector<LineChange> separate_changes(const SourceFile& file, std::span<const Edit> edits) {
  if (file.numbered) return line_changes(file, edits);
  std::vector<LineChange> changes;
  while (!edits.empty()) {
    size_t count = 1;
    while (count < edits.size() && edits[count].line == edits[0].line) count++;
    std::ranges::move(line_changes(file, edits.first(count)), std::back_inserter(changes));
    edits = edits.subspan(count);
  }
  return changes;
}

}  // namespace

Edit replacement(const CText& text, CRange range, std::string new_text) {
  const CToken& first = text.tokens[range.begin];
  const CToken& last = text.tokens[range.end - 1];
  return {text.file->path, first.line,        first.column,
          last.line,       last.end_column(), std::move(new_text)};
}

Edit lines_before(const CText& text, size_t statement, std::span<const std::string> lines) {
  const CToken& first = text.tokens[statement];
  const std::string indent = indentation_of(text, statement);
  std::string new_text;
  for (const std::string& line : lines) new_text += line + "\n" + indent;
  return {text.file->path, first.line, first.column, first.line, first.column, new_text};
}

Edit line_behind(const CText& text, CRange statement, const std::string& line,
                 const std::string& comment) {
  const CToken& last = text.tokens[statement.end - 1];
  if (!ends_there(text, last, statement.end))
    return {text.file->path, last.line,         last.end_column(),
            last.line,       last.end_column(), " " + line};
  std::string_view whole = text.file->lines.at(last.line);
  while (whole.ends_with('\r')) whole.remove_suffix(1);
  const auto column = static_cast<uint32_t>(whole.size() + 1);
  const std::string indent = indentation_of(text, statement.begin);
  std::string new_text = "\n" + indent + line;
  if (!comment.empty()) new_text += "  // " + comment;
  return {text.file->path, last.line, column, last.line, column, new_text};
}

std::string changed_text(const SourceFile& file, std::span<const Edit> edits) {
  std::vector<std::string> lines;
  for (const LineChange& change : separate_changes(file, edits)) {
    const std::string indent = change.added.front().substr(0, indentation(change.added.front()));
    if (!lines.empty()) lines.push_back(indent + "...");
    lines.insert(lines.end(), change.added.begin(), change.added.end());
  }
  return without_indentation(lines);
}

Rewrite rewrite_from(const CText& text, std::vector<Edit> edits, bool as_patch) {
  std::ranges::sort(edits, {}, [](const Edit& edit) {
    return std::tuple(edit.line, edit.column, edit.end_line, edit.end_column);
  });
  Rewrite rewrite;
  rewrite.text = changed_text(*text.file, edits);
  if (as_patch && text.file->whole) rewrite.edits = std::move(edits);
  return rewrite;
}

}  // namespace bpflens
