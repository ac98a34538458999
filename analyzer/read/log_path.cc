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

void PathBuilder::count_side(uint32_t from, uint32_t to) {
  if (from >= insns_.size() || !insns_[from].shape.is_conditional) return;
  ++(to == from + 1 ? insns_[from].fell_through : insns_[from].jumped);
}

void PathBuilder::visit(uint32_t insn, uint32_t token, const InsnShape& shape) {
  if (insn > max_insn) return;
  InsnRecord& seen = record(insn);
  if (!seen.shape.known) {
    seen.shape = shape;
    if (shape.is_conditional) conditionals_.push_back(insn);
  }
  if (!path_.steps.empty()) count_side(path_.steps.back().insn, insn);
  auto step = static_cast<StepIndex>(path_.steps.size());
  mark(path_.sources, step, source_);
  mark(path_.frames, step, frame_);
  if (record_) record_->add(step, recorded(insn, token));
  path_.steps.push_back({insn, token});
  previous_visit_.push_back(seen.last_visit);
  resumed_.push_back(0);
  seen.last_visit = step;
  ++seen.visits;
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
  for (uint32_t insn = 0; insn < insns_.size(); ++insn) {
    const InsnRecord& seen = insns_[insn];
    if (seen.visits != 0) visits_.push_back({insn, seen.visits, seen.fell_through, seen.jumped});
  }
  std::vector<InsnRecord>().swap(insns_);
  std::vector<uint32_t>().swap(conditionals_);
  std::vector<uint32_t>().swap(previous_visit_);
  std::vector<uint8_t>().swap(resumed_);
}

void PathBuilder::set_frame(uint32_t frame) { frame_ = frame; }

void PathBuilder::cut_behind(StepIndex step) {
  while (path_.steps.size() > size_t{step} + 1) {
    insns_[path_.steps.back().insn].last_visit = previous_visit_.back();
    path_.steps.pop_back();
    previous_visit_.pop_back();
    resumed_.pop_back();
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
  bool ambiguous = chosen == steps.end() || std::any_of(chosen + 1, steps.end(), possible);
  StepIndex step = chosen == steps.end() ? steps.front() : *chosen;
  cut_behind(step);
  resumed_[step] = 1;
  if (dead) {
    count_side(path_.steps[step].insn, to);
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
