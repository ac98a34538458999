// The kernel's syntax for registers and stack slots, both ways: every era is parsed into the same
// typed state, absent fields are rebuilt by the era's rules of omission, and a state prints again
// as the same bytes in its era.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "facts/era.h"
#include "facts/state.h"

namespace bpflens {

// A state as it stands on a log line, behind "12:" or ";" or "from 2 to 7:": " R0=inv2 R10=fp0
// fp-8=mmmmmmmm refs=2", optionally led by " frame1:". nullopt if it is not a state line; a
// malformed value inside one keeps the rest (the register becomes RegisterType::Other).
std::optional<VerifierState> parse_state(std::string_view text, Era era);

// The same bytes again, for any line that `parse_state` read without loss; with a leading blank.
std::string print_state(const VerifierState& state, Era era);

// One register, without its name: "inv(id=0,umax_value=255,var_off=(0x0; 0xff))".
RegisterState parse_register(std::string_view text, Era era);
std::string print_register(const RegisterState& state, Era era);
std::string print_slot(const StackSlot& slot, Era era);

// The tell-tales of an era inside one state ("inv", "umax=", "smin=smin32=", "_w", ...): the
// earliest and latest era that print like this. Used to recognise a log's dialect.
struct EraRange {
  Era first = Era::A, last = Era::I;
};
EraRange eras_of_state(std::string_view text);

}  // namespace bpflens
