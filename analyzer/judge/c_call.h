// What the user's C hands to a function, in the user's words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/evidence.h"
#include "judge/c_expression.h"
#include "judge/path.h"

namespace bpflens {

std::vector<CNodeIndex> arguments_of(const CTree& tree, const CNode& call);

// Is this node, without casts and brackets around it, a call of the function, shown to its end?
std::optional<CNodeIndex> whole_call(const CTree& tree, CNodeIndex value, std::string_view callee);

// "len", "len & 31": the argument in this register of the call at the instruction. Nullopt where
// its line does not show one such call, or the argument is long or a constant's digits.
std::optional<std::string> argument_text(const Evidence& seen, uint32_t insn,
                                         std::string_view callee, RegisterNumber number);

}  // namespace bpflens
