// Goes forward once, over the steps on which the values of the lineage were held, and keeps of each
// stretch since when the two differ. Then goes back from what the step reads, for as long as the
// difference was there already.
#include "judge/divergence.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace bpflens {
namespace {

constexpr StepIndex most_steps = 50'000;
constexpr size_t most_changes = 12;

// What was seen of one stretch.
struct Track {
  bool was_same = false;                 // known to be, at some step before it began to differ
  bool is_known = false;                 // at the last step that was compared
  std::vector<ParallelState> differing;  // empty while both know the same
  std::vector<ParallelState> copies;
};

bool is_same_value(const KnownValue& a, const KnownValue& b) {
  return a.kind == b.kind && a.state == b.state;
}

class Comparison {
 public:
  Comparison(TwoWalks& walks, const Lineage& lineage) : walks_(walks), lineage_(lineage) {
    tracks_.resize(lineage.stretches.size());
    for (StepIndex step = 0; step + 1 < walks.here.step_count() && !has_frames_; step++)
      has_frames_ = is_call(walks.here.code.at(step)) &&
                    walks.here.insn_at(step + 1) != walks.here.insn_at(step) + 1;
  }

  void compare_from(StepIndex first, StepIndex last);
  const std::vector<Track>& tracks() const { return tracks_; }

 private:
  bool is_in_force(const Holder& holder, StepIndex step) const;
  void compare_at(StepIndex step, size_t stretch);
  void compare_copy_before(StepIndex step, size_t stretch);
  KnownValue here(StepIndex step, const Holder& holder) const {
    return value_before(walks_.here.seen.replay, step, holder);
  }
  KnownValue there(StepIndex step, const Holder& holder) const {
    return value_before(walks_.there, walks_.begin_there + step, holder);
  }

  TwoWalks& walks_;
  const Lineage& lineage_;
  std::vector<Track> tracks_;
  bool has_frames_ = false;  // else all is in one
};

bool Comparison::is_in_force(const Holder& holder, StepIndex step) const {
  return !has_frames_ || walks_.here.seen.step(step).frame == holder.frame;
}

// The instruction before the step may have copied the number, or have made this copy.
void Comparison::compare_copy_before(StepIndex step, size_t index) {
  if (step == 0) return;
  const Insn& insn = walks_.here.code.at(step - 1);
  const Holder& holder = lineage_.stretches[index].holder;
  const bool is_copy = insn.kind == InsnKind::Move && insn.src_is_register &&
                       insn.src != insn.dst && !holder.in_stack &&
                       (holder.where == insn.dst || holder.where == insn.src);
  if (!is_copy) return;
  const Holder to{false, holder.frame, insn.dst, 8}, from{false, holder.frame, insn.src, 8};
  const Alike linked_here = is_linked(here(step, to), here(step, from));
  const Alike linked_there = is_linked(there(step, to), there(step, from));
  if (linked_here == Alike::Unknown || linked_there == Alike::Unknown) return;
  if (linked_here == linked_there) return;
  const CopyTaken copy{insn.dst, insn.src, linked_here == Alike::Yes};
  tracks_[index].copies.push_back({step - 1, holder, {}, {}, copy});
}

void Comparison::compare_at(StepIndex step, size_t index) {
  const Stretch& stretch = lineage_.stretches[index];
  if (!is_in_force(stretch.holder, step)) return;
  Track& track = tracks_[index];
  if (track.copies.size() < most_changes) compare_copy_before(step, index);
  ParallelState now{step == 0 ? 0 : step - 1, stretch.holder, here(step, stretch.holder),
                    there(step, stretch.holder), std::nullopt};
  const Alike alike = compare(now.here, walks_.era_here, now.there, walks_.era_there);
  track.is_known = alike != Alike::Unknown;
  if (alike == Alike::Yes) {
    track.was_same = true;
    track.differing.clear();
  }
  if (alike != Alike::No || track.differing.size() == most_changes) return;
  const bool is_new = track.differing.empty() ||
                      !is_same_value(track.differing.back().here, now.here) ||
                      !is_same_value(track.differing.back().there, now.there);
  if (is_new) track.differing.push_back(std::move(now));
}

void Comparison::compare_from(StepIndex first, StepIndex last) {
  const std::vector<Stretch>& stretches = lineage_.stretches;
  std::vector<size_t> waiting(stretches.size()), active;
  std::iota(waiting.begin(), waiting.end(), size_t{0});
  std::ranges::sort(waiting, std::greater<>(), [&](size_t i) { return stretches[i].first; });
  for (StepIndex step = first; step <= last; step++) {
    for (; !waiting.empty() && stretches[waiting.back()].first <= step; waiting.pop_back())
      active.push_back(waiting.back());
    std::erase_if(active, [&](size_t i) { return stretches[i].last < step; });
    for (const size_t index : active) compare_at(step, index);
  }
}

// The way back through stretches that differ all along.
class WayBack {
 public:
  WayBack(const Lineage& lineage, const std::vector<Track>& tracks)
      : lineage_(lineage), tracks_(tracks), visited_(tracks.size(), false) {}

  // The stretches from where the difference began to this one; empty if it does not differ.
  std::vector<size_t> to(size_t stretch);

 private:
  std::optional<size_t> differing_operand(const Stretch& stretch) const;

