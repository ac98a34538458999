// Which conditional jumps look at which values, and on which way from them an instruction is. What
// they tell of a value holds for the copy that they compare; whether the verifier knows it of the
// others too depends on how these were made, and when.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "judge/flow.h"

namespace bpflens {

// One operand of a conditional jump.
struct OperandCompared {
  uint32_t branch = 0;  // the instruction
  uint8_t reg = 0;
  DefinitionIndex operand =
      no_definition;  // what the register holds; DataFlow::copy_of says of what
  uint8_t bytes = 8;  // so many low bytes of what it is a copy of are compared; 8: all of it
};

struct Compares {
  std::vector<OperandCompared> all;  // ascending by instruction
  IndexLists of_value;               // per definition: in `all`, where the operand is a copy of it
};

// Of all conditional jumps that control comes to.
Compares compares_in(std::span<const Insn> insns, const DataFlow& flow);

enum class WayFromBranch : uint8_t { FallsThrough, Jumps, Either };

// A compare that comes before an instruction on every path.
struct EarlierCompare {
  OperandCompared compared;
  WayFromBranch way = WayFromBranch::Either;  // from it to the instruction, the last time
  // Other copies of the value that were made before it on every path, in the order of their
  // instructions, and the value itself if it is not what is compared. Some may be overwritten by
  // then.
  std::vector<DefinitionIndex> copied_before;
};

// The compares of copies of what `definition` is a copy of that are always run before the
// instruction, in the order in which they are run.
std::vector<EarlierCompare> compares_before(const DataFlow& flow, const Compares& compares,
                                            uint32_t insn, DefinitionIndex definition);

}  // namespace bpflens
