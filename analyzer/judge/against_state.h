// The same instructions on two kernels: the first step on the way to the rejection at which the one
// knows something else than the other, or goes another way.
#pragma once

#include "facts/finding.h"
#include "facts/walk.h"
#include "judge/known_words.h"

namespace bpflens {

struct TwoLoads {
  const Trace& here;
  UnitIndex unit = 0;
  const ProgramResult& explained;
  const Walk& there;
  UnitIndex unit_there = 0;
  PrintRegister print = nullptr;

  const Path& path() const { return here.units[unit].path; }
};

// The rejected step; else the last one. The path is not empty.
StepIndex rejected_step(const TwoLoads& loads);

// Parts and consequences of `against`.
void compare_knowledge(const TwoLoads& loads, Against& against);

}  // namespace bpflens
