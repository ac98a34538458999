// The user's source as far as it is at hand: whole files below --source-root, or else only the
// lines that the log prints.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facts/trace.h"

namespace bpflens {

struct SourceFile {
  std::string path;  // below the source root; else as the log names it; empty if it does not
  std::map<uint32_t, std::string> lines;  // by number, from 1, without line ends
  bool whole = false;                     // every line is here, as in the file: a patch can be made
  bool numbered = true;        // false: the log prints no numbers, lines are only kept apart
  bool crlf = false;           // every line ends in \r\n; where only some do, those keep their \r
  bool newline_at_end = true;  // the last line of a whole file has a line end
};

struct SourcePosition {
  size_t file = 0;    // of SourceView::files
  uint32_t line = 0;  // of SourceFile::lines
};

// Where the instructions of one failing path come from.
struct SourceView {
  std::vector<SourceFile> files;
  std::unordered_map<uint32_t, SourcePosition> of_insn;

  std::optional<SourcePosition> find(uint32_t insn) const {
    const auto found = of_insn.find(insn);
    return found == of_insn.end() ? std::nullopt : std::optional(found->second);
  }
};

// The line without its blanks at both ends, those inside as one each: two lines of which this is
// equal say the same. A kernel trims a line, a terminal expands its tabs, and what is longer than
// a kernel's buffer is cut by both.
std::string wording(std::string_view line);

// "flow.h" of "src/net/flow.h"
std::string_view base_name(std::string_view path);

// The whole files that these lines may be of, as far as they are at hand; may be empty. A null
// function: there are none.
using FindSources = std::function<std::vector<SourceFile>(std::span<const SourceSpan> lines)>;

}  // namespace bpflens
