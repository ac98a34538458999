// Finds line ends with memchr; a line that is too long is handed out cut and its rest skipped.
#include "read/line.h"

#include <algorithm>
#include <cstring>

namespace bpflens {

LineReader::LineReader(const Text& text, uint64_t offset, uint64_t number, size_t window_bytes)
    : text_(text), window_offset_(offset), next_number_(number) {
  window_.resize(std::max(window_bytes, size_t{256}));
}

bool LineReader::fill() {
  std::memmove(window_.data(), window_.data() + begin_, end_ - begin_);
  window_offset_ += begin_;
  end_ -= begin_;
  begin_ = 0;
  // A window smaller than the line grows, up to the longest line that is taken whole.
  if (end_ == window_.size()) window_.resize(std::min(window_.size() * 4, 2 * max_line_bytes));
  if (end_ == window_.size()) return false;
  size_t got = text_.read(window_offset_ + end_, window_.data() + end_, window_.size() - end_);
  end_ += got;
  return got != 0;
}

// The rest of a line that was handed out cut.
void LineReader::skip_rest_of_line() {
  rest_is_skipped_ = false;
  while (begin_ < end_ || fill()) {
    const void* newline = std::memchr(window_.data() + begin_, '\n', end_ - begin_);
    if (newline) {
      begin_ = static_cast<size_t>(static_cast<const char*>(newline) - window_.data()) + 1;
      return;
    }
    begin_ = end_;
  }
}

// Length of the line at begin_ and whether its end was found; reads on as far as needed.
std::pair<size_t, bool> LineReader::find_line_end() {
  size_t searched = 0;
  while (true) {
    const char* start = window_.data() + begin_;
    size_t unsearched = end_ - begin_ - searched;
    const void* newline = unsearched ? std::memchr(start + searched, '\n', unsearched) : nullptr;
    if (newline) return {static_cast<size_t>(static_cast<const char*>(newline) - start), true};
    searched += unsearched;
    if (searched >= max_line_bytes || !fill()) return {searched, false};
  }
}

std::optional<Line> LineReader::next_at_edge() {
  if (rest_is_skipped_) skip_rest_of_line();
  auto [length, ended] = find_line_end();
  if (length == 0 && !ended) return std::nullopt;
  rest_is_skipped_ = !ended && length >= max_line_bytes;
  const bool is_cut = rest_is_skipped_ || length > max_line_bytes;
  Line line = take(std::min(length, max_line_bytes), length + (ended ? 1 : 0));
  line.cut = is_cut;
  return line;
}

}  // namespace bpflens
