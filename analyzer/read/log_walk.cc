// A path is made of the visits from its last one back to the entry.
#include "read/log_walk.h"

#include <algorithm>
#include <utility>

#include "read/log_step.h"

namespace bpflens {
namespace {

// More than a kernel walks; memory is bounded whatever stands in a text.
constexpr size_t max_visits = 1'200'000;

void mark(std::vector<StepMark>& marks, StepIndex step, uint32_t value) {
  if (marks.empty() || marks.back().value != value) marks.push_back({step, value});
}

LogPath path_to(const WalkRecord& record, VisitIndex last) {
  std::vector<VisitIndex> chain;
  for (VisitIndex at = last; at != no_visit; at = record.visits[at].before) chain.push_back(at);
  std::reverse(chain.begin(), chain.end());
  LogPath path;
  for (const VisitIndex at : chain) {
    const RecordedVisit& visit = record.visits[at];
    const auto step = static_cast<StepIndex>(path.steps.size());
    if (visit.resumed != LogPath::no_source && step > 0)
      path.resumes.push_back({step - 1, visit.resumed});
    mark(path.sources, step, visit.source);
    mark(path.frames, step, visit.frame);
    path.steps.push_back({visit.insn, visit.token});
  }
  return path;
}

Trace trace_to(const Trace& trace, const LogIndex& index, const WalkRecord& record, UnitIndex unit,
               VisitIndex last) {
  auto other = std::make_shared<LogIndex>(index);
  other->paths[unit] = path_to(record, last);
  Trace along = trace;
  along.units[unit].path.steps = other->paths[unit].steps;
  along.units[unit].path.resumed = resumed_steps(other->paths[unit]);
  along.units[unit].path.ambiguous = false;
  along.read_step = [other](UnitIndex in, StepIndex step) { return read_step(*other, in, step); };
  return along;
}

Step read_visit(const LogIndex& index, const WalkRecord& record, UnitIndex unit, VisitIndex at) {
  const RecordedVisit& visit = record.visits[at];
  LogPath alone;
  alone.steps.push_back({visit.insn, visit.token});
  alone.sources.push_back({0, visit.source});
  return step_in_log({*index.text, index.era, index.token_bases[unit], alone}, 0);
}

std::vector<Visit> plain_visits(const WalkRecord& record) {
  std::vector<Visit> visits;
  visits.reserve(record.visits.size());
  for (const RecordedVisit& visit : record.visits)
    visits.push_back(
        {visit.insn, visit.before, visit.is_pruned, visit.resumed != LogPath::no_source});
  return visits;
}

}  // namespace

void WalkRecord::add(size_t steps_before, RecordedVisit visit) {
  if (visits.size() == max_visits || steps_before > on_path.size()) {
    is_cut = true;
    return;
  }
  visit.before = steps_before == 0 ? no_visit : on_path[steps_before - 1];
  const auto index = static_cast<VisitIndex>(visits.size());
  visits.push_back(visit);
  if (visit.is_pruned) return;
  on_path.resize(steps_before);
  on_path.push_back(index);
}

Walk walk_of(Trace trace, const std::shared_ptr<const LogIndex>& index,
             std::vector<WalkRecord> records) {
  Walk walk;
  for (const WalkRecord& record : records) {
    walk.units.push_back(plain_visits(record));
    walk.is_cut = walk.is_cut || record.is_cut;
  }
  walk.trace = trace;
  const auto kept = std::make_shared<const std::vector<WalkRecord>>(std::move(records));
  walk.read_visit = [index, kept](UnitIndex unit, VisitIndex visit) {
    return read_visit(*index, (*kept)[unit], unit, visit);
  };
  walk.trace_to = [trace = std::move(trace), index, kept](UnitIndex unit, VisitIndex visit) {
    return trace_to(trace, *index, (*kept)[unit], unit, visit);
  };
  return walk;
}

}  // namespace bpflens
