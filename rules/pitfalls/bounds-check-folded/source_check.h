// The folded check and what it was meant to guard, as they stand in the user's C.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "judge/c_address.h"
#include "judge/c_expression.h"
#include "judge/c_text.h"
#include "judge/c_value.h"

namespace bpflens {

// "data + size > data_end". Refers to the text, which must outlive it.
struct SourceCheck {
  CTree tree;  // of the function
  CRange function;
  CNodeIndex comparison = no_node;  // none: a macro hides it, the sum is that of the read
  CNodeIndex end = no_node;         // data_end
  std::string said;                 // the sum, as the user writes it there
  bool fails = true;                // the comparison is true where the packet is too short
  CSum sum;                         // data + size
  size_t pointer = 0;               // of its terms: data

  const CText& text() const { return *tree.text; }
};

// Something that is accessed before the packet's end: data + size - 4.
struct GuardedAddress {
  CAddress address;
  std::string distance;          // "4", "sizeof(*t)"
  std::optional<int64_t> bytes;  // nullopt: a sizeof, which only a compiler knows
};

std::optional<SourceCheck> source_check(const CText& text, uint32_t check_line, uint32_t read_line);

// Those behind the check, in the order of the text.
std::vector<GuardedAddress> guarded_addresses(const SourceCheck& check);

// The sum that an address on this line is computed from, as that of a check without a comparison.
std::optional<SourceCheck> sum_read_on(const CText& text, uint32_t line);

// A check, and what is accessed behind it.
struct ReadCheck {
  SourceCheck check;
  GuardedAddress read;
};

// The comparisons before this line that check the sum which is read through on it.
std::vector<ReadCheck> checks_of_read(const CText& text, uint32_t line);

std::string end_of(const SourceCheck& check);  // not for one without a comparison
const CTerm& pointer_term(const SourceCheck& check);

// The terms that are not the pointer: "size".
std::string written_length(const SourceCheck& check);

}  // namespace bpflens
