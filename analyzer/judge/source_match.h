// Where in the user's files are the lines that a log prints?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/source.h"
#include "facts/trace.h"

namespace bpflens {

// Neighbouring instructions of one line: what the log says of it, and where that is.
struct LoggedLine {
  std::vector<uint32_t> insns;  // ascending
  SourceSpan span;
  std::string said;                        // wording of the span
  std::optional<SourcePosition> position;  // nullopt: the files do not have it
};

// Gives each line its position; `lines` are in the order of the instructions. `function`: the one
// that was verified, empty if unknown.
void find_in_files(std::vector<LoggedLine>& lines, const std::vector<SourceFile>& files,
                   std::string_view function);

}  // namespace bpflens
