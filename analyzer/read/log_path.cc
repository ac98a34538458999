// The path is cut back and extended in amortised constant time per line of the log.
#include "read/log_path.h"

#include <algorithm>

#include "read/log_walk.h"

namespace bpflens {
namespace {

// Instruction numbers come from strangers; the kernel's own limit is a million.
constexpr uint32_t max_insn = 1'000'000;
// How many visits of one branch are looked at when a resumption could belong to several.
constexpr size_t max_candidates = 64;
// Behind the one that fits; a value that tells rounds apart tells those next to each other apart.
constexpr std::ptrdiff_t max_others = 8;
// Enough to see what differs between them.
constexpr size_t max_resumptions_kept = 12;

void cut_marks(std::vector<StepMark>& marks, size_t steps) {
  while (!marks.empty() && marks.back().step >= steps) marks.pop_back();
}

void mark(std::vector<StepMark>& marks, StepIndex step, uint32_t value) {
  if (marks.empty() || marks.back().value != value) marks.push_back({step, value});
}

}  // namespace

InsnShape shape_of(const Insn& code, uint32_t insn) {
  InsnShape shape;
  shape.known = true;
  shape.is_conditional = code.kind == InsnKind::Branch;
  shape.leaves_all_frames = code.callee == "bpf_throw";
  shape.ends_path = code.kind == InsnKind::Exit || shape.leaves_all_frames;
  shape.skips_one = code.kind == InsnKind::LoadImm64;
  bool jumps = shape.is_conditional || (code.kind == InsnKind::Jump && code.jump != 0);
  int64_t target = static_cast<int64_t>(insn) + 1 + code.jump;
  if (jumps && target >= 0 && target <= max_insn) shape.jump_target = static_cast<uint32_t>(target);
  return shape;
}

const StepMark* LogPath::in_force(const std::vector<StepMark>& marks, StepIndex step) {
  auto after = std::upper_bound(marks.begin(), marks.end(), step,
                                [](StepIndex s, const StepMark& m) { return s < m.step; });
  return after == marks.begin() ? nullptr : &*(after - 1);
}

std::optional<uint32_t> LogPath::resumed_at(StepIndex step) const {
  const StepMark* found = in_force(resumes, step);
  if (!found || found->step != step) return std::nullopt;
  return found->value;
}

std::vector<StepIndex> resumed_steps(const LogPath& path) {
  std::vector<StepIndex> steps;
  for (const StepMark& resumption : path.resumes) steps.push_back(resumption.step);
  return steps;
}

PathBuilder::InsnRecord& PathBuilder::record(uint32_t insn) {
  if (insn >= insns_.size()) {
    insns_.resize(std::max<size_t>(insn + 1, insns_.size() * 3 / 2));
  }
  return insns_[insn];
}

const InsnShape& PathBuilder::shape(uint32_t insn) const {
  static const InsnShape unknown{};
  return insn < insns_.size() ? insns_[insn].shape : unknown;
}

PathBuilder::BranchRecord* PathBuilder::branch_at(uint32_t insn) {
  if (insn >= insns_.size() || insns_[insn].branch == none) return nullptr;
  return &branches_[insns_[insn].branch];
}

void PathBuilder::count_side(uint32_t from, uint32_t to) {
  BranchRecord* branch = branch_at(from);
  if (branch) ++(to == from + 1 ? branch->visits.fell_through : branch->visits.jumped);
}

// The path jumps back to an instruction: one more round than at its last visit. If the jump was
// passed since then without going back, that was an earlier loop through the same instructions.
void PathBuilder::note_round(InsnRecord& head, uint32_t insn) {
  const uint32_t jump = path_.steps.back().insn;
  const bool goes_back = insn <= jump && insns_[jump].shape.jump_target == insn;
  if (!goes_back) {
    rounds_.push_back(0);
    return;
  }
  const uint32_t passed = previous_visit_.back();
  const bool is_first = head.last_visit == none || (passed != none && passed > head.last_visit);
  rounds_.push_back(is_first ? 1 : rounds_[head.last_visit] + 1);
  if (head.loop == none) {
    head.loop = static_cast<uint32_t>(loops_.size());
    loops_.push_back({});
  }
  LoopVisits& loop = loops_[head.loop];
  loop.last_insn = std::max(loop.last_insn, jump);
  ++loop.rounds;
  loop.most_rounds = std::max<uint64_t>(loop.most_rounds, rounds_.back());
}

void PathBuilder::close_way() {
  BranchRecord* branch = branch_at(way_);
  if (branch) branch->visits.behind += visit_count_ - way_began_;
  way_began_ = visit_count_;
}

void PathBuilder::note_resumption(uint32_t branch, uint32_t to, uint32_t token, bool dead) {
  close_way();
  way_ = branch;
  BranchRecord* record = branch_at(branch);
  if (!record) return;
  ++record->visits.resumed;
  if (dead) ++record->visits.merged;
  if (dead) count_side(branch, to);
  if (!dead && record->resumed_at.size() < max_resumptions_kept)
    record->resumed_at.push_back(token);
}

void PathBuilder::visit(uint32_t insn, uint32_t token, const InsnShape& shape) {
  if (insn > max_insn) return;
  InsnRecord& seen = record(insn);
  if (!seen.shape.known) {
    seen.shape = shape;
    if (shape.is_conditional) {
      conditionals_.push_back(insn);
      seen.branch = static_cast<uint32_t>(branches_.size());
      branches_.push_back({});
    }
  }
  if (seen.token == none || (seen.source == LogPath::no_source && source_ != seen.source)) {
    seen.token = token;
    seen.source = source_;
  }
  if (path_.steps.empty()) {
    rounds_.push_back(0);
  } else {
    count_side(path_.steps.back().insn, insn);
    note_round(seen, insn);
  }
  auto step = static_cast<StepIndex>(path_.steps.size());
  mark(path_.sources, step, source_);
  mark(path_.frames, step, frame_);
  if (record_) record_->add(step, recorded(insn, token));
  path_.steps.push_back({insn, token});
  previous_visit_.push_back(seen.last_visit);
  resumed_.push_back(0);
  seen.last_visit = step;
  ++seen.visits;
  ++visit_count_;
}

RecordedVisit PathBuilder::recorded(uint32_t insn, uint32_t token) const {
  RecordedVisit visit{insn, token};
  visit.source = source_;
  visit.frame = static_cast<uint16_t>(frame_);
  const bool is_resumed =
      !path_.resumes.empty() && size_t{path_.resumes.back().step} + 1 == path_.steps.size();
  if (is_resumed) visit.resumed = path_.resumes.back().value;
  return visit;
}

void PathBuilder::prune(uint32_t insn) {
  if (!record_ || path_.steps.empty()) return;
  RecordedVisit visit{insn};
  visit.is_pruned = true;
  record_->add(path_.steps.size(), visit);
}

void PathBuilder::settle() {
  close_way();
  way_ = none;
  for (uint32_t insn = 0; insn < insns_.size(); ++insn) {
    const InsnRecord& seen = insns_[insn];
    if (seen.visits == 0) continue;
    InsnVisits& visits = visits_.emplace_back(InsnVisits{insn, seen.source, seen.visits, {}, {}});
    VisitPlaces& places = places_.emplace_back(VisitPlaces{insn, seen.token, seen.source, {}});
    if (seen.loop != none) visits.loop = loops_[seen.loop];
    if (seen.branch == none) continue;
    visits.branch = branches_[seen.branch].visits;
    places.resumed_at = std::move(branches_[seen.branch].resumed_at);
  }
  std::vector<InsnRecord>().swap(insns_);
  std::vector<BranchRecord>().swap(branches_);
  std::vector<LoopVisits>().swap(loops_);
  std::vector<uint32_t>().swap(conditionals_);
  std::vector<uint32_t>().swap(previous_visit_);
  std::vector<uint8_t>().swap(resumed_);
  std::vector<uint32_t>().swap(rounds_);
}

void PathBuilder::set_frame(uint32_t frame) { frame_ = frame; }

void PathBuilder::cut_behind(StepIndex step) {
  while (path_.steps.size() > size_t{step} + 1) {
    insns_[path_.steps.back().insn].last_visit = previous_visit_.back();
    path_.steps.pop_back();
    previous_visit_.pop_back();
    resumed_.pop_back();
    rounds_.pop_back();
  }
  size_t left = path_.steps.size();
  cut_marks(path_.sources, left);
  cut_marks(path_.frames, left);
  cut_marks(path_.resumes, left);
  while (!path_.ambiguous_at.empty() && path_.ambiguous_at.back() >= left)
    path_.ambiguous_at.pop_back();
}

void PathBuilder::start_anew() {
  path_ = {};
  previous_visit_.clear();
  resumed_.clear();
  rounds_.clear();
  for (InsnRecord& insn : insns_) insn.last_visit = none;
}

// A visit whose next step is `to` already went there: it was decided, or resumed before. (Where
// both sides lead to the next instruction, it cannot be told.)
bool PathBuilder::can_resume(StepIndex step, uint32_t to) const {
  if (resumed_[step] != 0) return false;
  if (to == path_.steps[step].insn + 1) return true;
  return step + 1 == path_.steps.size() || path_.steps[step + 1].insn != to;
}

std::vector<StepIndex> PathBuilder::candidates(uint32_t from, uint32_t to) const {
  std::vector<StepIndex> found;
  if (from >= insns_.size()) return found;
  for (uint32_t step = insns_[from].last_visit; step != none; step = previous_visit_[step]) {
    if (can_resume(step, to)) found.push_back(step);
    if (found.size() == max_candidates) break;
  }
  return found;
}

bool PathBuilder::resume(uint32_t from, uint32_t to, uint32_t token, bool dead,
                         const Contradicts& contradicts) {
  return resume_among(candidates(from, to), to, token, dead, contradicts);
}

std::vector<StepIndex> PathBuilder::pending_branches_to(uint32_t to) const {
  std::vector<StepIndex> all;
  for (uint32_t insn : conditionals_) {
    if (insns_[insn].shape.jump_target != to) continue;
    std::vector<StepIndex> some = candidates(insn, to);
    all.insert(all.end(), some.begin(), some.end());
  }
  std::sort(all.begin(), all.end(), std::greater<>());
  return all;
}

bool PathBuilder::resume_unannounced(uint32_t to, uint32_t token, const Contradicts& contradicts) {
  return resume_among(pending_branches_to(to), to, token, false, contradicts);
}

void PathBuilder::resume_last() {
  if (path_.steps.empty()) return;
  resumed_.back() = 1;
}

bool PathBuilder::resume_among(const std::vector<StepIndex>& steps, uint32_t to, uint32_t token,
                               bool dead, const Contradicts& contradicts) {
  if (steps.empty()) {
    start_anew();
    return false;
  }
  // Innermost first. If each is contradicted, some state was misread: the innermost then.
  auto possible = [&](StepIndex step) { return steps.size() == 1 || !contradicts(step); };
  auto chosen = std::find_if(steps.begin(), steps.end(), possible);
  const auto others =
      chosen == steps.end() ? 0 : std::min<std::ptrdiff_t>(steps.end() - chosen - 1, max_others);
  bool ambiguous = chosen == steps.end() || std::any_of(chosen + 1, chosen + 1 + others, possible);
  StepIndex step = chosen == steps.end() ? steps.front() : *chosen;
  cut_behind(step);
  resumed_[step] = 1;
  note_resumption(path_.steps[step].insn, to, token, dead);
  if (dead) {
    prune(to);
    return true;
  }
  path_.resumes.push_back({step, token});
  if (ambiguous) path_.ambiguous_at.push_back(step);
  return true;
}

bool PathBuilder::is_successor_of_last(uint32_t insn) const {
  if (path_.steps.empty()) return true;
  uint32_t last = path_.steps.back().insn;
  const InsnShape& known = shape(last);
  if (known.jump_target == insn) return true;
  return !known.ends_path && insn == last + (known.skips_one ? 2 : 1);
}

}  // namespace bpflens
