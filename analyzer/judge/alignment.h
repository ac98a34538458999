// Two loads of one program: along which visits did the other walk follow the path that failed, and
// why did it leave that?
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "facts/walk.h"

namespace bpflens {

enum class SameCode : uint8_t {
  Unknown,  // the other log has no instructions, or no instruction in common
  Same,
  Other,
};

// Are these the same instructions? They may have other constants: kernels relocate them.
SameCode same_code(const Trace& here, UnitIndex unit, const Walk& there, UnitIndex unit_there);

enum class LeftBy : uint8_t {
  Nothing,    // it was followed to its end
  OtherSide,  // only the other side of a branch can be taken there
  Pruned,     // the walk had been there, with a state that covers this one
  NotSeen,    // the other log does not tell
};

struct Alignment {
  VisitIndex last = no_visit;  // the other walk's visit of the last step that both have
  StepIndex steps = 0;         // of the failing path that both have
  StepIndex begin = 0;         // the step of the other path that is the failing path's first
  LeftBy left_by = LeftBy::NotSeen;
  std::optional<uint32_t> goes_to;  // OtherSide: the instruction that follows there
};

// What is compared of a visit: its instruction's number, or what stands for it.
using Keys = std::vector<uint32_t>;

// The longest way along the failing path, whose steps have these keys. `of_visit` has one for each
// visit of the unit.
Alignment aligned(const Path& path, const Keys& of_step, const Walk& there, UnitIndex unit,
                  const Keys& of_visit);

// The unit of the other load that is the same function; nullopt if it has none.
std::optional<UnitIndex> same_unit(const Trace& here, UnitIndex unit, const Walk& there);

Keys insns_of(const Path& path);
Keys insns_of(std::span<const Visit> visits);

}  // namespace bpflens
