// A line is searched for a sentence behind each of its colons, the longest first: loaders put the
// instruction, the error and the name of the program in front of it.
#include "read/log_message.h"

#include <optional>
#include <string_view>

#include "facts/lines.h"
#include "read/carrier.h"
#include "read/line.h"
#include "read/loader_words.h"
#include "read/log_around.h"

namespace bpflens {
namespace {

constexpr size_t window_bytes = 1 << 16;
// A search of all messages for each colon: longer texts without a log are no paste of an error.
constexpr uint64_t max_lines = 5'000;
constexpr size_t max_message_bytes = 2'000;
constexpr size_t max_starts = 24;
constexpr size_t max_parts = 8;  // of one sentence that could be two
constexpr size_t max_sentence_lines = 8;
constexpr size_t max_messages = 1'000;
// Of the lines of a text without a log.
constexpr size_t max_whole_bytes = size_t{1} << 20;
constexpr size_t max_head_bytes = 1'500, max_tail_bytes = 500;

// Where the next part of a line begins that a loader joined: behind ": " or "; ".
size_t next_part(std::string_view text, size_t from) {
  const size_t at = text.find_first_of(":;", from);
  if (at == std::string_view::npos) return at;
  return text.substr(at + 1).starts_with(' ') ? at + 2 : next_part(text, at + 1);
}

bool is_quote(char c) { return c == '"' || c == '`'; }

// The same, or behind a quote: somebody quotes the message.
size_t next_start(std::string_view text, size_t from) {
  const size_t part = next_part(text, from);
  const size_t quote = text.find_first_of("\"`", from);
  return quote < part ? quote + 1 : part;
}

// Up to the other quote if it begins with one.
std::string_view part_at(std::string_view text, size_t start) {
  const std::string_view part = text.substr(start);
  if (start == 0 || !is_quote(text[start - 1])) return part;
  return part.substr(0, part.find(text[start - 1]));
}

// The sentence that the text is: one line, or two that were joined. Empty if it is none.
std::vector<std::string> sentence_of(std::string_view text, const IsSentence& is_sentence) {
  std::vector<std::string> whole = {std::string(text)};
  if (is_sentence(whole)) return whole;
  size_t at = next_part(text, 0);
  for (size_t tries = 0; tries < max_parts && at != std::string_view::npos; ++tries) {
    const std::string first(text.substr(0, at - 2)), second(text.substr(at));
    if (is_sentence({first}) && is_sentence({second})) return {first, second};
    at = next_part(text, at);
  }
  return {};
}

struct FoundMessage {
  std::vector<std::string> lines;
  std::string_view before;  // on the same line
};

std::optional<FoundMessage> message_in(std::string_view line, const IsSentence& is_sentence) {
  const std::string_view text = without_omission(trimmed(line)).substr(0, max_message_bytes);
  size_t start = 0;
  for (size_t tries = 0; tries < max_starts && start < text.size(); ++tries) {
    std::vector<std::string> lines = sentence_of(part_at(text, start), is_sentence);
    if (!lines.empty()) return FoundMessage{std::move(lines), text.substr(0, start)};
    start = next_start(text, start);
    if (start == std::string_view::npos) break;
  }
  return std::nullopt;
}

bool says_something(std::string_view line) {
  LoaderWords words;
  add_loader_words(line, words);
  return !words.program.empty() || !words.error.empty() || words.omitted_lines > 0 ||
         words.log_is_full || log_within_loader_line(line) != 0;
}

// strace has the result of a long call at the end of its line.
std::string with_both_ends(std::string_view line) {
  if (line.size() <= max_head_bytes + max_tail_bytes) return std::string(line);
  return std::string(line.substr(0, max_head_bytes)) + "..." +
         std::string(line.substr(line.size() - max_tail_bytes));
}

class MessagesReader {
 public:
  explicit MessagesReader(const IsSentence& is_sentence) : is_sentence_(is_sentence) {}

