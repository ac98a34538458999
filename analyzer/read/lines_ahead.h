// Finds the lines of a text on one thread while another one looks at them. Left out of
// BPFLENS_TEXT_ONLY builds.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "read/insn_lines.h"
#include "read/line.h"
#include "read/text.h"

namespace bpflens {

// What is done with a batch before it is handed over, on the thread that found the lines. False: no
// line is left out from now on.
using SeeBatch = std::function<bool(const LineBatch&)>;

class LinesAhead {
 public:
  // `text` is read on the other thread only. Throws what std::thread throws.
  LinesAhead(Text text, SeeBatch see);
  ~LinesAhead();
  LinesAhead(const LinesAhead&) = delete;
  LinesAhead& operator=(const LinesAhead&) = delete;

  const LineBatch* next();  // null at the end; valid until the next call

 private:
  void run();
  LineBatch* wait_for_room();
  void hand_over(bool is_last);
  bool is_far_ahead();
  void classify(LineBatch& batch);
  bool fill(LineReader& lines, LineBatch& batch, bool leaves_out);

  Text text_;
  SeeBatch see_;
  InsnLines insn_lines_;
  std::array<LineBatch, 8> batches_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // How many batches were filled and given back; a batch's place is its number modulo eight.
  size_t filled_ = 0, taken_ = 0, returned_ = 0;
  bool is_at_end_ = false, is_over_ = false;
  std::thread thread_;
};

// The lines of `text`; null if there is no thread to be had.
Text::NextLines lines_found_ahead(Text text, SeeBatch see);

}  // namespace bpflens
