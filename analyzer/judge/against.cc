// First: is it the same code? Then the kernels differ; else the compilers or the sources.
#include "judge/against.h"

#include <utility>

#include "judge/against_code.h"
#include "judge/against_state.h"
#include "judge/alignment.h"

namespace bpflens {
namespace {

std::optional<UnitIndex> rejected_unit(const Trace& trace) {
  const Unit* unit = trace.decisive_unit();
  if (!unit || !unit->rejection) return std::nullopt;
  return static_cast<UnitIndex>(unit - trace.units.data());
}

bool shows_walk(const Walk& walk) {
  for (const std::vector<Visit>& visits : walk.units)
    if (!visits.empty()) return true;
  return false;
}

std::string nothing_shown(const Walk& there) {
  if (there.trace.verdict == Verdict::Unknown)
    return "not seen: that log has only its statistics, one of log level 2 would show it";
  const std::string verdict(name_of(there.trace.verdict));
  return "not seen: that log tells only that the load was " + verdict +
         ", one of log level 2 would show it";
}

}  // namespace

std::optional<Against> compared_with(const Trace& here, const ProgramResult& explained,
                                     const Walk& there, PrintRegister print) {
  Against against;
  against.verdict = there.trace.verdict;
  against.era = there.trace.era;
  const auto unit = rejected_unit(here);
  if (!unit) return std::nullopt;
  if (!shows_walk(there)) {
    against.parted.text = nothing_shown(there);
    return against;
  }
  if (here.units[*unit].path.steps.empty()) {
    against.parted.text = "not seen: this log does not show how the verifier came to the rejection";
    return against;
  }
  const auto unit_there = same_unit(here, *unit, there);
  if (!unit_there) {
    against.parted.text =
        "not seen: the function " + here.units[*unit].name + " is not in the other log";
    return against;
  }
  const TwoLoads loads{here, *unit, explained, there, *unit_there, print};
  if (same_code(here, *unit, there, *unit_there) == SameCode::Same) {
    compare_knowledge(loads, against);
    return against;
  }
  return compare_code(loads, against) ? std::optional(std::move(against)) : std::nullopt;
}

}  // namespace bpflens
