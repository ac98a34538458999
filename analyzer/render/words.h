// The phrases that more than one output uses: places, branches, states, what the kernel wanted.
// All of it is safe to print.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/finding.h"

namespace bpflens {

// Our own sentences in lines of bearable length, cut at blanks; at least one line. The text went
// through `printable`.
std::vector<std::string> wrapped(std::string_view text);

// The input's name as shown: "<stdin>" for "-".
std::string input_name(std::string_view input);

// "last-byte.c:41" where the log names the source file, else "x.log:15".
std::string place_name(const Place& place, std::string_view input);

// "`if (data + size > data_end) {` (a.c:37)"
std::string source_words(const SourceSpan& source);

// "R1 is pkt_end(), as printed at this instruction", "R5 is not known"
std::string state_words(const InvolvedState& state);

// "insn 2 `if r1 > r1 goto pc+1` did not jump, from `if (data + size > data_end) {` (a.c:37)"
std::string branch_words(const BranchTaken& branch);

// "a check against data_end that covers the access (R4, offset 66, 2 bytes)"; empty if there is
// nothing to say.
std::string obligation_words(const Obligation& obligation);

// "R3 between 0 and 65466, just before insn 29"
std::string missing_fact_words(const MissingFact& fact);

// Who has to change, where it is not the program's C; empty if it is.
std::string_view fault_words(std::string_view layer);

// "57 insns processed"; empty if the log has no such number.
std::string stats_words(const Stats& stats);

}  // namespace bpflens
