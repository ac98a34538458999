// What stood around a log: kept within a bound, and read for what a loader says there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "facts/trace.h"

namespace bpflens {

// More than any loader prints between its first word and the log, or behind it.
inline constexpr size_t max_lines_around = 16;

// Adds a line; the oldest goes if there are too many.
void keep_line_before(std::vector<std::string>& before, std::string_view line);
// Adds a line; false if there were enough.
bool keep_line_behind(std::vector<std::string>& behind, std::string_view line);

// Reads the lines that the trace's capture keeps, and what follows from them: the program's name,
// and that a log which did not fit has no last word. `behind_another`: a log ended above this one.
void note_surroundings(Trace& trace, bool behind_another);

}  // namespace bpflens