  std::vector<Trace> read(const Text& text) {
    text_ = &text;
    LineReader lines(text, 0, 1, window_bytes);
    while (std::optional<Line> line = lines.next()) {
      if (line->number > max_lines || traces_.size() == max_messages) break;
      take(*line);
    }
    close();
    return std::move(traces_);
  }

 private:
  void take(const Line& line) {
    const auto message = message_in(line.text, is_sentence_);
    if (!message && take_second_line(line)) return;
    unmatched_ =
        message ? std::string() : std::string(trimmed(line.text)).substr(0, max_message_bytes);
    if (!message) {
      close();
      return keep_around(line.text);
    }
    const bool goes_on = open_ && message->before.empty() &&
                         open_->sentence.size() + message->lines.size() <= max_sentence_lines;
    if (!goes_on) close();
    if (!open_)
      open_ = Rejection{{}, line_in_file(*text_, line.number), {}, std::nullopt, std::nullopt};
    for (const std::string& part : message->lines) open_->sentence.push_back(part);
    if (message->before.empty() && without_omission(line.text).size() == line.text.size()) return;
    if (open_->pasted.empty()) open_->pasted = trimmed(line.text).substr(0, max_message_bytes);
    keep_around(line.text);
  }

  // Of a sentence over two lines neither may say enough by itself.
  bool take_second_line(const Line& line) {
    const std::string text = std::string(trimmed(line.text)).substr(0, max_message_bytes);
    if (unmatched_.empty() || text.empty() || !is_sentence_({unmatched_, text})) return false;
    if (!before_.empty()) before_.pop_back();  // the first of them
    open_ = Rejection{
        {unmatched_, text}, line_in_file(*text_, line.number - 1), {}, std::nullopt, std::nullopt};
    unmatched_.clear();
    return true;
  }

  void keep_around(std::string_view line) {
    if (trimmed(line).empty()) return;
    keep_line_before(before_, line);
    if (!open_ && !traces_.empty()) keep_line_behind(traces_.back().capture.behind, line);
  }

  void close() {
    if (!open_) return;
    Trace trace;
    trace.reason = "only the kernel's message is here";
    trace.capture.message_only = true;
    trace.capture.cut = Cut::Both;
    trace.capture.lines = open_->sentence.size();
    trace.capture.before = std::move(before_);
    before_.clear();
    Unit& unit = trace.units.emplace_back();
    unit.path.start_missing = true;
    unit.rejection = std::move(*open_);
    open_.reset();
    traces_.push_back(std::move(trace));
  }

  const IsSentence& is_sentence_;
  const Text* text_ = nullptr;
  std::vector<Trace> traces_;
  std::optional<Rejection> open_;
  std::string unmatched_;  // the line above, if it is no sentence
  std::vector<std::string> before_;
};

}  // namespace

std::vector<Trace> read_messages(const Text& text, const IsSentence& is_sentence) {
  const Uncarried uncarried = without_carriers(text);
  std::vector<Trace> traces = MessagesReader(is_sentence).read(uncarried.text);
  for (size_t i = 0; i < traces.size(); ++i) {
    traces[i].capture.carriers = uncarried.carriers;
    traces[i].read_step = [](UnitIndex, StepIndex) { return Step{}; };
    note_surroundings(traces[i], i > 0);
  }
  return traces;
}

Capture read_loader_words(const Text& text) {
  const Uncarried uncarried = without_carriers(text);
  Capture capture;
  capture.carriers = uncarried.carriers;
  size_t bytes = 0;
  LineReader lines(uncarried.text, 0, 1, window_bytes);
  for (std::optional<Line> line = lines.next(); line && line->number <= max_lines;
       line = lines.next()) {
    if (trimmed(line->text).empty()) continue;
    capture.whole.push_back(with_both_ends(line->text));
    bytes += capture.whole.back().size();
    if (bytes > max_whole_bytes) break;
    if (is_loader_line(line->text) || says_something(line->text))
      keep_line_before(capture.before, line->text);
  }
  for (const std::string& line : capture.before) add_loader_words(line, capture.said);
  return capture;
}

}  // namespace bpflens
