// The kernel's words for types of registers, "trusted_ptr_or_null_task_struct", both ways.
#pragma once

#include <string>
#include <string_view>

#include "facts/state.h"

namespace bpflens {

// Fills type, flags and type_name; false for a word that we do not know. `inv` and `scalar` are
// not among them: they are spelled differently from era to era.
bool set_pointer_type(std::string_view word, RegisterState& state);

void append_pointer_type(const RegisterState& state, std::string& text);

}  // namespace bpflens
