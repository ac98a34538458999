// What the files of register_state share and nobody else needs.
#pragma once

#include "read/register_state.h"

namespace bpflens {

// "inv" and everything left out that says nothing since 5.18: to 5.17.
inline bool prints_inv(Era era) { return era != Era::Unknown && era <= Era::D; }

// Grouped bounds, attributes that are zero left out, spills in full: since 6.8. An unknown dialect
// counts as a new one when there is nothing to recognise it by.
inline bool prints_groups(Era era) { return era == Era::Unknown || era >= Era::F; }

// The era itself; for Unknown the latest era that prints like `text`.
Era era_of(std::string_view text, Era era);

// One " R1_w=ctx(off=0,imm=0)" of a state line, taken apart. `is_slot`: "fp-8" in place of "R1".
struct StateWord {
  bool is_slot = false;
  uint32_t number = 0;  // of the register; bytes below the frame pointer
  uint8_t liveness = 0;
  std::string_view value;
};

// Cuts the next word off; blanks within parentheses do not end it. Empty at the end.
std::string_view take_word(std::string_view& line);
// nullopt if the word is not a register or slot.
std::optional<StateWord> parse_word(std::string_view word);

// The text of a slot, behind "fp-8=".
StackSlot parse_slot(std::string_view text, int32_t offset, uint8_t liveness, Era era);

}  // namespace bpflens
