// Recognises a log's era from its own lines: each tell-tale narrows the range of kernels that
// print like this.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "facts/era.h"
#include "read/log_line.h"
#include "read/register_state.h"

namespace bpflens {

// What eras_of_state says, remembered: the logs of a text repeat their states.
class StateEras {
 public:
  StateEras() : known_(known_count) {}
  EraRange of(std::string_view state);

 private:
  static constexpr size_t known_count = 4096;
  struct Known {
    uint64_t hash = 0;  // of the state that it is about; 0 if of none
    EraRange range;
  };
  std::vector<Known> known_;  // by hash: of two states with one place the newer
};

class EraTracker {
 public:
  explicit EraTracker(StateEras& eras) : eras_(eras) {}
  void see(const LogLine& line, std::string_view text);
  Era era() const;

 private:
  void narrow(EraRange tell_tale);
  void see_words(LineKind kind, std::string_view text);
  void see_liveness(const LogLine& line);

  StateEras& eras_;
  EraRange range_;
  bool any_ = false;
  uint32_t seen_ = 0;  // of the tell-tales, bit by bit: one that was seen has no more to tell
  int states_looked_at_ = 0;
  bool marks_liveness_ = false;   // "R1_w=": to 6.17
  bool has_bare_writes_ = false;  // "r1 = 0 ; R1=0"
};

}  // namespace bpflens
