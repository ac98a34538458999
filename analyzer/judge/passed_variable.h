// The variables whose addresses the user's C hands to a function.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "facts/evidence.h"
#include "judge/path.h"

namespace bpflens {

// The variable whose address a call gets: `&x`, or `x` where that is declared as an array.
struct PassedVariable {
  std::string name;  // "x", "state.key"
  bool has_address_sign = false;
  bool has_members = false;  // x.a stands somewhere around the call
  bool is_pointer = false;   // declared as one, or x->a does
};

// Of the only call on the instruction's line that may be meant; nullopt in doubt.
std::optional<PassedVariable> passed_variable(const Evidence& seen, uint32_t insn, const Insn& call,
                                              RegisterNumber argument);

// Those `&x` of the call where x is a pointer, for a paste that shows the line and not the
// registers. Nullopt unless there is exactly one.
std::optional<PassedVariable> passed_address_of_pointer(const Evidence& seen, uint32_t insn,
                                                        const Insn& call);

}  // namespace bpflens
