// One line per finding, for editors and grep.
#pragma once

#include <string>
#include <vector>

#include "facts/finding.h"

namespace bpflens {

// "FILE:LINE: error[BL001]: message". The place is the user's source line where the log names its
// file, else the line of the log. A program with an unknown verdict gets a line that says why.
std::string render_short(const ProgramResult& result);
std::string render_short(const std::vector<ProgramResult>& results);

}  // namespace bpflens
