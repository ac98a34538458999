// The checked value in the user's C: where it is compared, and what it is called.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "facts/evidence.h"
#include "judge/c_expression.h"
#include "judge/c_text.h"
#include "rules/pitfalls/checked-copy-not-used/rewrite.h"

namespace bpflens {

// Refers to the text, which must outlive it.
struct CheckedValue {
  CTree tree;  // of the function
  CRange function;
  CNodeIndex comparison = no_node;  // none: the function does not compare it itself
  CNodeIndex value = no_node;
  std::set<uint32_t> use_lines;  // of the use, the rejected access and the useless check

  const CText& text() const { return *tree.text; }
  CRange range() const { return tree.at(value).range; }
};

// `file`: of seen.source, the one that `text` is of.
std::optional<CheckedValue> checked_value(const CText& text, const Evidence& seen,
                                          const CopyStory& story, size_t file);

// Where the same expression stands, as a whole, in the order of the text.
std::vector<CNodeIndex> places_of(const CTree& tree, CRange expression);

}  // namespace bpflens
