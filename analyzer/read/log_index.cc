// A line's number is counted from the nearest mark before it.
#include "read/log_index.h"

#include <algorithm>

#include "read/line.h"
#include "read/log_step.h"

namespace bpflens {
namespace {

constexpr size_t window_bytes = size_t{16} * 1024;

uint64_t line_number(const LogIndex& index, uint64_t offset) {
  auto after = std::upper_bound(index.line_marks.begin(), index.line_marks.end(), offset,
                                [](uint64_t o, const auto& mark) { return o < mark.first; });
  if (after == index.line_marks.begin()) return 0;
  auto [mark_offset, number] = *(after - 1);
  LineReader lines(*index.text, mark_offset, number, window_bytes);
  while (std::optional<Line> line = lines.next())
    if (line->offset >= offset) return line->number;
  return 0;
}

}  // namespace

Step read_step(const LogIndex& index, UnitIndex unit, StepIndex step_index) {
  LogPlace place{*index.text, index.era, index.token_bases[unit], index.paths[unit]};
  Step step = step_in_log(place, step_index);
  step.log_line = line_number(index, place.token_base + place.path.steps[step_index].token);
  return step;
}

}  // namespace bpflens
