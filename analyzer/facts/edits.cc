// Edits that touch the same or neighbouring lines are one change: their lines are joined into one
// text, edited from its front to its end, and split again.
#include "facts/edits.h"

#include <optional>
#include <tuple>

namespace bpflens {
namespace {

bool is_inside(const SourceFile& file, uint32_t line, uint32_t column) {
  const auto found = file.lines.find(line);
  return found != file.lines.end() && column >= 1 && column <= found->second.size() + 1;
}

bool are_in_order(const SourceFile& file, std::span<const Edit> edits) {
  std::tuple<uint32_t, uint32_t> end{0, 0};
  for (const Edit& edit : edits) {
    const std::tuple from{edit.line, edit.column}, to{edit.end_line, edit.end_column};
    if (from < end || to < from) return false;
    if (!is_inside(file, edit.line, edit.column)) return false;
    if (!is_inside(file, edit.end_line, edit.end_column)) return false;
    end = to;
  }
  return true;
}

// Lines one below the other, each where it began.
struct Joined {
  std::string text;
  uint32_t first = 0;
  std::vector<size_t> starts;

  size_t offset_of(uint32_t line, uint32_t column) const {
    return starts[line - first] + column - 1;
  }
};

// Nullopt if lines between are missing, as in what a log prints.
std::optional<Joined> joined(const SourceFile& file, uint32_t first, uint32_t last) {
  Joined lines{"", first, {}};
  for (auto at = file.lines.find(first); at != file.lines.end() && at->first <= last; at++) {
    if (at->first != first + lines.starts.size()) return std::nullopt;
    if (at->first != first) lines.text += '\n';
    lines.starts.push_back(lines.text.size());
    lines.text += at->second;
  }
  return lines;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  return lines;
}

std::optional<LineChange> change_of(const SourceFile& file, std::span<const Edit> edits) {
  const uint32_t first = edits.front().line, last = edits.back().end_line;
  const auto lines = joined(file, first, last);
  if (!lines) return std::nullopt;
  std::string text;
  size_t done = 0;
  for (const Edit& edit : edits) {
    text += lines->text.substr(done, lines->offset_of(edit.line, edit.column) - done);
    text += edit.new_text;
    done = lines->offset_of(edit.end_line, edit.end_column);
  }
  text += lines->text.substr(done);
  return LineChange{first, last - first + 1, split(text)};
}

}  // namespace

std::vector<LineChange> line_changes(const SourceFile& file, std::span<const Edit> edits) {
  if (!are_in_order(file, edits)) return {};
  std::vector<LineChange> changes;
  while (!edits.empty()) {
    size_t count = 1;
    while (count < edits.size() && edits[count].line <= edits[count - 1].end_line + 1) count++;
    auto change = change_of(file, edits.first(count));
    if (!change) return {};
    changes.push_back(std::move(*change));
    edits = edits.subspan(count);
  }
  return changes;
}

}  // namespace bpflens
