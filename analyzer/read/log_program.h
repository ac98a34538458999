// Reads the log of one program load, line by line, into a Trace: its units, the path that each was
// left on, the kernel's sentence and the statistics.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facts/trace.h"
#include "read/era_tracker.h"
#include "read/line.h"
#include "read/log_line.h"
#include "read/log_path.h"
#include "read/log_resume.h"
#include "read/log_walk.h"
#include "read/text.h"

namespace bpflens {

enum class KeepVisits : uint8_t { OfPath, All };

// Whether the kernel says this, one line or two.
using IsSentence = std::function<bool(const std::vector<std::string>&)>;

// What was read in any log of a text and may be met again.
struct ReaderMemory {
  StateEras eras;
  VisitMemory visits;
};

class ProgramReader {
 public:
  // `memory` outlives the reader.
  ProgramReader(std::shared_ptr<const Text> text, KeepVisits keep, ReaderMemory& memory);
  // Lines that stood before the log and may be its only sentence ("unknown opcode d7"). Of a log of
  // processed instructions they are if the kernel says such things; null: any is believed.
  void take_earlier(uint64_t number, std::string_view text);
  void let_decide(const IsSentence* is_sentence) { is_sentence_ = is_sentence; }
  void take(const Line& line, const LogLine& parsed);
  // Lines that are like the one before them, and were not handed out.
  void count_skipped(uint64_t lines) { capture_.lines += lines; }
  bool has_visits() const { return has_visits_; }
  // A sentence was said, and this visit is of an instruction to which the path cannot go: it is of
  // another log.
  bool is_of_another_log(const LogLine& parsed) const;
  // If there are no statistics, this is how well the last line can be trusted.
  void note_end(Torn end) { end_ = end; }
  // A loader's mark stands right before the first line.
  void note_begin() { begins_here_ = true; }
  // What a loader said among the lines.
  std::vector<std::string> take_loader_lines() { return std::move(loader_lines_); }
  // The log is complete, or nothing more of it comes.
  Walk finish();

 private:
  struct OpenUnit {
    UnitKind kind = UnitKind::Main;
    std::string name;
    Verdict verdict = Verdict::Unknown;
    PathBuilder builder;
    std::unique_ptr<WalkRecord> record;  // null unless all visits are kept
    std::vector<NamedCall> calls;
    uint64_t token_base = 0;
    std::optional<std::string> entry;  // the state before the first visit, as printed
    bool start_missing = false;        // of the path
    bool starts_inside = false;        // the unit's own beginning is missing
    bool has_hole = false;             // it begins here, and something behind that is missing
    bool begins_here = false;          // a line above its first visit shows that
    uint64_t visits = 0;
  };

  void take_insn(const Line& line, const LogLine& parsed);
  void take_state(const Line& line, const LogLine& parsed);
  void take_from(const Line& line, const LogLine& parsed);
  void take_validating(const Line& line, const LogLine& parsed);
  void take_function_done(std::string_view text);
  void take_free(const Line& line, const LogLine& parsed);
  bool take_loader_line(const Line& line);
  void lose_path(OpenUnit& in);
  void note_spacing(LineKind kind);
  bool ends_well() const;
  bool counts_insn_unshown() const;
  bool counts_differ() const;
  void note_what_is_missing(Trace& trace) const;
  void follow_sentence();
  void take_report(std::string_view text);
  void count_unknown(uint64_t number, std::string_view text);
  void forget_sentence();
  bool is_cut_behind_remarks() const;
  void forget_words_before_entry();
  void keep_remark(std::string_view text);
  void drop_earlier_noise();
  void note_frame(std::string_view state);
  void note_level(const LogLine& parsed);
  OpenUnit& unit(uint64_t offset);
  OpenUnit& unit_of(const Line& line, const LogLine& parsed);
  void open_async_unit(const Line& line, const LogLine& parsed);
  OpenUnit& open_unit(UnitKind kind, std::string name, uint64_t offset);
  void resume(OpenUnit& in, const Line& line, const LogLine& parsed, bool dead);
  ResumedState resumed_state(const OpenUnit& in, std::string_view state) const;
  void follow(OpenUnit& in, const Line& line, const LogLine& parsed);
  const InsnShape& shape_of_visit(OpenUnit& in, const LogLine& parsed);
  std::optional<Rejection> rejection();
  void decide(Trace& trace);
  static Unit closed(const OpenUnit& open, Era era);

  std::shared_ptr<const Text> text_;
  KeepVisits keep_;
  ReaderMemory& memory_;
  EraTracker era_;
  std::vector<OpenUnit> units_;
  bool unit_is_open_ = false;
  bool has_visits_ = false;
  bool in_table_ = false;
  bool in_live_table_ = false;
  std::vector<uint16_t> live_before_;
  std::vector<LoggedFunction> functions_;
  bool announced_ = false;   // the next visit continues the path wherever it is
  bool path_ended_ = false;  // pruned: the next visit is a resumption
  LineKind before_ = LineKind::Blank;
  std::optional<std::pair<uint32_t, uint32_t>>
      state_line_;                                          // number and token of a State just read
  std::vector<std::pair<uint64_t, std::string>> sentence_;  // line number and text
  std::string pasted_;                                      // the line of a loader that holds it
  bool sentence_closed_ = false;
  size_t earlier_lines_ = 0;  // of sentence_: that stood before the log
  const IsSentence* is_sentence_ = nullptr;
  std::vector<std::string> loader_lines_;
  Torn end_ = Torn::No;
  bool begins_here_ = false;
  uint64_t prunes_ = 0;        // places where the walk stopped because all had been seen
  uint32_t spaced_lines_ = 0;  // lines in a row with a blank line before each
  std::string detail_state_;   // of "cur state: ..." behind the sentence
  uint32_t detail_token_ = 0;  // of its line
  std::vector<std::string> report_;
  bool has_last_stats_ = false;
  bool level2_ = false, level1_ = false;
  InsnShape shape_;
  Stats stats_;
  Capture capture_;
  std::vector<std::pair<uint64_t, uint64_t>> line_marks_;  // offset and line number, sparse
};

}  // namespace bpflens
