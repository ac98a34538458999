// What edits make of the lines of a file. Edits are exact places in the user's text; what is shown
// and what a patch holds are whole lines.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "facts/finding.h"
#include "facts/source.h"

namespace bpflens {

// `removed` lines from `line` on become `added`.
struct LineChange {
  uint32_t line = 0;
  uint32_t removed = 0;
  std::vector<std::string> added;  // without line ends
  bool operator==(const LineChange&) const = default;
};

// Ascending, with unchanged lines between any two. Edits must be ascending, apart from each other
// and inside the file's lines: empty if they are not.
std::vector<LineChange> line_changes(const SourceFile& file, std::span<const Edit> edits);

}  // namespace bpflens
