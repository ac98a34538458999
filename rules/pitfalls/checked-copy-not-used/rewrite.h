// What happened, as the rule found it, and the user's own words for it: rule.cc writes the story,
// rewrite.cc finds the checked value in the source and the lines to type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "facts/evidence.h"
#include "facts/finding.h"

namespace bpflens {

// Instructions are numbers of the program; those that are optional do not occur in every story.
struct CopyStory {
  uint32_t check_insn = 0;  // the compare that limits one holder of the number
  Operation check = Operation::None;
  std::optional<uint64_t> check_constant;  // of the compare, sign-extended; nullopt: a register
  bool check_is_32bit = false;
  bool limited_by_jump = false;          // the path goes where the compare holds
  RegisterNumber checked = 0;            // of the compare
  RegisterNumber used = 0;               // holds the same number at the use
  uint32_t use_insn = 0;                 // adds it to a pointer, or calls the helper that takes it
  bool is_size = false;                  // the latter
  uint32_t read_insn = 0;                // the rejected one
  std::optional<uint32_t> reread_insn;   // loads the number from its place a second time
  std::optional<uint32_t> missing_insn;  // compares the sum with data_end and proves nothing
};

// The user's words for the checked value: "x", "v->idx". Nullopt if the source does not tell.
std::optional<std::string> checked_name(const Evidence& seen, const CopyStory& story);

// How the user's C declares the checked value, as far as the source tells.
struct DeclaredValue {
  bool is_local = false;     // a variable or parameter of the function
  bool is_volatile = false;  // every mention of it reads memory
};

DeclaredValue declared_value(const Evidence& seen, const CopyStory& story);

// The lines to type, as edits if the whole file is at hand. Nullopt: the source does not show where
// they go.
std::optional<Rewrite> rewrite_of(const Evidence& seen, const CopyStory& story);

// The same for a source that nobody knows; `name`: the user's words for the value.
Rewrite rewrite_to_fill_in(const CopyStory& story, const std::optional<std::string>& name);

}  // namespace bpflens
