#include "facts/trace.h"

namespace bpflens {

const Unit* Trace::decisive_unit() const {
  for (const Unit& unit : units)
    if (unit.rejection) return &unit;
  return units.empty() ? nullptr : &units.back();
}

}  // namespace bpflens