  const Lineage& lineage_;
  const std::vector<Track>& tracks_;
  std::vector<bool> visited_;
};

bool is_number(const KnownValue& value) {
  return value.kind == KnownValue::Kind::Value && value.state.type == RegisterType::Scalar;
}

// Where a number is added to a pointer, the number decides.
std::optional<size_t> WayBack::differing_operand(const Stretch& stretch) const {
  std::optional<size_t> found;
  for (const size_t operand : stretch.made_of) {
    const std::vector<ParallelState>& differing = tracks_[operand].differing;
    if (differing.empty()) continue;
    if (is_number(differing.back().here) && is_number(differing.back().there)) return operand;
    if (!found) found = operand;
  }
  return found;
}

std::vector<size_t> WayBack::to(size_t stretch) {
  std::vector<size_t> way;
  for (size_t at = stretch; !tracks_[at].differing.empty() && !visited_[at];) {
    visited_[at] = true;
    way.push_back(at);
    if (tracks_[at].was_same) break;
    const auto operand = differing_operand(lineage_.stretches[at]);
    if (!operand) break;
    at = *operand;
  }
  std::ranges::reverse(way);
  return way;
}

bool looks_at(const Insn& insn, const Holder& holder) {
  return !holder.in_stack &&
         (insn.dst == holder.where || (insn.src_is_register && insn.src == holder.where));
}

// The copies of the stretch and of those that it was carried from.
std::vector<ParallelState> copies_before(const Lineage& lineage, const std::vector<Track>& tracks,
                                         size_t stretch, StepIndex step) {
  std::vector<ParallelState> copies;
  for (size_t at = stretch, count = 0; count < tracks.size(); count++) {
    for (const ParallelState& copy : tracks[at].copies)
      if (copy.step < step) copies.push_back(copy);
    if (lineage.stretches[at].made_of.size() != 1) break;
    at = lineage.stretches[at].made_of[0];
  }
  return copies;
}

// A compare of another register changed this one in one walk only: there, the two are linked.
std::optional<ParallelState> link_behind(TwoWalks& walks, const Lineage& lineage,
                                         const std::vector<Track>& tracks, size_t stretch,
                                         const ParallelState& root) {
  const Insn& insn = walks.here.code.at(root.step);
  if (insn.kind != InsnKind::Branch || looks_at(insn, root.holder)) return std::nullopt;
  const auto copies = copies_before(lineage, tracks, stretch, root.step);
  const auto latest = std::ranges::max_element(copies, {}, &ParallelState::step);
  return latest == copies.end() ? std::nullopt : std::optional(*latest);
}

std::vector<ParallelState> told_along(TwoWalks& walks, const Lineage& lineage,
                                      const std::vector<Track>& tracks,
                                      const std::vector<size_t>& way) {
  std::vector<ParallelState> states;
  for (const size_t stretch : way) {
    const Track& track = tracks[stretch];
    states.insert(states.end(), track.differing.begin(), track.differing.end());
    for (const ParallelState& copy : track.copies)
      if (copy.step > tracks[way[0]].differing[0].step) states.push_back(copy);
  }
  const auto link = link_behind(walks, lineage, tracks, way[0], tracks[way[0]].differing[0]);
  if (link) states.push_back(*link);
  std::ranges::sort(states, {}, [](const ParallelState& state) {
    return std::pair(state.step, !state.copy.has_value());
  });
  return states;
}

StepIndex first_step(const Lineage& lineage, StepIndex last) {
  StepIndex first = last;
  for (const Stretch& stretch : lineage.stretches) first = std::min(first, stretch.first);
  return first;
}

// In a loop of many rounds the way back ends at some round. If the first one differs as well, it
// began there.
void go_to_first_visit(TwoWalks& walks, ParallelState& root) {
  const uint32_t insn = walks.here.insn_at(root.step);
  StepIndex first = 0;
  while (walks.here.insn_at(first) != insn) first++;
  if (first == root.step || first + 1 >= walks.here.step_count()) return;
  if (walks.here.seen.step(first + 1).frame != root.holder.frame) return;
  ParallelState earlier = root;
  earlier.step = first;
  earlier.here = value_before(walks.here.seen.replay, first + 1, root.holder);
  earlier.there = value_before(walks.there, walks.begin_there + first + 1, root.holder);
  const Alike alike = compare(earlier.here, walks.era_here, earlier.there, walks.era_there);
  if (alike == Alike::No) root = std::move(earlier);
}

// What the values of the lineage are made of at the last step that both walked.
void add_held_at(std::vector<size_t>& held, const Lineage& lineage, size_t stretch, StepIndex last,
                 std::vector<bool>& visited) {
  if (visited[stretch]) return;
  visited[stretch] = true;
  if (lineage.stretches[stretch].first <= last) {
    held.push_back(stretch);
    return;
  }
  for (const size_t operand : lineage.stretches[stretch].made_of)
    add_held_at(held, lineage, operand, last, visited);
}

std::vector<size_t> held_at(const Lineage& lineage, StepIndex last) {
  std::vector<size_t> held;
  std::vector<bool> visited(lineage.stretches.size(), false);
  for (const size_t read : lineage.read) add_held_at(held, lineage, read, last, visited);
  return held;
}

}  // namespace

Divergence divergence(TwoWalks& walks, const Lineage& lineage, StepIndex last) {
  Divergence found;
  StepIndex first = first_step(lineage, last);
  found.is_cut = last - first > most_steps;
  if (found.is_cut) first = last - most_steps;
  Comparison comparison(walks, lineage);
  comparison.compare_from(first, last);
  const std::vector<Track>& tracks = comparison.tracks();
  const std::vector<size_t> held = held_at(lineage, last);
  for (const size_t stretch : held) found.is_known = found.is_known || tracks[stretch].is_known;
  WayBack back(lineage, tracks);
  for (const size_t stretch : held) {
    const std::vector<size_t> way = back.to(stretch);
    if (way.empty()) continue;
    found.differing = told_along(walks, lineage, tracks, way);
    if (lineage.is_cut && !found.differing[0].copy) go_to_first_visit(walks, found.differing[0]);
    break;
  }
  return found;
}

}  // namespace bpflens
