// Sums in the user's C that a pointer and a distance make, as they are computed, dereferenced and
// subscripted. A name that was given such a sum once stands for it.
#pragma once

#include <vector>

#include "judge/c_expression.h"
#include "judge/c_text.h"
#include "judge/c_value.h"

namespace bpflens {

// A place where the sum of a pointer and something is computed.
struct CAddress {
  CRange range;               // data + n - 1, (data + n - 1), data[n - 1]
  bool is_subscript = false;  // the range is what stands there, not where
  CSum sum;                   // of data[n - 1]: data + n - 1
};

// The sum, with those names in it replaced that are declared as a sum and never written again
// before `token`.
CSum expanded(const CText& text, CRange function, const CSum& sum, size_t token);

// Sums that are not part of a larger one, and subscripts, in the order of the text.
std::vector<CAddress> addresses_in(const CTree& tree, CRange function);

}  // namespace bpflens
