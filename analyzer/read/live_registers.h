// The table "Live regs before insn:" (6.18 and later, level 2).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace bpflens {

// Appends what one row says: "  1   2: ......67.. (25) if r6 > 0x5", which is the strongly
// connected component if any, the instruction, and ten registers of which the live ones are named.
// Rows that do not follow in order are left out.
void add_live_row(std::vector<uint16_t>& live_before, std::string_view row);

}  // namespace bpflens
