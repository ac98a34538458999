// The other walk is a tree. One pass over its visits, in which each follows one before it, finds
// how far the failing path goes along with every branch of the tree.
#include "judge/alignment.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "judge/path.h"

namespace bpflens {
namespace {

// Two programs of many instructions differ soon.
constexpr size_t most_insns_compared = 20'000;

std::unordered_map<uint32_t, VisitIndex> first_visits(std::span<const Visit> visits) {
  std::unordered_map<uint32_t, VisitIndex> first;
  for (VisitIndex i = 0; i < visits.size(); i++)
    if (!visits[i].is_pruned) first.try_emplace(visits[i].insn, i);
  return first;
}

// Field offsets and map addresses are filled in by the loader, for its kernel.
bool is_same_but_for_constants(const Insn& a, const Insn& b) {
  if (a.kind == InsnKind::Unknown || b.kind == InsnKind::Unknown) return true;
  return a.code == b.code && a.dst == b.dst && a.src_is_register == b.src_is_register &&
         (!a.src_is_register || a.src == b.src) && a.jump == b.jump;
}

bool is_ancestor(std::span<const Visit> visits, VisitIndex ancestor, VisitIndex of) {
  while (of != no_visit && of > ancestor) of = visits[of].before;
  return of == ancestor;
}

VisitIndex last_of_walk(std::span<const Visit> visits) {
  for (size_t i = visits.size(); i-- > 0;)
    if (!visits[i].is_pruned) return static_cast<VisitIndex>(i);
  return no_visit;
}

size_t steps_before(std::span<const Visit> visits, VisitIndex visit) {
  size_t count = 0;
  for (VisitIndex at = visits[visit].before; at != no_visit; at = visits[at].before) count++;
  return count;
}

// How far the failing path goes along with the way to a visit.
struct Followed {
  StepIndex steps = 0;
  StepIndex alike = 0;  // of these, both or neither came back to
};

// Both sides of a jump, or of a call that forks, may lead to the same instructions.
std::vector<bool> resumed_before(const Path& path) {
  std::vector<bool> resumed(path.steps.size() + 1, false);
  for (const StepIndex step : path.resumed) resumed[step + 1] = true;
  return resumed;
}

// A path whose start is missing may begin anywhere.
std::vector<Followed> followed_ways(const Path& path, const Keys& of_step,
                                    std::span<const Visit> visits, const Keys& of_visit) {
  const std::vector<bool> resumed = resumed_before(path);
  std::vector<Followed> followed(visits.size());
  for (size_t i = 0; i < visits.size(); i++) {
    if (visits[i].is_pruned) continue;
    const VisitIndex before = visits[i].before;
    const Followed so_far = before == no_visit ? Followed{} : followed[before];
    const bool may_go_on = so_far.steps > 0 && so_far.steps < of_step.size();
    const bool may_begin = before == no_visit || path.start_missing;
    if (may_go_on && of_step[so_far.steps] == of_visit[i]) {
      const bool is_alike = resumed[so_far.steps] == visits[i].is_resumed;
      followed[i] = {so_far.steps + 1, so_far.alike + (is_alike ? 1 : 0)};
    } else if (may_begin && of_step[0] == of_visit[i]) {
      followed[i] = {1, 0};
    }
  }
  return followed;
}

// What stands behind the last common visit.
void find_reason(Alignment& found, const Keys& of_step, const Walk& there, UnitIndex unit,
                 const Keys& of_visit) {
  const std::vector<Visit>& visits = there.units[unit];
  if (found.steps == of_step.size()) {
    found.left_by = LeftBy::Nothing;
    return;
  }
  std::optional<VisitIndex> other;
  for (VisitIndex i = found.last + 1; i < visits.size(); i++) {
    if (visits[i].before != found.last) continue;
    if (visits[i].is_pruned && of_visit[i] == of_step[found.steps]) {
      found.left_by = LeftBy::Pruned;
      return;
    }
    if (!other) other = i;
  }
  // What a level-1 log does not show may have been walked, what is still to come will be.
  const bool shows_all =
      there.trace.verdict == Verdict::Accepted ||
      (there.trace.capture.level == 2 && !is_ancestor(visits, found.last, last_of_walk(visits)));
  if (!other || !shows_all || there.is_cut) return;
  found.left_by = LeftBy::OtherSide;
  found.goes_to = visits[*other].insn;
}

}  // namespace

SameCode same_code(const Trace& here, UnitIndex unit, const Walk& there, UnitIndex unit_there) {
  const auto visits = first_visits(there.units[unit_there]);
  PathCode code(here, unit);
  std::unordered_set<uint32_t> compared;
  const std::vector<StepRef>& steps = here.units[unit].path.steps;
  for (StepIndex step = 0; step < steps.size(); step++) {
    const auto visit = visits.find(steps[step].insn);
    if (visit == visits.end() || !compared.insert(steps[step].insn).second) continue;
    const Insn there_code = there.read_visit(unit_there, visit->second).code;
    if (!is_same_but_for_constants(code.at(step), there_code)) return SameCode::Other;
    if (compared.size() == most_insns_compared) break;
  }
  return compared.empty() ? SameCode::Unknown : SameCode::Same;
}

Alignment aligned(const Path& path, const Keys& of_step, const Walk& there, UnitIndex unit,
                  const Keys& of_visit) {
  Alignment found;
  const std::vector<Visit>& visits = there.units[unit];
  if (of_step.empty() || visits.empty()) return found;
  const auto followed = followed_ways(path, of_step, visits, of_visit);
  const auto longest = std::ranges::max_element(
      followed, {}, [](const Followed& way) { return std::pair(way.steps, way.alike); });
  if (longest->steps == 0) return found;
  found.last = static_cast<VisitIndex>(longest - followed.begin());
  found.steps = longest->steps;
  found.begin = static_cast<StepIndex>(steps_before(visits, found.last) + 1 - found.steps);
  find_reason(found, of_step, there, unit, of_visit);
  return found;
}

std::optional<UnitIndex> same_unit(const Trace& here, UnitIndex unit, const Walk& there) {
  const Unit& wanted = here.units[unit];
  for (UnitIndex i = 0; i < there.trace.units.size(); i++) {
    const Unit& other = there.trace.units[i];
    if (other.kind == wanted.kind && (other.name == wanted.name || other.kind == UnitKind::Main))
      return i;
  }
  return std::nullopt;
}

Keys insns_of(const Path& path) {
  Keys keys;
  for (const StepRef& step : path.steps) keys.push_back(step.insn);
  return keys;
}

Keys insns_of(std::span<const Visit> visits) {
  Keys keys;
  for (const Visit& visit : visits) keys.push_back(visit.insn);
  return keys;
}

}  // namespace bpflens
