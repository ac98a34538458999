// One pass over the lines. States are not parsed here but where a resumption must be decided;
// everything else is left where it stands and found again by its token.
#include "read/log_program.h"

#include <algorithm>
#include <functional>

#include "read/insn_text.h"
#include "read/log_functions.h"
#include "read/log_resume.h"
#include "read/log_stats.h"
#include "read/log_step.h"
#include "read/register_state.h"

namespace bpflens {
namespace {

constexpr uint32_t spaced_lines_of_a_paste = 4;
constexpr size_t max_pasted_bytes = 2'000;
constexpr size_t max_calls = 100'000;
constexpr uint64_t bytes_between_line_marks = uint64_t{16} * 1024;

uint32_t frame_of(std::string_view state) {
  constexpr std::string_view word = " frame";
  if (!state.starts_with(word)) return 0;
  uint32_t frame = 0;
  for (char c : state.substr(word.size(), 3)) {
    if (c < '0' || c > '9') break;
    frame = frame * 10 + static_cast<uint32_t>(c - '0');
  }
  return frame;
}

// The word is the last of a state.
bool is_async(std::string_view state) {
  constexpr size_t most_behind = 32;
  const size_t tail = state.size() < most_behind ? 0 : state.size() - most_behind;
  return state.find(" async_cb", tail) != std::string_view::npos;
}

}  // namespace

ProgramReader::ProgramReader(std::shared_ptr<const Text> text, KeepVisits keep,
                             ReaderMemory& memory)
    : text_(std::move(text)), keep_(keep), memory_(memory), era_(memory.eras) {}

ProgramReader::OpenUnit& ProgramReader::open_unit(UnitKind kind, std::string name,
                                                  uint64_t offset) {
  // A unit that sets an async callback goes on behind it.
  if (!units_.empty() && kind != UnitKind::AsyncCallback) units_.back().builder.settle();
  OpenUnit fresh;
  fresh.kind = kind;
  fresh.name = std::move(name);
  fresh.token_base = offset;
  if (keep_ == KeepVisits::All) {
    fresh.record = std::make_unique<WalkRecord>();
    fresh.builder.record_in(fresh.record.get());
  }
  units_.push_back(std::move(fresh));
  unit_is_open_ = true;
  announced_ = path_ended_ = false;
  state_line_.reset();
  return units_.back();
}

ProgramReader::OpenUnit& ProgramReader::unit(uint64_t offset) {
  return unit_is_open_ ? units_.back() : open_unit(UnitKind::Main, {}, offset);
}

void ProgramReader::note_frame(std::string_view state) {
  if (unit_is_open_ && !state.empty()) units_.back().builder.set_frame(frame_of(state));
}

void ProgramReader::note_level(const LogLine& parsed) {
  switch (parsed.kind) {
    case LineKind::Function:
    case LineKind::TableHeader:
      level2_ = true;
      break;
    case LineKind::Precision:  // to 6.3 at level 1, too
      level2_ = level2_ || era_.era() >= Era::F;
      break;
    case LineKind::State:  // to 5.16 before every instruction, at level 2 only
      level2_ = level2_ || (has_visits_ && prints_state_before_insn(era_.era()));
      break;
    case LineKind::Insn:
      has_visits_ = true;
      level1_ = level1_ || parsed.glued;
      break;
    default:
      break;
  }
}

ResumedState ProgramReader::resumed_state(const OpenUnit& in, std::string_view state) const {
  const LogPlace place{*text_, era_.era(), in.token_base, in.builder.path()};
  return {memory_.visits, place, state};
}

void ProgramReader::take_state(const Line& line, const LogLine& parsed) {
  in_table_ = in_live_table_ = false;
  OpenUnit& in = unit(line.offset);
  if (in.builder.path().steps.empty() && !in.entry) in.entry = parsed.state;
  if (in.visits == 0 && parsed.insn == 0) forget_words_before_entry();
  in.begins_here = in.begins_here || (in.visits == 0 && parsed.insn == 0);
  note_frame(parsed.state);
  state_line_ = {parsed.insn, static_cast<uint32_t>(line.offset - in.token_base)};
}

void ProgramReader::resume(OpenUnit& in, const Line& line, const LogLine& parsed, bool dead) {
  // Behind "to caller at 3:" stands "from 6 to 3:", which is no resumption.
  const std::vector<StepRef>& steps = in.builder.path().steps;
  if (announced_ && !dead && !steps.empty() && steps.back().insn == parsed.insn) return;
  auto token = static_cast<uint32_t>(line.offset - in.token_base);
  ResumedState resumed = resumed_state(in, parsed.state);
  auto check = [&](StepIndex visit) { return resumed.contradicts(visit); };
  bool found = in.builder.resume(parsed.insn, parsed.target, token, dead, std::ref(check));
  if (found) return;
  lose_path(in);
  in.entry = parsed.state;
}

// What stands here cannot follow from what stood above: something between is missing. A first line
// that nothing follows from was torn itself: then it is the beginning that is missing.
void ProgramReader::lose_path(OpenUnit& in) {
  const bool has_begun = in.begins_here || in.visits > 1 || in.kind != UnitKind::Main;
  in.starts_inside = in.starts_inside || !has_begun;
  in.has_hole = in.has_hole || !in.starts_inside;
  in.start_missing = true;
}

// The unit in which a "from" line goes on. An async callback is verified from its own entry; when
// it is done, the unit that set it goes on.
ProgramReader::OpenUnit& ProgramReader::unit_of(const Line& line, const LogLine& parsed) {
  OpenUnit& in = unit(line.offset);
  if (in.kind != UnitKind::AsyncCallback || units_.size() < 2) return in;
  // Behind "to caller at 9:" a function that the callback called goes on, whose state has no mark.
  if (announced_ || is_async(parsed.state)) return in;
  if (parsed.state.empty() && in.builder.has_pending(parsed.insn, parsed.target)) return in;
  in.verdict = Verdict::Accepted;
  in.builder.settle();
  std::swap(units_.back(), *(units_.end() - 2));
  return units_.back();
}

void ProgramReader::open_async_unit(const Line& line, const LogLine& parsed) {
  OpenUnit& in = open_unit(UnitKind::AsyncCallback, {}, line.offset);
  in.entry = parsed.state;
  announced_ = true;
}

void ProgramReader::take_from(const Line& line, const LogLine& parsed) {
  in_table_ = false;
  OpenUnit& in = unit_of(line, parsed);
  if (is_async(parsed.state) && in.kind != UnitKind::AsyncCallback)
    return open_async_unit(line, parsed);
  resume(in, line, parsed, false);
  note_frame(parsed.state);
  announced_ = true;
  path_ended_ = false;
  // What the kernel last printed as source stays in force only where nothing was erased since.
  if (!level2_) in.builder.set_source(LogPath::no_source);
}

const InsnShape& ProgramReader::shape_of_visit(OpenUnit& in, const LogLine& parsed) {
  const InsnShape& known = in.builder.shape(parsed.insn);
  if (known.known) return known;
  Insn code = parsed.has_code ? parse_insn_text(parsed.code, parsed.text) : Insn{};
  shape_ = shape_of(code, parsed.insn);
  if (code.kind == InsnKind::Call && in.calls.size() < max_calls)
    in.calls.push_back({parsed.insn, std::move(code.callee)});
  return shape_;
}

// Connects a visit with the path: a successor, an unannounced resumption, or a hole in the log.
void ProgramReader::follow(OpenUnit& in, const Line& line, const LogLine& parsed) {
  bool empty = in.builder.path().steps.empty();
  if (announced_ || empty) {
    const bool is_inside = empty && in.kind == UnitKind::Main && parsed.insn != 0;
    if (is_inside && in.visits == 0) lose_path(in);
    if (is_inside) in.start_missing = true;
    return;
  }
  if (!path_ended_ && in.builder.is_successor_of_last(parsed.insn)) return;
  bool told = state_line_ && state_line_->first == parsed.insn;
  auto here = static_cast<uint32_t>(line.offset - in.token_base);
  uint32_t token = told ? state_line_->second : here;
  std::string state;
  if (told) {
    LineReader at(*text_, in.token_base + token, 0, 4096);
    if (std::optional<Line> state_line = at.next()) state = classify_line(state_line->text).state;
  }
  ResumedState resumed = resumed_state(in, state);
  auto check = [&](StepIndex visit) { return resumed.contradicts(visit); };
  if (!in.builder.resume_unannounced(parsed.insn, token, std::ref(check))) lose_path(in);
}

void ProgramReader::take_insn(const Line& line, const LogLine& parsed) {
  OpenUnit& in = unit(line.offset);
  forget_sentence();
  follow(in, line, parsed);
  if (before_ != LineKind::State) state_line_.reset();
  in.builder.visit(parsed.insn, static_cast<uint32_t>(line.offset - in.token_base),
                   shape_of_visit(in, parsed));
  // A first line may have lost its beginning, and be of insn 10; one that stands below others has
  // not.
  in.begins_here = in.begins_here || (in.visits == 0 && parsed.insn == 0 && capture_.lines > 1);
  ++in.visits;
  announced_ = path_ended_ = false;
  note_frame(parsed.state);
  if (!parsed.message.empty()) sentence_.emplace_back(line.number, parsed.message);
  if (!parsed.message.empty()) pasted_ = line.text.substr(0, max_pasted_bytes);
  sentence_closed_ = parsed.joined;  // a loader that joins lines shows the last ones
  if (!parsed.glued) return;
  if (is_async(parsed.state) && in.kind != UnitKind::AsyncCallback)
    return open_async_unit(line, parsed);
  in.builder.resume_last();
  in.builder.set_source(LogPath::no_source);
  announced_ = true;
}

void ProgramReader::take_validating(const Line& line, const LogLine& parsed) {
  if (unit_is_open_ && units_.back().verdict == Verdict::Unknown)
    units_.back().verdict = Verdict::Accepted;
  open_unit(UnitKind::GlobalFunction, std::string(parsed.text), line.offset);
}

// "Func#1 is safe for any args that match its prototype" ends a unit; "Func#1 is global and valid.
// Skipping." is said at a call.
void ProgramReader::take_function_done(std::string_view text) {
  if (text.find(" is safe for any args") == std::string_view::npos) return;
  if (unit_is_open_) units_.back().verdict = Verdict::Accepted;
  unit_is_open_ = false;
}

void ProgramReader::take(const Line& line, const LogLine& parsed) {
  ++capture_.lines;
  // Beyond what a token can reach; no kernel writes so much of one unit.
  if (unit_is_open_ && line.offset - units_.back().token_base > UINT32_MAX)
    return count_unknown(line.number, line.text);
  // Between two marks all lines are there to be counted.
  if (line_marks_.empty() || line.skipped != 0 ||
      line.offset - line_marks_.back().first >= bytes_between_line_marks)
    line_marks_.emplace_back(line.offset, line.number);
  bool is_stats = parsed.kind == LineKind::Stats || parsed.kind == LineKind::LastStats;
  if (!report_.empty() && !is_stats) return take_report(line.text);
  if (is_stats && !parsed.message.empty()) sentence_.emplace_back(line.number, parsed.message);
  if (in_table_ && looks_like_insn_row(line.text)) return;
  era_.see(parsed, line.text);
  note_level(parsed);
  note_spacing(parsed.kind);
  switch (parsed.kind) {
    case LineKind::Insn:
      take_insn(line, parsed);
      break;
    case LineKind::State:
      take_state(line, parsed);
      break;
    case LineKind::From:
      take_from(line, parsed);
      break;
    case LineKind::FromSafe:
      ++prunes_;
      resume(unit_of(line, parsed), line, parsed, true);
      path_ended_ = true;
      break;
    case LineKind::Safe:
      ++prunes_;
      if (unit_is_open_) units_.back().builder.prune(parsed.insn);
      path_ended_ = true;
      break;
    case LineKind::Source:
      in_table_ = false;
      unit(line.offset);
      units_.back().builder.set_source(
          static_cast<uint32_t>(line.offset - units_.back().token_base));
      break;
    case LineKind::Callee:
    case LineKind::ToCaller:
      announced_ = true;
      break;
    case LineKind::BareState:
      if (before_ == LineKind::Callee || before_ == LineKind::ToCaller) note_frame(parsed.state);
      break;
    case LineKind::Validating:
      take_validating(line, parsed);
      break;
    case LineKind::FunctionDone:
      take_function_done(line.text);
      break;
    case LineKind::TableHeader:
      in_table_ = true;
      in_live_table_ = line.text.starts_with("Live regs");
      break;
    case LineKind::Stats:
      read_stats_line(parsed.text, stats_);
      add_function_line(parsed.text, functions_);
      break;
    case LineKind::Function:
      add_function_line(line.text, functions_);
      break;
    case LineKind::LastStats:
      read_stats_line(parsed.text, stats_);
      has_last_stats_ = true;
      break;
    case LineKind::Report:
      take_report(line.text);
      break;
    case LineKind::Blank:
      sentence_closed_ = !sentence_.empty() && spaced_lines_ < spaced_lines_of_a_paste;
      break;
    case LineKind::Indented:
    case LineKind::MessageDetail:
    case LineKind::Free:
      take_free(line, parsed);
      break;
    default:
      break;
  }
  before_ = parsed.kind;
}

}  // namespace bpflens
