// Follows the verifier's walk through a log and keeps the one path that leads to where it is now.
// Branches are resumed last-in first-out, so a resumption cuts the path back to a visit that stands
// on it; which visit, when an instruction was visited several times, the resumed state tells.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "facts/trace.h"

namespace bpflens {

struct RecordedVisit;
struct WalkRecord;

// A value that holds from one step on until the next entry.
struct StepMark {
  StepIndex step = 0;
  uint32_t value = 0;
};

// What the path must know of an instruction; read from its text once.
struct InsnShape {
  bool known = false;
  bool is_conditional = false;
  bool ends_path = false;               // exit, bpf_throw
  bool leaves_all_frames = false;       // bpf_throw
  bool skips_one = false;               // ld_imm64 takes two numbers
  std::optional<uint32_t> jump_target;  // conditional and unconditional
};

InsnShape shape_of(const Insn& code, uint32_t insn);

// The path of one unit with what a reader needs to come back to a step's text.
struct LogPath {
  std::vector<StepRef> steps;
  std::vector<StepMark> sources;  // value: token of the source line in force; no_source if none
  std::vector<StepMark> frames;   // value: frame number
  std::vector<StepMark> resumes;  // the walk went on after `step` at the "from" line `value`
  std::vector<StepIndex> ambiguous_at;

  static constexpr uint32_t no_source = UINT32_MAX;
  // The mark in force at `step`; null if none.
  static const StepMark* in_force(const std::vector<StepMark>& marks, StepIndex step);
  std::optional<uint32_t> resumed_at(StepIndex step) const;
};

std::vector<StepIndex> resumed_steps(const LogPath& path);

// Where an instruction's text stands, and what was known when the walk came back to it.
struct VisitPlaces {
  uint32_t insn = 0, token = 0, source = LogPath::no_source;
  std::vector<uint32_t> resumed_at;  // tokens of lines with a whole state, the first few
};

class PathBuilder {
 public:
  // Could the state printed at a resumption be that of the branch pushed by this visit?
  using Contradicts = std::function<bool(StepIndex candidate)>;

  void visit(uint32_t insn, uint32_t token, const InsnShape& shape);
  void set_source(uint32_t token) { source_ = token; }
  void set_frame(uint32_t frame);
  uint32_t frame() const { return frame_; }
  // All visits go there as well. Outlives the builder, or null.
  void record_in(WalkRecord* record) { record_ = record; }
  // The walk stopped in front of `insn`, which an earlier visit had shown to be safe.
  void prune(uint32_t insn);

  // "from A to B" at `token`. False if no visit of A is left on the path: it is then empty and
  // begins anew, somewhere inside. `dead`: the resumed branch was pruned at once.
  bool resume(uint32_t from, uint32_t to, uint32_t token, bool dead,
              const Contradicts& contradicts);
  // The walk went on at `to` without saying from where (5.3 to 5.16, level 2).
  bool resume_unannounced(uint32_t to, uint32_t token, const Contradicts& contradicts);
  // The branch of the last step went on (level 1: the log was rewound to it).
  void resume_last();

  void start_anew();  // forgets the path: its beginning is not in the log
  bool has_pending(uint32_t from, uint32_t to) const { return !candidates(from, to).empty(); }
  bool is_successor_of_last(uint32_t insn) const;
  // Some branch to this instruction is still to be walked.
  bool may_resume_at(uint32_t insn) const { return !pending_branches_to(insn).empty(); }
  const InsnShape& shape(uint32_t insn) const;
  const LogPath& path() const { return path_; }
  LogPath take_path() { return std::move(path_); }  // the builder is not asked again

  // No more visits: keeps the path and the counts, gives back the rest.
  void settle();
  const Visits& visits() const { return visits_; }
  std::vector<VisitPlaces> take_places() { return std::move(places_); }  // of each of visits()

 private:
  static constexpr uint32_t none = UINT32_MAX;
  struct InsnRecord {
    InsnShape shape;
    uint32_t last_visit = none;  // on the path
    uint32_t token = none, source = none;
    uint32_t branch = none, loop = none;  // where in the lists below
    uint64_t visits = 0;
  };
  struct BranchRecord {
    BranchVisits visits;
    std::vector<uint32_t> resumed_at;  // tokens, the first few
  };

  InsnRecord& record(uint32_t insn);
  void note_round(InsnRecord& head, uint32_t insn);
  void note_resumption(uint32_t branch, uint32_t to, uint32_t token, bool dead);
  void close_way();
  bool can_resume(StepIndex step, uint32_t to) const;
  std::vector<StepIndex> candidates(uint32_t from, uint32_t to) const;
  std::vector<StepIndex> pending_branches_to(uint32_t to) const;  // innermost first
  bool resume_among(const std::vector<StepIndex>& steps, uint32_t to, uint32_t token, bool dead,
                    const Contradicts& contradicts);
  void cut_behind(StepIndex step);
  void count_side(uint32_t from, uint32_t to);
  BranchRecord* branch_at(uint32_t insn);
  RecordedVisit recorded(uint32_t insn, uint32_t token) const;

  LogPath path_;
  std::vector<uint32_t> previous_visit_;  // of the same instruction, per step
  std::vector<uint8_t> resumed_;          // 1: this step's pushed branch has been walked
  std::vector<uint32_t> rounds_;          // jumps back to this step's instruction, per step
  std::vector<InsnRecord> insns_;
  std::vector<uint32_t> conditionals_;  // all conditional jumps seen
  std::vector<BranchRecord> branches_;
  std::vector<LoopVisits> loops_;
  Visits visits_;
  std::vector<VisitPlaces> places_;
  uint64_t visit_count_ = 0;
  uint32_t way_ = none;     // the branch that the walk came back to last
  uint64_t way_began_ = 0;  // visit_count_ then
  uint32_t source_ = LogPath::no_source;
  uint32_t frame_ = 0;
  WalkRecord* record_ = nullptr;
};

}  // namespace bpflens
