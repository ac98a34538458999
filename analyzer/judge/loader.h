// Which loader printed this log, and what to type for the part of it that is not here.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "facts/finding.h"
#include "facts/page.h"
#include "facts/trace.h"

namespace bpflens {

// By what stands around the log; null if it cannot be told.
const LoaderPage* loader_of(const Capture& capture, std::span<const LoaderPage> loaders);

// The line that gives the whole log: that of this loader, or where it is not known, of the two
// that nearly everybody has. Only what was tried.
std::vector<WholeLog> whole_log_of(const Capture& capture, const LoaderPage* loader,
                                   std::span<const LoaderPage> loaders);

// The same for a log of every step on every path. Of a loader that has no such line, the two.
std::vector<WholeLog> every_step_of(const LoaderPage* loader, std::span<const LoaderPage> loaders);

// "bpftrace, in shell: ..."
std::string in_words(const WholeLog& line);

}  // namespace bpflens
