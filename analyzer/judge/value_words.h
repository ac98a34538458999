// How a value is called in a sentence for the user: what a register holds, between which bounds a
// number is, what an operation did.
#pragma once

#include <span>
#include <string>

#include "facts/state.h"
#include "judge/proof.h"

namespace bpflens {

// "0 to 65535", "exactly 2", "any number"
std::string range_text(const Scalar& number);

// "a packet pointer", "a map value, or null", "a number"
std::string type_text(const RegisterState& state);

std::string bytes_text(int64_t count);  // "1 byte", "14 bytes"

// "R4 gets the low 32 bits of R3", of links that follow each other, oldest first.
std::string change_text(std::span<const Link> links);

// "R3 is added to R4", "R6 is combined with R0 by |"
std::string arithmetic_text(const Insn& insn);

// "x (R4)": what a conditional jump compares, in the user's words as well if the source tells them.
std::string compared_text(const ProofWalk& walk, StepIndex step, const Holder& holder);

// "bpf_map_lookup_elem", "the subprogram"
std::string callee_text(const Insn& call);

}  // namespace bpflens
