// A line's number is counted from the nearest mark before it, or from the last line asked for.
#include "read/log_index.h"

#include <algorithm>

#include "read/line.h"
#include "read/log_line.h"
#include "read/log_step.h"
#include "read/register_state.h"

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

Step read_visited(const LogIndex& index, UnitIndex unit, size_t place) {
  const VisitPlaces& visited = index.visited[unit][place];
  LogPath alone;
  alone.steps.push_back({visited.insn, visited.token});
  alone.sources.push_back({0, visited.source});
  const LogPlace at{*index.text, index.era, index.token_bases[unit], alone};
  Step step = insn_in_log(at, 0);
  step.log_line = line_in_file(*index.text, line_number(index, at.token_base + visited.token));
  return step;
}

std::vector<VerifierState> read_resumed(const LogIndex& index, UnitIndex unit, size_t place) {
  std::vector<VerifierState> states;
  for (const uint32_t token : index.visited[unit][place].resumed_at) {
    LineReader lines(*index.text, index.token_bases[unit] + token, 0, window_bytes);
    const std::optional<Line> line = lines.next();
    const auto state =
        line ? parse_state(classify_line(line->text).state, index.era) : std::nullopt;
    states.push_back(state.value_or(VerifierState{}));
  }
  return states;
}

}  // namespace bpflens
