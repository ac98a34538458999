// Walks a Text line by line through one window of bounded size, forwards, from any offset.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/log_line.h"
#include "read/text.h"

namespace bpflens {

// No line of a verifier is longer: 64 stack slots and 11 registers, all printed in full.
inline constexpr size_t max_line_bytes = size_t{64} * 1024;

struct Line {
  uint64_t offset = 0;    // of its first byte in the text
  uint64_t number = 0;    // 1-based if the walk began at the text's beginning
  std::string_view text;  // without line end; valid until the next call
  bool cut = false;       // longer than max_line_bytes: `text` is its beginning
  uint64_t skipped = 0;   // so many lines before it are not handed out (next_worth_reading)
};

// Some lines at once, for another thread. The texts point into `bytes`, where the line ends are,
// too.
struct LineBatch {
  std::string bytes;
  std::vector<Line> lines;
  std::vector<LogLine> parsed;  // what each of them is; empty if nobody had the time to look
  uint64_t skipped = 0;         // behind the last line
};

class LineReader {
 public:
  // `number` is that of the line at `offset`.
  LineReader(const Text& text, uint64_t offset, uint64_t number, size_t window_bytes);
  std::optional<Line> next() {
    if (!rest_is_skipped_) {
      const size_t length = length_in_window();
      if (length <= max_line_bytes) return take(length, length + 1);
    }
    return next_at_edge();
  }

  // Of backtracking lines that stand one behind another only the first: they are most of a large
  // log, and the others tell nothing more.
  std::optional<Line> next_worth_reading() {
    uint64_t skipped = 0;
    if (last_is_backtracking_) skipped += skip_lines(is_backtracking);
    std::optional<Line> line = next();
    // The window ended within such lines.
    while (line && last_is_backtracking_ && is_backtracking(line->text)) {
      skipped += 1 + skip_lines(is_backtracking);
      line = next();
    }
    if (line) {
      line->skipped = skipped;
      last_is_backtracking_ = is_backtracking(line->text);
    } else {
      skipped_at_end_ = skipped;
    }
    return line;
  }
  uint64_t skipped_at_end() const { return skipped_at_end_; }

  // Skips the lines for whose beginning `skips` says so, no further than the window reaches.
  // Returns how many they were. `skips` gets what is left of the window.
  template <typename Skips>
  uint64_t skip_lines(Skips skips) {
    if (rest_is_skipped_) return 0;
    const uint64_t first = next_number_;
    while (skips(std::string_view(window_.data() + begin_, end_ - begin_))) {
      const size_t length = length_in_window();
      if (length > max_line_bytes) break;
      begin_ += length + 1;
      ++next_number_;
    }
    return next_number_ - first;
  }

  uint64_t offset() const { return window_offset_ + begin_; }

 private:
  // As it is since 5.18.
  static bool is_backtracking(std::string_view line) {
    constexpr std::string_view beginning = "mark_precise: ";
    return line.starts_with(beginning);
  }

  // Of the next line; no_length if its end is not in the window.
  static constexpr size_t no_length = SIZE_MAX;
  size_t length_in_window() const {
    const char* start = window_.data() + begin_;
    const void* newline = std::memchr(start, '\n', end_ - begin_);
    return newline ? static_cast<size_t>(static_cast<const char*>(newline) - start) : no_length;
  }

  // `taken`: with the line end.
  Line take(size_t length, size_t taken) {
    Line line;
    line.offset = offset();
    line.number = next_number_++;
    line.text = std::string_view(window_.data() + begin_, length);
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    begin_ += taken;
    return line;
  }

  std::optional<Line> next_at_edge();  // of the window, or of what may be a line's length
  std::pair<size_t, bool> find_line_end();
  void skip_rest_of_line();
  bool fill();  // moves the rest of the window to its front and reads on; false at the end

  const Text& text_;
  std::string window_;
  size_t begin_ = 0, end_ = 0;  // the unread part of the window
  uint64_t window_offset_;      // of window_[0] in the text
  uint64_t next_number_;
  bool rest_is_skipped_ = false;
  bool last_is_backtracking_ = false;
  uint64_t skipped_at_end_ = 0;
};

}  // namespace bpflens
