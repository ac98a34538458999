// Does any text at all crash the reader, the judge or a renderer, or get a byte through to the
// terminal that could steer it? libFuzzer feeds the text; tests/scripts/fuzz seeds it with real
// logs.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "read/log.h"
#include "render/json.h"
#include "render/short.h"
#include "render/text.h"
#include "session/session.h"
#include "tests/fuzz/checks.h"

using namespace bpflens;

namespace {

void read_every_step(const Trace& trace) {
  for (UnitIndex unit = 0; unit < trace.units.size(); unit++)
    for (StepIndex step = 0; step < trace.units[unit].path.steps.size(); step++)
      if (trace.read_step(unit, step).insn != trace.units[unit].path.steps[step].insn)
        __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(data, data + size);
  const Text text = text_in_memory(bytes, "fuzz");
  for (const Trace& trace : read_logs(text)) read_every_step(trace);
  std::vector<ProgramResult> results;
  explain(text, {.find_sources = {}, .tell_limits = TellLimits::Always, .object = nullptr},
          [&](ProgramResult&& result) { results.push_back(std::move(result)); });
  if (steers_a_terminal(render_text(results, {})) || steers_a_terminal(render_short(results)) ||
      steers_a_terminal(render_json(results, "0")))
    __builtin_trap();
  return 0;
}
