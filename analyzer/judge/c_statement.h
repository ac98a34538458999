// How the user's C goes on around a place: functions, blocks, ifs. Of what a log prints nothing of
// this is known, and its lines count as one function.
#pragma once

#include <optional>
#include <string_view>

#include "judge/c_text.h"

namespace bpflens {

// With its head, from behind the declaration before it. The whole text for lines of a log; empty if
// the line is in none.
CRange function_around(const CText& text, uint32_t line);

// Behind the statement that begins here.
size_t end_of_statement(const CText& text, size_t begin, size_t end);

// Where the simple statement around a token begins: behind the ; { } or : before it.
size_t begin_of_statement(const CText& text, CRange function, size_t token);

// May lines be put before the statement that begins here? Not if it is all of a branch, or
// labelled.
bool may_insert_before(const CText& text, size_t begin);

// The innermost block, without its brackets.
CRange block_around(const CText& text, CRange function, size_t token);

struct CIf {
  size_t keyword = 0;
  CRange condition, then_branch, else_branch;  // without brackets around the condition
  size_t end = 0;
};

// The if that has this token in its condition.
std::optional<CIf> if_deciding(const CText& text, CRange function, size_t token);

// Does the branch never go on behind its if: does it end in return, goto, break or continue?
bool leaves(const CText& text, CRange branch);

// A goto's or a switch's way into this range.
bool has_label(const CText& text, CRange range);

}  // namespace bpflens
