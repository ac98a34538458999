// What expressions of the user's C say: constants, sums, comparisons, and which outcome of a
// condition makes a part of it true.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "judge/c_expression.h"
#include "judge/c_text.h"

namespace bpflens {

// Integers with any suffix, arithmetic with them, #define and enum of the same file.
std::optional<int64_t> constant_of(const CTree& tree, CNodeIndex node);

struct CTerm {
  CRange range;
  CNodeKind kind = CNodeKind::Missing;
  bool is_subtracted = false;
};

// a + b - 3: the terms that are no known constants, and what the constants add up to.
struct CSum {
  std::vector<CTerm> terms;
  int64_t constant = 0;
  std::vector<CRange> constants;  // where they stand
  std::string cast;  // the outermost cast to a pointer to bytes that was looked through, "u8 *"
};

// Sums in brackets, and behind casts that do not change what is added, are part of it.
CSum sum_of(const CTree& tree, CNodeIndex node);
void add_to_sum(CSum& sum, const CTree& tree, CNodeIndex node, bool is_subtracted);

// In any order.
bool have_same_terms(const CText& text, const CSum& a, const CSum& b);

// "a + b - c", without the constants.
std::string written_terms(const CText& text, const std::vector<CTerm>& terms);

struct CComparison {
  CNodeIndex node = no_node, left = no_node, right = no_node;
  std::string_view op;  // <, <=, >, >=, ==, !=
};

// Those with a token on one of these lines, in the order of the text.
std::vector<CComparison> comparisons_between(const CTree& tree, uint32_t first, uint32_t last);

// If the condition is known to be `outcome`, so is this part of it; nullopt: it may be either.
std::optional<bool> value_where(const CTree& tree, CNodeIndex part, CNodeIndex condition,
                                bool outcome);

bool is_pointer(std::string_view type);
// To one byte, or to void, as far as the type's words tell.
bool is_byte_pointer(const CText& text, std::string_view type);

enum class CSign : uint8_t { Unknown, Signed, Unsigned };

// Of an integer type.
CSign sign_of(const CText& text, std::string_view type);

}  // namespace bpflens
