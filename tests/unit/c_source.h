// C for the tests of what reads it: as a whole file, or as the lines that a log prints.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/edits.h"
#include "facts/source.h"

namespace bpflens {

inline SourceFile whole_file(std::string_view text, std::string path = "program.bpf.c") {
  SourceFile file;
  file.path = std::move(path);
  file.whole = true;
  file.newline_at_end = text.empty() || text.ends_with('\n');
  uint32_t number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    file.lines.emplace(++number, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return file;
}

inline SourceFile lines_of_log(const std::vector<std::pair<uint32_t, std::string>>& lines) {
  SourceFile file;
  for (const auto& [number, line] : lines) file.lines.emplace(number, line);
  return file;
}

inline std::string applied(const SourceFile& file, const std::vector<Edit>& edits) {
  std::string out;
  uint32_t next = 1;
  const auto keep_to = [&](uint32_t end) {
    for (; next < end; next++) out += file.lines.at(next) + "\n";
  };
  for (const LineChange& change : line_changes(file, edits)) {
    keep_to(change.line);
    for (const std::string& line : change.added) out += line + "\n";
    next += change.removed;
  }
  keep_to(static_cast<uint32_t>(file.lines.size() + 1));
  return out;
}

// The number of the first line with this in it; 0 if there is none.
inline uint32_t line_with(const SourceFile& file, std::string_view mark) {
  for (const auto& [number, line] : file.lines)
    if (line.find(mark) != std::string::npos) return number;
  return 0;
}

inline SourceSpan span_of(const SourceFile& file, uint32_t line) {
  const std::string& text = file.lines.at(line);
  return {file.path, line, 0, text.substr(std::min(text.find_first_not_of(" \t"), text.size()))};
}

}  // namespace bpflens
