// Walks a Text line by line through one window of bounded size, forwards, from any offset.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "read/text.h"

namespace bpflens {

// No line of a verifier is longer: 64 stack slots and 11 registers, all printed in full.
inline constexpr size_t max_line_bytes = 64 * 1024;

struct Line {
  uint64_t offset = 0;    // of its first byte in the text
  uint64_t number = 0;    // 1-based if the walk began at the text's beginning
  std::string_view text;  // without line end; valid until the next call
  bool cut = false;       // longer than max_line_bytes: `text` is its beginning
};

class LineReader {
 public:
  // `number` is that of the line at `offset`.
  LineReader(const Text& text, uint64_t offset, uint64_t number, size_t window_bytes);
  std::optional<Line> next();

 private:
  std::pair<size_t, bool> find_line_end();
  void skip_rest_of_line();
  bool fill();  // moves the rest of the window to its front and reads on; false at the end

  const Text& text_;
  std::string window_;
  size_t begin_ = 0, end_ = 0;  // the unread part of the window
  uint64_t window_offset_;      // of window_[0] in the text
  uint64_t next_number_;
  bool rest_is_skipped_ = false;
};

}  // namespace bpflens
