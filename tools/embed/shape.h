// What is a page's "shape" (a kernel sentence with holes) as a regular expression? Holes stand
// for the parts that differ between two logs; rules/messages/README.md lists them.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "facts/result.h"

namespace bpflens {

struct CompiledShape {
  std::string shape;
  std::string regex;            // RE2, for whole lines
  std::string literal;          // the longest fixed part
  int literal_length = 0;       // fixed characters in all
  std::set<std::string> fills;  // the holes whose text is kept
};

// Each kind has its own holes.
enum class ShapeOf : uint8_t {
  Sentence,  // of the kernel
  Line,      // that a loader prints: rules/environment/README.md
  Said,      // to the user, of such a line
};

// `what` of an error is empty: the caller knows the place.
Result<CompiledShape> compile_shape(std::string_view shape, ShapeOf kind = ShapeOf::Sentence);

// The names in braces, in order; an Error for a brace without a partner or an unknown name.
Result<std::vector<std::string>> holes_of(std::string_view text, ShapeOf kind = ShapeOf::Sentence);

}  // namespace bpflens
