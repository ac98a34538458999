// One pass over the tree of visits: each goes on from how far the one before it had come among the
// lines of the failing path.
#include "judge/line_alignment.h"

#include <algorithm>
#include <utility>

#include "facts/source.h"

namespace bpflens {
namespace {

// Reading an instruction costs a look into the log.
constexpr size_t most_insns_read = 50'000;

template <typename Read>
class LinesOfInsns {
 public:
  LinesOfInsns(LineNames& names, Read read) : names_(names), read_(std::move(read)) {}

  LineKey at(uint32_t insn, uint32_t index) {
    const auto [entry, is_new] = known_.try_emplace(insn, 0);
    if (is_new && known_.size() <= most_insns_read)
      entry->second = names_.key_of(read_(index).source);
    return entry->second;
  }

 private:
  LineNames& names_;
  Read read_;
  std::unordered_map<uint32_t, LineKey> known_;
};

// The lines one after the other, without those steps that have none.
std::vector<LineKey> runs_of(const std::vector<LineKey>& lines) {
  std::vector<LineKey> runs;
  for (const LineKey line : lines)
    if (line != 0 && (runs.empty() || runs.back() != line)) runs.push_back(line);
  return runs;
}

using Places = std::unordered_map<LineKey, std::vector<uint32_t>>;  // of a line among the runs

Places places_of(const std::vector<LineKey>& runs) {
  Places places;
  for (uint32_t i = 0; i < runs.size(); i++) places[runs[i]].push_back(i);
  return places;
}

struct Reached {
  LineKey line = 0;
  uint32_t next = 0;    // the run to be looked for
  uint32_t shared = 0;  // runs found so far
};

Reached reached_by(const Reached& before, LineKey line, const Places& places) {
  if (line == 0 || line == before.line) return before;
  Reached reached{line, before.next, before.shared};
  const auto known = places.find(line);
  if (known == places.end()) return reached;
  const auto place = std::ranges::lower_bound(known->second, before.next);
  if (place == known->second.end()) return reached;
  reached.next = *place + 1;
  reached.shared++;
  return reached;
}

// The best way that leads to the rejected line if there is one, else the best of all. Of equal ones
// the first, to the end of its last line.
VisitIndex best_of(const std::vector<Reached>& reached, const std::vector<Visit>& visits,
                   size_t runs) {
  VisitIndex best = no_visit;
  const auto worth = [&](const Reached& at) {
    return std::pair(at.shared > 0 && at.next == runs, at.shared);
  };
  for (VisitIndex i = 0; i < visits.size(); i++) {
    if (visits[i].is_pruned || reached[i].shared == 0) continue;
    const bool goes_on =
        best != no_visit && visits[i].before == best && reached[i].line == reached[best].line;
    if (best == no_visit || goes_on || worth(reached[i]) > worth(reached[best])) best = i;
  }
  return best;
}

}  // namespace

LineKey LineNames::key_of(const std::optional<SourceSpan>& source) {
  if (!source || source->text.empty()) return 0;
  return known_.try_emplace(wording(source->text), static_cast<LineKey>(known_.size() + 1))
      .first->second;
}

std::vector<LineKey> lines_of(const Trace& trace, UnitIndex unit, LineNames& names) {
  LinesOfInsns insns(names, [&](uint32_t step) { return trace.read_step(unit, step); });
  const std::vector<StepRef>& steps = trace.units[unit].path.steps;
  std::vector<LineKey> lines;
  lines.reserve(steps.size());
  for (StepIndex step = 0; step < steps.size(); step++)
    lines.push_back(insns.at(steps[step].insn, step));
  return lines;
}

std::vector<LineKey> lines_of(const Walk& walk, UnitIndex unit, LineNames& names) {
  LinesOfInsns insns(names, [&](uint32_t visit) { return walk.read_visit(unit, visit); });
  const std::vector<Visit>& visits = walk.units[unit];
  std::vector<LineKey> lines;
  lines.reserve(visits.size());
  for (VisitIndex visit = 0; visit < visits.size(); visit++)
    lines.push_back(visits[visit].is_pruned ? 0 : insns.at(visits[visit].insn, visit));
  return lines;
}

LineAlignment aligned_lines(const std::vector<LineKey>& of_step, const Walk& walk, UnitIndex unit,
                            const std::vector<LineKey>& of_visit) {
  const std::vector<Visit>& visits = walk.units[unit];
  const std::vector<LineKey> runs = runs_of(of_step);
  const Places places = places_of(runs);
  std::vector<Reached> reached(visits.size());
  for (VisitIndex i = 0; i < visits.size(); i++) {
    const VisitIndex before = visits[i].before;
    reached[i] = reached_by(before == no_visit ? Reached{} : reached[before], of_visit[i], places);
  }
  LineAlignment found;
  found.runs = runs.size();
  found.last = best_of(reached, visits, runs.size());
  if (found.last != no_visit) found.shared = reached[found.last].shared;
  return found;
}

}  // namespace bpflens
