// The user's C as tokens. A whole file is read as one text; of what a log prints, every line stands
// for itself, because nobody knows what is between two of them. Reading never fails: bytes that are
// no C become signs of their own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "facts/source.h"

namespace bpflens {

enum class CTokenKind : uint8_t {
  Name,    // keywords, too
  Number,  // as written, 0x10UL
  Text,    // "..." or '...'
  Sign,    // operators and brackets, the longest that fits
  Gap,     // the end of a line in what a log prints
};

struct CToken {
  CTokenKind kind = CTokenKind::Sign;
  std::string_view text;
  uint32_t line = 0, column = 0;  // of its first byte, from 1

  uint32_t end_column() const { return column + static_cast<uint32_t>(text.size()); }
  bool is(std::string_view other) const { return text == other && kind != CTokenKind::Text; }
  bool is_name() const { return kind == CTokenKind::Name; }
};

// Indices of tokens, the end not included.
struct CRange {
  size_t begin = 0, end = 0;
  bool has(size_t index) const { return begin <= index && index < end; }
  bool is_empty() const { return begin >= end; }
};

// An enumerator is the value of the last one that says it, and so many more; an empty range is 0.
struct CEnumerator {
  CRange value;
  int64_t above = 0;
};

// Refers to the lines of the file, which must outlive it.
struct CText {
  const SourceFile* file = nullptr;
  std::vector<CToken> tokens;  // without those of preprocessor lines
  std::vector<size_t> behind;  // by token that is an open bracket: behind the one that closes it
  std::map<std::string_view, std::vector<CToken>> defines;  // without those that take arguments
  std::set<std::string_view> directive_names;   // in preprocessor lines, which may name macros
  std::map<std::string_view, CRange> typedefs;  // to the type's words
  std::map<std::string_view, CEnumerator> enumerators;
  std::set<uint32_t> begins_in_comment;  // lines
};

CText read_c(const SourceFile& file);

// The first token on this line or, if there is none, behind it.
size_t first_token_of(const CText& text, uint32_t line);
CRange tokens_of_line(const CText& text, uint32_t line);

// As written; a line end and what is around it becomes one blank.
std::string written(const CText& text, CRange range);

bool are_same(const CText& text, CRange a, CRange b);

// The first of wish, wish_2, wish_3 ... that neither the function nor a preprocessor line uses.
std::string fresh_name(const CText& text, CRange function, const std::string& wish);

// The blanks and tabs that the line of this token begins with.
std::string indentation_of(const CText& text, size_t token);

}  // namespace bpflens
