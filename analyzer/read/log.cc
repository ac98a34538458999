// Finds the logs in a text: where one begins, where it ends, what stands around it.
#include "read/log.h"

#include <memory>
#include <optional>

#include "read/carrier.h"
#include "read/insn_lines.h"
#include "read/line.h"
#include "read/loader_words.h"
#include "read/log_around.h"
#include "read/log_line.h"
#include "read/log_program.h"

namespace bpflens {
namespace {

constexpr size_t window_bytes = 1 << 17;  // stays in a core's cache
// Free lines directly before the statistics of a log that has nothing else.
constexpr size_t max_earlier_lines = 8;

bool begins_log(LineKind kind) {
  switch (kind) {
    case LineKind::Insn:
    case LineKind::State:
    case LineKind::From:
    case LineKind::FromSafe:
    case LineKind::Safe:
    case LineKind::Precision:
    case LineKind::Function:
    case LineKind::Validating:
    case LineKind::FunctionDone:
    case LineKind::TableHeader:
    case LineKind::LastStats:
    case LineKind::Report:
    case LineKind::Begin:
      return true;
    default:
      return false;
  }
}

class LogsReader {
 public:
  using Take = std::function<void(Walk&&)>;

  LogsReader(const Text& text, KeepVisits keep, Take take_walk, IsSentence is_sentence = nullptr)
      : text_(std::make_shared<const Text>(text)),
        keep_(keep),
        take_walk_(std::move(take_walk)),
        is_sentence_(std::move(is_sentence)) {}

  void read() {
    const bool is_large = text_->size > 16 * uint64_t{window_bytes};
    const Text::NextLines ahead = is_large && text_->lines_ahead ? text_->lines_ahead() : nullptr;
    if (ahead) {
      read_ahead(ahead);
    } else {
      read_here();
    }
    if (program_ && !ends_with_line()) program_->note_end(Torn::Maybe);
    close();
    deliver();
  }

 private:
  void read_here() {
    LineReader lines(*text_, 0, 1, window_bytes);
    while (const std::optional<Line> line = lines.next_worth_reading())
      take_whole(*line, insn_lines_.classify(line->text));
    count_skipped(lines.skipped_at_end());
  }

  void read_ahead(const Text::NextLines& next_lines) {
    while (const LineBatch* batch = next_lines()) {
      const bool is_parsed = batch->parsed.size() == batch->lines.size();
      for (size_t i = 0; i < batch->lines.size(); i++) {
        const Line& line = batch->lines[i];
        take_whole(line, is_parsed ? batch->parsed[i] : insn_lines_.classify(line.text));
      }
      count_skipped(batch->skipped);
    }
  }

  void take_whole(const Line& line, const LogLine& parsed) {
    last_line_end_ = line.offset + line.text.size();
    const size_t log_at =
        parsed.kind == LineKind::Free ? log_within_loader_line(line.text) : size_t{0};
    if (log_at == 0) return take(line, parsed);
    take_behind(line, log_at);
  }

  // A loader may put its own words and the log's first line on one line.
  void take_behind(Line line, size_t log_at) {
    close();
    keep_around(line.text.substr(0, log_at));
    earlier_.clear();
    line.offset += log_at;
    line.text.remove_prefix(log_at);
    take(line, classify_line(line.text));
  }

  // Behind the last line stands its end.
  bool ends_with_line() const {
    char behind = 0;
    return text_->read(last_line_end_, &behind, 1) == 1;
  }

  void count_skipped(uint64_t lines) {
    if (program_) program_->count_skipped(lines);
  }

  void take(const Line& line, const LogLine& parsed) {
    count_skipped(line.skipped);
    bool starts_over = parsed.kind == LineKind::Begin ||
                       (parsed.kind == LineKind::Function && program_ && program_->has_visits());
    starts_over = starts_over || (program_ && program_->is_of_another_log(parsed));
    if (parsed.kind == LineKind::End && program_) program_->note_end(Torn::Likely);
    if (starts_over || parsed.kind == LineKind::End) close();
    if (parsed.kind == LineKind::Begin || parsed.kind == LineKind::End || parsed.joined)
      keep_around(line.text, parsed.kind == LineKind::End);
    if (parsed.kind == LineKind::End) return;
    bool begins = begins_log(parsed.kind) ||
                  (parsed.kind == LineKind::Stats &&
                   (!parsed.message.empty() || (!earlier_.empty() && !earlier_ended_)));
    if (!program_ && !begins) return keep(line, parsed);
    if (!program_) open(parsed.kind);
    if (parsed.kind == LineKind::Begin) return program_->note_begin();
    program_->take(line, parsed);
    if (parsed.kind == LineKind::LastStats) close();
  }

