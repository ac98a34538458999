// Classifies lines like classify_line does, and instructions that it has seen before without
// looking at more than whether they are the same: a log repeats the instructions of its program for
// every visit.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "read/log_line.h"

namespace bpflens {

class InsnLines {
 public:
  InsnLines() : heads_(head_count) {}
  LogLine classify(std::string_view line);

 private:
  static constexpr size_t head_count = 2048;
  static constexpr uint32_t no_insn = UINT32_MAX;

  // An instruction's line up to its state: "(07) r6 += 1      ;".
  struct Head {
    uint32_t insn = no_insn;
    uint8_t length = 0, text_length = 0, code = 0;
    bool has_state = false;  // ends with the semicolon; else nothing stands behind it
    char bytes[56] = {};

    bool begins(std::string_view rest) const;
  };

  void remember(Head& head, std::string_view rest, const LogLine& parsed);

  std::vector<Head> heads_;  // by a hash: whatever collides is classified again
};

}  // namespace bpflens
