// What does a compare of the program compare, in the user's words? The side of the comparison in
// the source that does not stand for the compare's constant.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "facts/evidence.h"
#include "judge/c_expression.h"
#include "judge/c_text.h"

namespace bpflens {

struct LineRange {
  uint32_t first = 0, last = 0;
};

// Both sides of a comparison in the source; the value is a name, a member or an element of an
// array.
struct ComparedSides {
  CNodeIndex comparison = no_node, value = no_node, limit = no_node;
};

bool may_be_value(const CNode& node);

// May clang have written the source's constant so? It makes `x > 3` of `x >= 4`, and the other way
// round.
bool is_near(int64_t constant, uint64_t compared);

// The lines of the condition that this line is part of.
LineRange lines_of_condition(const CText& text, CRange function, uint32_t line);

using IsMeant = std::function<bool(const ComparedSides& sides)>;

// The first comparison on these lines that is meant.
std::optional<ComparedSides> comparison_on(const CTree& tree, LineRange lines,
                                           const IsMeant& is_meant);

// "count", "v->idx": what the compare at this instruction compares with the constant. Nullopt in
// doubt, and for inline assembly, which shows no comparison.
std::optional<std::string> compared_value(const Evidence& seen, uint32_t insn, uint64_t constant);

}  // namespace bpflens