  // Of the log that comes, of the one that went, or of both: nobody knows yet.
  void keep_around(std::string_view line, bool may_be_behind = true) {
    if (line.empty()) return;
    keep_line_before(before_, line);
    if (may_be_behind && ended_ && !keep_line_behind(ended_->trace.capture.behind, line)) deliver();
  }

  // A sentence may be all that stands before the statistics ("unknown opcode d7").
  void keep(const Line& line, const LogLine& parsed) {
    if (parsed.kind == LineKind::Blank) {
      earlier_ended_ = true;  // the kernel's report stands behind a blank line
      return;
    }
    keep_around(line.text);
    source_before_.reset();
    if (parsed.kind == LineKind::Source)
      source_before_ = SourceLine{line.offset, line.number, std::string(line.text)};
    bool is_noise = parsed.kind != LineKind::Free || is_loader_line(line.text);
    if (is_noise || earlier_ended_) earlier_.clear();
    earlier_ended_ = false;
    if (is_noise) return;
    if (earlier_.size() == max_earlier_lines) earlier_.erase(earlier_.begin());
    earlier_.emplace_back(line.number, line.text);
  }

  // A paste may begin with the source line of its first instruction.
  void open(LineKind first) {
    deliver();
    before_of_open_ = std::move(before_);
    before_.clear();
    program_.emplace(text_, keep_, memory_);
    if (is_sentence_) program_->let_decide(&is_sentence_);
    for (const auto& [number, text] : earlier_) program_->take_earlier(number, text);
    earlier_.clear();
    if (first == LineKind::Insn && source_before_) take_source_before();
    source_before_.reset();
  }

  void take_source_before() {
    Line line;
    line.text = source_before_->text;
    line.offset = source_before_->offset;
    line.number = source_before_->number;
    program_->take(line, classify_line(line.text));
  }

  void close() {
    earlier_.clear();
    if (!program_) return;
    for (std::string& line : program_->take_loader_lines()) before_.push_back(std::move(line));
    ended_ = program_->finish();
    program_.reset();
    ended_->trace.capture.before = std::move(before_of_open_);
    ended_->trace.capture.behind = before_;
    before_of_open_.clear();
  }

  // What stands behind a log was read: hands it over.
  void deliver() {
    if (!ended_) return;
    note_surroundings(ended_->trace, is_behind_another_);
    is_behind_another_ = true;
    take_walk_(std::move(*ended_));
    ended_.reset();
  }

  std::shared_ptr<const Text> text_;
  KeepVisits keep_;
  Take take_walk_;
  IsSentence is_sentence_;
  InsnLines insn_lines_;
  uint64_t last_line_end_ = 0;
  ReaderMemory memory_;
  std::optional<ProgramReader> program_;
  std::optional<Walk> ended_;  // until what stands behind it is known
  bool is_behind_another_ = false;
  struct SourceLine {
    uint64_t offset = 0, number = 0;
    std::string text;
  };
  std::optional<SourceLine> source_before_;  // the line before, if it is one
  std::vector<std::string> before_, before_of_open_;
  std::vector<std::pair<uint64_t, std::string>> earlier_;
  bool earlier_ended_ = false;
};

}  // namespace

void read_logs(const Text& text, const std::function<void(Trace&&)>& take,
               const IsSentence& is_sentence) {
  const Uncarried uncarried = without_carriers(text);
  const auto take_walk = [&](Walk&& walk) {
    walk.trace.capture.carriers = uncarried.carriers;
    take(std::move(walk.trace));
  };
  LogsReader(uncarried.text, KeepVisits::OfPath, take_walk, is_sentence).read();
}

std::vector<Trace> read_logs(const Text& text, const IsSentence& is_sentence) {
  std::vector<Trace> traces;
  const auto take = [&](Trace&& trace) { traces.push_back(std::move(trace)); };
  read_logs(text, take, is_sentence);
  return traces;
}

std::vector<Walk> read_walks(const Text& text) {
  std::vector<Walk> walks;
  LogsReader(without_carriers(text).text, KeepVisits::All, [&](Walk&& walk) {
    walks.push_back(std::move(walk));
  }).read();
  return walks;
}

}  // namespace bpflens
