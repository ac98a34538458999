// What a person reads in a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/finding.h"

namespace bpflens {

struct TextOptions {
  bool colour = false;
};

// A block per program: the verdict, then each finding with its place, the lines that tell its
// story, the kernel's sentence, what was known and how the kernel came there.
std::string render_text(const ProgramResult& result, const TextOptions& options);

// What stands between the block of `next` and one before it.
std::string_view text_gap_before(const ProgramResult& next);

std::string render_text(const std::vector<ProgramResult>& results, const TextOptions& options);

}  // namespace bpflens
