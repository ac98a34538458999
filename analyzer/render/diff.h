// The rewrites as a patch for the user's own files.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "facts/edits.h"
#include "facts/finding.h"

namespace bpflens {

// What changes in one file, and the file as it is.
struct FileChanges {
  SourceFile file;
  std::vector<LineChange> changes;  // ascending
};
using PatchedFiles = std::map<std::string, FileChanges>;  // by path

// Takes the first rewrite with edits of a result's leading finding. What several results have in
// common stands once; where two contradict each other, the first wins. Returns one line that says
// why the result has no place in the patch; empty if it has, or is no rejection.
std::string add_to(PatchedFiles& files, const ProgramResult& result);

// A unified diff for `git apply` in the source root; empty if nothing changes.
std::string patch_of(const PatchedFiles& files);

struct Patch {
  std::string text;
  std::vector<std::string> notes;
};
Patch render_diff(const std::vector<ProgramResult>& results);

}  // namespace bpflens
