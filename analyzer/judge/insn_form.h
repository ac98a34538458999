// Do two compilers make the same of a line? Instructions without what differs anyway: which
// register and which place on the stack, how far a jump goes, and which side of it comes first.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "facts/insn.h"

namespace bpflens {

// One instruction on a path.
struct PathInsn {
  uint32_t insn = 0;
  Insn code;
  std::string text;
  std::optional<bool> jumped;  // a branch; nullopt where the path ends
};

// Equal for equal forms.
using Form = std::vector<int64_t>;

// Values and places on the stack are numbered in the order of their appearance.
std::vector<Form> forms_of(const std::vector<PathInsn>& insns);

// Two jumps that compare with the same constant, or with another register, in the same way.
bool ask_the_same(const PathInsn& a, const PathInsn& b);

}  // namespace bpflens
