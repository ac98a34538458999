// What loaders print around a verifier's log: which program it was, what error they got, how much
// of the log they left out. Which loader it was is not told here: rules/loaders knows them.
#pragma once

#include <string_view>

#include "facts/trace.h"

namespace bpflens {

// Never the verifier's own line: a loader's, a language runtime's or a shell's.
bool is_loader_line(std::string_view line);

// "failed to load ...": said of the log above it, not of the one below.
bool is_about_log_above(std::string_view line);

// Adds what this line says and `words` does not know yet.
void add_loader_words(std::string_view line, LoaderWords& words);

// "... (12 line(s) omitted)", "(truncated)": what stands before that remark.
std::string_view without_omission(std::string_view text);

// "Error: ... Verifier output: 0: R1=ctx()": where the log begins in a loader's line; 0 if it does
// not.
size_t log_within_loader_line(std::string_view line);

}  // namespace bpflens
