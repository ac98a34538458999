// Recognises a log's era from its own lines: each tell-tale narrows the range of kernels that
// print like this.
#pragma once

#include <cstdint>
#include <string_view>

#include "facts/era.h"
#include "read/log_line.h"
#include "read/register_state.h"

namespace bpflens {

class EraTracker {
 public:
  void see(const LogLine& line, std::string_view text);
  Era era() const;
  // No line that begins with "mark_precise: " has more to tell.
  bool knows_backtracking() const;

 private:
  void narrow(EraRange tell_tale);
  void see_words(LineKind kind, std::string_view text);
  void see_liveness(const LogLine& line);

  EraRange range_;
  bool any_ = false;
  uint32_t seen_ = 0;  // of the tell-tales, bit by bit: one that was seen has no more to tell
  int states_looked_at_ = 0;
  bool marks_liveness_ = false;   // "R1_w=": to 6.17
  bool has_bare_writes_ = false;  // "r1 = 0 ; R1=0"
};

}  // namespace bpflens
