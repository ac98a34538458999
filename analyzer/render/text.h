// What a person reads in a terminal.
#pragma once

#include <string>
#include <vector>

#include "facts/finding.h"

namespace bpflens {

struct TextOptions {
  bool colour = false;
  bool follows = false;  // other results stand before
};

// A block per program: the verdict, then each finding with its place, the lines that tell its
// story, the kernel's sentence, what was known and how the kernel came there.
std::string text_of(const ProgramResult& result, const TextOptions& options);
std::string render_text(const std::vector<ProgramResult>& results, const TextOptions& options);

}  // namespace bpflens
