// A line's number is counted from the nearest mark before it, or from the last line asked for.
#include "read/log_index.h"

#include <algorithm>

#include "read/line.h"
#include "read/log_step.h"

namespace bpflens {
namespace {

constexpr size_t window_bytes = 1024;

uint64_t line_number(const LogIndex& index, uint64_t offset) {
  auto after = std::upper_bound(index.line_marks.begin(), index.line_marks.end(), offset,
                                [](uint64_t o, const auto& mark) { return o < mark.first; });
  if (after == index.line_marks.begin()) return 0;
  auto nearest = *(after - 1);
  if (index.counted.first <= offset) nearest = std::max(nearest, index.counted);
  LineReader lines(*index.text, nearest.first, nearest.second, window_bytes);
  while (std::optional<Line> line = lines.next()) {
    if (line->offset < offset) continue;
    index.counted = {line->offset, line->number};
    return line->number;
  }
  return 0;
}

}  // namespace

Step read_step(const LogIndex& index, UnitIndex unit, StepIndex step_index) {
  LogPlace place{*index.text, index.era, index.token_bases[unit], index.paths[unit]};
  Step step = step_in_log(place, step_index);
  const uint64_t offset = place.token_base + place.path.steps[step_index].token;
  step.log_line = line_in_file(*index.text, line_number(index, offset));
  return step;
}

}  // namespace bpflens
