// What the user's C calls the slice, and how it is taken there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "facts/evidence.h"

namespace bpflens {

struct SliceWords {
  std::string variable;  // "header", "v->header"
  std::string taking;    // "bpf_dynptr_slice(&packet, 0, buffer, 14)"
};

// Nullopt where the line of this call does not show a whole assignment of it.
std::optional<SliceWords> slice_words(const Evidence& seen, uint32_t call_insn,
                                      const std::string& callee);

}  // namespace bpflens
