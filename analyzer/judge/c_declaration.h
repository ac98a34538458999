// What a name of the user's C stands for: its declaration, and whether it is written again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "judge/c_text.h"

namespace bpflens {

struct CDeclaration {
  std::string type;    // as written, without its name: "const u8 *", "struct value*"
  std::string before;  // the same with the blank that another name needs behind it, if any
  size_t name = 0;     // token
  CRange initialiser;  // empty without one
  CRange statement;    // of the whole declaration
  bool is_array = false;
  bool is_parameter = false;
};

// The one that a token of this name in the function refers to: of the innermost block around it, or
// a parameter. Of what a log prints: the last line before it that looks like one.
std::optional<CDeclaration> declaration_of(const CText& text, CRange function,
                                           std::string_view name, size_t token);

// The last value that the text before `token` gives to a name, by its declaration or by a plain
// assignment; an empty range if there is none.
CRange value_given(const CText& text, CRange function, std::string_view name, size_t token);

// The type of all members of this name in the structs of the file; empty if there is none, or more
// than one.
std::string type_of_member(const CText& text, std::string_view name);

// The first place in this range where an expression such as `count` or `v->count`, or a name in it,
// is given another value: by an assignment, ++ or --, or maybe through its address. Declarations do
// not count. The range's end if there is none.
size_t first_write(const CText& text, CRange range, CRange expression);
bool is_written(const CText& text, CRange range, CRange expression);

}  // namespace bpflens
