// Writes the pages as C++: constant tables that the program carries inside.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/result.h"
#include "tools/embed/front_matter.h"
#include "tools/embed/outside.h"
#include "tools/embed/sections.h"
#include "tools/embed/versions.h"

namespace bpflens {

struct MessageFile {
  MessageSource page;
  std::string proof;  // SLUG.proof.tsv beside it; empty if there is none
};

struct PitfallFolder {
  PitfallSource page;
  std::string bad, good;                        // the programs
  std::string rewrite;                          // the lines of `good` that a user would type
  std::vector<std::vector<std::string>> proof;  // six columns each
};

// The lines between "// rewrite: begin" and "// rewrite: end", less their common indentation.
Result<std::string> rewrite_lines(std::string_view program, const std::string& name);

// The rows of a proof.tsv below its header; lines that begin with '#' are skipped.
Result<std::vector<std::vector<std::string>>> proof_rows(std::string_view text,
                                                         const std::string& name);

struct AllPages {
  const std::vector<MessageFile>& messages;
  const std::vector<PitfallFolder>& pitfalls;
  const std::vector<LoaderSource>& loaders;
  const std::vector<EnvironmentSource>& environment;
  const std::vector<CallsSource>& calls;
  const std::vector<HelperSource>& helpers;
  const std::vector<SectionSource>& sections;
};

std::string tables(const AllPages& pages);

}  // namespace bpflens
