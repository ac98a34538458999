// A line that is one of a verifier once its blanks are gone tells how far its neighbours are
// indented. Rows of the verifier's own tables are indented, too: they are left alone.
#include "read/indentation.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/line.h"
#include "read/log_line.h"

namespace bpflens {
namespace {

constexpr uint64_t largest_paste_bytes = uint64_t{16} << 20;

size_t margin_of(std::string_view line) {
  size_t margin = 0;
  while (margin < line.size() &&
         (line[margin] == ' ' || line[margin] == '\t' || line[margin] == '>'))
    margin++;
  return margin;
}

bool is_certain(LineKind kind) {
  return kind == LineKind::Insn || kind == LineKind::State || kind == LineKind::From ||
         kind == LineKind::LastStats || kind == LineKind::Validating;
}

// " R0=inv2 ..." has one blank that belongs to it.
bool is_anchor(std::string_view line, size_t margin) {
  return margin > 0 && is_certain(classify_line(line.substr(margin)).kind);
}

std::vector<std::string> lines_of(const Text& text) {
  std::vector<std::string> lines;
  LineReader reader(text, 0, 1, 1 << 16);
  while (std::optional<Line> line = reader.next()) lines.emplace_back(line->text);
  return lines;
}

// Marks which lines are rows of a table of a log that is not indented.
class TableRows {
 public:
  bool is_row(std::string_view line) {
    const bool is_indented = !line.empty() && margin_of(line) > 0;
    if (!is_indented) in_table_ = classify_line(line).kind == LineKind::TableHeader;
    return is_indented && in_table_;
  }

 private:
  bool in_table_ = false;
};

// The margin of each line; 0 where there is none to take off.
std::vector<size_t> margins_of(const std::vector<std::string>& lines) {
  std::vector<size_t> margins(lines.size(), 0);
  TableRows table;
  std::string_view current;  // the margin of the block that we are in
  for (size_t i = 0; i < lines.size(); i++) {
    const std::string_view line = lines[i];
    if (table.is_row(line)) continue;
    const size_t margin = margin_of(line);
    if (!current.empty() && line.starts_with(current)) {
      margins[i] = current.size();
      continue;
    }
    current = is_anchor(line, margin) ? line.substr(0, margin) : std::string_view();
    if (current.empty()) continue;
    margins[i] = margin;
    for (size_t above = i; above > 0; above--) {
      if (margins[above - 1] != 0 || !lines[above - 1].starts_with(current)) break;
      margins[above - 1] = margin;
    }
  }
  return margins;
}

}  // namespace

Text without_indentation(const Text& text) {
  if (text.size > largest_paste_bytes) return text;
  const std::vector<std::string> lines = lines_of(text);
  const std::vector<size_t> margins = margins_of(lines);
  bool is_indented = false;
  std::string bytes;
  for (size_t i = 0; i < lines.size(); i++) {
    is_indented = is_indented || margins[i] > 0;
    bytes.append(lines[i], margins[i]).append("\n");
  }
  return is_indented ? text_in_memory(std::move(bytes), text.name) : text;
}

}  // namespace bpflens
