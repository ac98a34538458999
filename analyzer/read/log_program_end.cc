// The end of a program's log: what the sentence belongs to, the verdict, and what is kept to find
// the steps again.
#include <algorithm>
#include <charconv>
#include <functional>

#include "read/kernel_report.h"
#include "read/log_functions.h"
#include "read/log_index.h"
#include "read/log_program.h"
#include "read/register_state.h"

namespace bpflens {

// "infinite loop detected at insn 1" is said of a resumed branch before its first visit: the path
// that ended above is not the one that failed.
void ProgramReader::follow_sentence() {
  if (!unit_is_open_ || sentence_.empty()) return;
  OpenUnit& in = units_.back();
  const std::vector<StepRef>& steps = in.builder.path().steps;
  if (steps.empty() || !(path_ended_ || in.builder.shape(steps.back().insn).ends_path)) return;
  constexpr std::string_view words = " at insn ";
  const std::string& sentence = sentence_.front().second;
  size_t at = sentence.find(words);
  if (at == std::string::npos) return;
  uint32_t insn = 0;
  const char* digits = sentence.data() + at + words.size();
  auto [end, error] = std::from_chars(digits, sentence.data() + sentence.size(), insn);
  if (error != std::errc()) return;
  ResumedState resumed = resumed_state(in, detail_state_);
  auto check = [&](StepIndex visit) { return resumed.contradicts(visit); };
  in.builder.resume_unannounced(insn, detail_token_, std::ref(check));
}

std::optional<Rejection> ProgramReader::rejection() {
  if (sentence_.empty() && report_.empty()) return std::nullopt;
  Rejection found;
  for (auto& [number, text] : sentence_) found.sentence.push_back(std::move(text));
  if (!sentence_.empty()) found.sentence_log_line = line_in_file(*text_, sentence_.front().first);
  found.pasted = std::move(pasted_);
  if (!report_.empty()) found.report = parse_kernel_report(report_);
  return found;
}

// The verifier accepts at the end of a path only. Where its last word was cut out, what stands
// before the statistics is none.
bool ProgramReader::ends_well() const {
  if (!unit_is_open_ || path_ended_) return true;
  const PathBuilder& builder = units_.back().builder;
  const std::vector<StepRef>& steps = builder.path().steps;
  if (steps.empty()) return false;
  const InsnShape& last = builder.shape(steps.back().insn);
  return last.ends_path && (builder.frame() == 0 || last.leaves_all_frames);
}

// What was said before an instruction was walked, or because it was one too many: it has no line.
bool ProgramReader::counts_insn_unshown() const {
  if (sentence_.empty()) return false;
  const std::string& sentence = sentence_.front().second;
  return sentence.find(" at insn ") != std::string::npos ||
         sentence.find("too large. Processed ") != std::string::npos;
}

// At level 2 every instruction that was processed has its line, but that of "infinite loop detected
// at insn 1".
bool ProgramReader::counts_differ() const {
  uint64_t shown = prunes_ + (counts_insn_unshown() ? 1 : 0);
  for (const OpenUnit& in : units_) shown += in.visits;
  return level2_ && !level1_ && stats_.processed.value_or(0) > shown;
}

void ProgramReader::note_what_is_missing(Trace& trace) const {
  Capture& capture = trace.capture;
  const bool head_missing = !units_.empty() && units_.front().starts_inside;
  if (head_missing) capture.cut = has_last_stats_ ? Cut::Head : Cut::Both;
  if (!head_missing && !has_last_stats_) capture.cut = Cut::Tail;
  const auto has_hole = [](const OpenUnit& in) { return in.has_hole; };
  const bool is_accepted = sentence_.empty() && report_.empty() && has_last_stats_;
  capture.middle_missing = std::ranges::any_of(units_, has_hole) ||
                           (!head_missing && has_last_stats_ && counts_differ()) ||
                           (!head_missing && is_accepted && !ends_well());
  if (!has_last_stats_) capture.end = end_;
  capture.begins_with_sentence = !has_visits_ && !sentence_.empty() &&
                                 sentence_.front().first == 1 && stats_.processed.value_or(0) > 0;
}

void ProgramReader::decide(Trace& trace) {
  std::optional<Rejection> rejected = rejection();
  if (rejected) {
    Unit& last = trace.units.back();
    if (!last.path.steps.empty())
      rejected->step = static_cast<StepIndex>(last.path.steps.size() - 1);
    last.rejection = std::move(rejected);
    last.verdict = has_last_stats_ ? Verdict::Rejected : Verdict::Unknown;
    trace.verdict = last.verdict;
    if (!has_last_stats_) trace.reason = "the log ends before its statistics";
    return;
  }
  const bool start_missing = !trace.units.empty() && trace.units.back().path.start_missing;
  if (!has_last_stats_) {
    trace.reason = "the log ends before its statistics and without a message";
  } else if (trace.capture.middle_missing) {
    trace.reason = "lines in the middle of the log are missing";
  } else if (start_missing) {
    trace.reason = "the beginning of the log is missing";
  } else if (trace.units.empty() && stats_.processed.value_or(0) != 0 && !begins_here_) {
    trace.reason = "only the statistics are here, and they are the same for both verdicts";
  } else if (trace.units.empty() && stats_.processed.value_or(0) == 0) {
    trace.reason = "the verifier stopped before the first instruction and does not say why";
  } else {
    trace.verdict = Verdict::Accepted;
    for (Unit& unit : trace.units) unit.verdict = Verdict::Accepted;
  }
}

Unit ProgramReader::closed(const OpenUnit& open, Era era) {
  Unit unit;
  unit.kind = open.kind;
  unit.name = open.name;
  unit.verdict = open.verdict;
  unit.token_base = open.token_base;
  unit.visits = open.builder.visits();
  unit.calls = open.calls;
  unit.path.steps = open.builder.path().steps;
  unit.path.resumed = resumed_steps(open.builder.path());
  unit.path.ambiguous = !open.builder.path().ambiguous_at.empty();
  unit.path.start_missing = open.start_missing;
  if (!open.entry) return unit;
  unit.path.entry.state = parse_state(*open.entry, era).value_or(VerifierState{});
  // A paste may begin at a partial state; a whole one always names the frame pointer.
  unit.path.entry.whole = unit.path.entry.state.find(frame_pointer) != nullptr;
  return unit;
}

// A prompt, a loader's words, somebody's prose.
void ProgramReader::drop_earlier_noise() {
  if (!is_sentence_ || stats_.processed.value_or(0) == 0) return;
  size_t noise = 0;
  for (; noise < earlier_lines_; ++noise) {
    std::vector<std::string> lines;
    for (size_t i = noise; i < std::min(noise + 2, sentence_.size()); ++i)
      lines.push_back(sentence_[i].second);
    if ((*is_sentence_)(lines)) break;
  }
  sentence_.erase(sentence_.begin(), sentence_.begin() + static_cast<std::ptrdiff_t>(noise));
}

Walk ProgramReader::finish() {
  drop_earlier_noise();
  follow_sentence();
  bool says_something = !sentence_.empty() || !report_.empty();
  if (units_.empty() && says_something) open_unit(UnitKind::Main, {}, 0);
  auto index = std::make_shared<LogIndex>();
  Trace trace;
  trace.era = index->era = era_.era();
  index->text = text_;
  index->line_marks = std::move(line_marks_);
  trace.stats = stats_;
  trace.capture = std::move(capture_);
  for (auto& [number, sample] : trace.capture.unknown_samples)
    number = line_in_file(*text_, number);
  trace.capture.level = level1_ ? 1 : level2_ ? 2 : has_visits_ ? 1 : 0;
  note_what_is_missing(trace);
  std::vector<WalkRecord> records;
  for (OpenUnit& open : units_) {
    open.builder.settle();
    records.push_back(open.record ? std::move(*open.record) : WalkRecord{});
    index->token_bases.push_back(open.token_base);
    trace.units.push_back(closed(open, trace.era));
    index->paths.push_back(open.builder.take_path());
    index->visited.push_back(open.builder.take_places());
  }
  trace.live_before = std::move(live_before_);
  trace.functions = std::move(functions_);
  add_stack_depths(trace.stats, trace.functions);
  decide(trace);
  trace.read_step = [index](UnitIndex unit, StepIndex step) {
    return read_step(*index, unit, step);
  };
  trace.read_visited = [index](UnitIndex unit, size_t place) {
    return read_visited(*index, unit, place);
  };
  trace.read_resumed = [index](UnitIndex unit, size_t place) {
    return read_resumed(*index, unit, place);
  };
  if (keep_ == KeepVisits::OfPath) return {std::move(trace), {}, false, nullptr, nullptr};
  return walk_of(std::move(trace), index, std::move(records));
}

}  // namespace bpflens
