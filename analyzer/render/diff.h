// The rewrites as a patch for the user's own files.
#pragma once

#include <string>
#include <vector>

#include "facts/finding.h"

namespace bpflens {

struct Patch {
  std::string text;                // for `git apply` in the source root; empty if nothing changes
  std::vector<std::string> notes;  // one line each: which result has no place in it, and why
};

// A unified diff of the first rewrite with edits of every leading finding. What several results
// have in common stands once; where two contradict each other, the first wins.
Patch render_diff(const std::vector<ProgramResult>& results);

}  // namespace bpflens
