// Finds the logs in a text: where one begins, where it ends, what stands around it.
#include "read/log.h"

#include <memory>
#include <optional>

#include "read/carrier.h"
#include "read/line.h"
#include "read/log_line.h"
#include "read/log_program.h"

namespace bpflens {
namespace {

constexpr size_t window_bytes = 1 << 20;
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

  LogsReader(const Text& text, KeepVisits keep, Take take_walk)
      : text_(std::make_shared<const Text>(text)), keep_(keep), take_walk_(std::move(take_walk)) {}

  void read() {
    LineReader lines(*text_, 0, 1, window_bytes);
    while (std::optional<Line> line = lines.next()) take(*line, classify_line(line->text));
    close();
  }

 private:
  void take(const Line& line, const LogLine& parsed) {
    bool starts_over = parsed.kind == LineKind::Begin ||
                       (parsed.kind == LineKind::Function && program_ && program_->has_visits());
    starts_over = starts_over || (program_ && program_->is_of_another_log(parsed));
    if (starts_over || parsed.kind == LineKind::End) close();
    if (parsed.kind == LineKind::End) return;
    bool begins = begins_log(parsed.kind) ||
                  (parsed.kind == LineKind::Stats &&
                   (!parsed.message.empty() || (!earlier_.empty() && !earlier_ended_)));
    if (!program_ && !begins) return keep(line, parsed);
    if (!program_) open();
    if (parsed.kind == LineKind::Begin) return;
    program_->take(line, parsed);
    if (parsed.kind == LineKind::LastStats) close();
  }

  // A sentence may be all that stands before the statistics ("unknown opcode d7").
  void keep(const Line& line, const LogLine& parsed) {
    if (parsed.kind == LineKind::Blank) {
      earlier_ended_ = true;  // the kernel's report stands behind a blank line
      return;
    }
    bool is_noise = parsed.kind != LineKind::Free || line.text.starts_with("libbpf: ");
    if (is_noise || earlier_ended_) earlier_.clear();
    earlier_ended_ = false;
    if (is_noise) return;
    if (earlier_.size() == max_earlier_lines) earlier_.erase(earlier_.begin());
    earlier_.emplace_back(line.number, line.text);
  }

  void open() {
    program_.emplace(text_, keep_);
    for (const auto& [number, text] : earlier_) program_->take_earlier(number, text);
    earlier_.clear();
  }

  void close() {
    earlier_.clear();
    if (!program_) return;
    Walk walk = program_->finish();
    program_.reset();
    take_walk_(std::move(walk));
  }

  std::shared_ptr<const Text> text_;
  KeepVisits keep_;
  Take take_walk_;
  std::optional<ProgramReader> program_;
  std::vector<std::pair<uint64_t, std::string>> earlier_;
  bool earlier_ended_ = false;
};

}  // namespace

void read_logs(const Text& text, const std::function<void(Trace&&)>& take) {
  const Uncarried uncarried = without_carriers(text);
  LogsReader(uncarried.text, KeepVisits::OfPath, [&](Walk&& walk) {
    walk.trace.capture.carriers = uncarried.carriers;
    take(std::move(walk.trace));
  }).read();
}

std::vector<Trace> read_logs(const Text& text) {
  std::vector<Trace> traces;
  read_logs(text, [&](Trace&& trace) { traces.push_back(std::move(trace)); });
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
