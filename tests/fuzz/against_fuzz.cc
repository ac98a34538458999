// Do any two texts crash what compares them as two loads of one program? libFuzzer feeds both, with
// a NUL between them; without one, the text is compared with itself.
#include <cstddef>
#include <cstdint>
#include <string>

#include "render/json.h"
#include "render/text.h"
#include "session/session.h"
#include "tests/fuzz/checks.h"

using namespace bpflens;

namespace {

// Every visit, and every step of the path to it.
void read_every_visit(const Walk& walk) {
  for (UnitIndex unit = 0; unit < walk.units.size(); unit++) {
    const auto& visits = walk.units[unit];
    for (VisitIndex visit = 0; visit < visits.size(); visit++) {
      if (visits[visit].before != no_visit && visits[visit].before >= visit) __builtin_trap();
      if (visits[visit].is_pruned) continue;
      if (visit % 64 != 0) continue;
      const Trace along = walk.trace_to(unit, visit);
      const auto& steps = along.units[unit].path.steps;
      if (steps.back().insn != visits[visit].insn) __builtin_trap();
      along.read_step(unit, static_cast<StepIndex>(steps.size() - 1));
      walk.read_visit(unit, visit);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(data, data + size);
  const size_t end = bytes.find('\0');
  const std::string second = end == std::string::npos ? bytes : bytes.substr(end + 1);
  const OtherLoads others = other_loads(text_in_memory(second, "other"));
  for (const Walk& walk : others.walks) read_every_visit(walk);
  const ExplainedPair pair = explain_against(text_in_memory(bytes.substr(0, end), "fuzz"), others);
  if (steers_a_terminal(render_text(pair.results, {})) ||
      steers_a_terminal(render_json(pair.results, "0")))
    __builtin_trap();
  return 0;
}
