// Finds the user's source files below a folder, by what a log says of their lines. Left out of
// BPFLENS_TEXT_ONLY builds.
#pragma once

#include <string>

#include "facts/result.h"
#include "facts/source.h"

namespace bpflens {

// Looks at C and C++ files, nearest to `folder` first; not into hidden folders, build outputs
// (build, out, target, ...) or through symbolic links; not at what cannot be read or is longer than
// 4 MiB. The folder's list is read now, files when lines are asked for. Paths are relative to it.
// Errors: no such folder, not a folder, too many files.
Result<FindSources> sources_below(const std::string& folder);

}  // namespace bpflens
