// The lines are copied: what the one thread reads next then stays in the cache of its own core,
// which is worth more than the copy of the few lines that are handed over.
#include "read/lines_ahead.h"

#include <system_error>
#include <utility>

namespace bpflens {
namespace {

constexpr size_t window_bytes = 1 << 17;
constexpr size_t batch_bytes = 1 << 16;
constexpr size_t most_lines = 4096;
constexpr size_t line_end_bytes = 2;

// With the line end, which stands behind it in the reader's window; a line that is cut has none.
void add(LineBatch& batch, const Line& line) {
  const char* begin = batch.bytes.data() + batch.bytes.size();
  batch.bytes.append(line.text);
  Line kept = line;
  kept.text = std::string_view(begin, line.text.size());
  batch.lines.push_back(kept);
  if (line.cut) return;
  if (line.text.data()[line.text.size()] == '\r') batch.bytes += '\r';
  batch.bytes += '\n';
}

}  // namespace

LinesAhead::LinesAhead(Text text, SeeBatch see) : text_(std::move(text)), see_(std::move(see)) {
  for (LineBatch& batch : batches_) {
    batch.bytes.reserve(batch_bytes + max_line_bytes +
                        line_end_bytes);  // the lines' texts point into it
    batch.lines.reserve(most_lines);
    batch.parsed.reserve(most_lines);
  }
  thread_ = std::thread([this] { run(); });
}

LinesAhead::~LinesAhead() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

// False at the end of the text.
bool LinesAhead::fill(LineReader& lines, LineBatch& batch, bool leaves_out) {
  batch.bytes.clear();
  batch.lines.clear();
  batch.parsed.clear();
  batch.skipped = 0;
  while (batch.bytes.size() < batch_bytes && batch.lines.size() < most_lines) {
    const std::optional<Line> line = leaves_out ? lines.next_worth_reading() : lines.next();
    if (!line) return batch.skipped = lines.skipped_at_end(), false;
    add(batch, *line);
  }
  return true;
}

// The thread that has less to do says what the lines are.
bool LinesAhead::is_far_ahead() {
  const std::lock_guard lock(mutex_);
  return filled_ - taken_ >= batches_.size() / 2;
}

void LinesAhead::classify(LineBatch& batch) {
  for (const Line& line : batch.lines) batch.parsed.push_back(insn_lines_.classify(line.text));
}

LineBatch* LinesAhead::wait_for_room() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_over_ || filled_ - returned_ < batches_.size(); });
  return is_over_ ? nullptr : &batches_[filled_ % batches_.size()];
}

void LinesAhead::hand_over(bool is_last) {
  {
    const std::lock_guard lock(mutex_);
    filled_++;
    is_at_end_ = is_last;
  }
  changed_.notify_all();
}

void LinesAhead::run() {
  LineReader lines(text_, 0, 1, window_bytes);
  bool leaves_out = true;
  bool is_last = false;
  while (!is_last) {
    LineBatch* batch = wait_for_room();
    if (batch == nullptr) return;
    is_last = !fill(lines, *batch, leaves_out);
    if (see_) leaves_out = see_(*batch) && leaves_out;
    if (is_far_ahead()) classify(*batch);
    hand_over(is_last);
  }
}

const LineBatch* LinesAhead::next() {
  std::unique_lock lock(mutex_);
  const bool had_to_wait = filled_ - returned_ == batches_.size();
  if (taken_ > returned_) returned_++;
  if (had_to_wait) changed_.notify_all();
  changed_.wait(lock, [this] { return filled_ > taken_ || is_at_end_; });
  if (filled_ == taken_) return nullptr;
  return &batches_[taken_++ % batches_.size()];
}

Text::NextLines lines_found_ahead(Text text, SeeBatch see) {
  try {
    auto ahead = std::make_shared<LinesAhead>(std::move(text), std::move(see));
    return [ahead] { return ahead->next(); };
  } catch (const std::system_error&) {
    return nullptr;
  }
}

}  // namespace bpflens
