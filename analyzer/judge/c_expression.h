// Expressions of the user's C. Whatever a range of tokens holds, statements, declarations, halves
// of a condition, is read as a row of expressions; what is none is skipped. A declaration `T *p = a
// + b` reads as the assignment of a + b to a product, which is near enough: its right side is what
// rules ask for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "judge/c_text.h"

namespace bpflens {

enum class CNodeKind : uint8_t {
  Name,
  Number,
  Text,
  Paren,      // left
  Cast,       // left; the type is between the brackets that it begins with
  Unary,      // op left
  Postfix,    // left op
  Binary,     // left op right, also the comma
  Assign,     // left op right: =, +=, ...
  Choice,     // left ? right : third
  Call,       // left(right)
  Subscript,  // left[right]
  Member,     // left op name: . or ->, the name is the last token
  Sizeof,
  Missing,  // an operand that is not there
};

using CNodeIndex = uint32_t;
inline constexpr CNodeIndex no_node = UINT32_MAX;

struct CNode {
  CNodeKind kind = CNodeKind::Missing;
  std::string_view op;
  CNodeIndex left = no_node, right = no_node, third = no_node;
  CNodeIndex parent = no_node;
  int height = 1;  // of the tree below, with itself
  CRange range;
};

struct CTree {
  const CText* text = nullptr;
  std::vector<CNode> nodes;
  std::vector<CNodeIndex> roots;  // in order

  const CNode& at(CNodeIndex index) const { return nodes[index]; }
};

// Refers to the text, which must outlive it.
CTree read_expressions(const CText& text, CRange range);

std::string written(const CTree& tree, CNodeIndex node);
bool are_same(const CTree& tree, CNodeIndex a, CNodeIndex b);

// The first node inside that is no bracket, or neither bracket nor cast.
CNodeIndex without_brackets(const CTree& tree, CNodeIndex node);
CNodeIndex without_casts(const CTree& tree, CNodeIndex node);

// "u8 *" of a cast.
std::string type_of_cast(const CTree& tree, CNodeIndex cast);

// Do the words of a type, without its stars, make it one? typedefs of the file count.
bool is_type_name(const CText& text, std::string_view name);

}  // namespace bpflens
