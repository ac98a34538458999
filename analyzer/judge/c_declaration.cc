// A statement declares if it begins with at least one word, maybe stars, and then a name that is
// followed by what follows declared names.
#include "judge/c_declaration.h"

#include <algorithm>
#include <array>
#include <vector>

#include "judge/c_statement.h"

namespace bpflens {
namespace {

constexpr std::array<std::string_view, 15> no_types{
    "return", "goto",  "else",   "case", "default", "break",   "continue", "do",
    "if",     "while", "switch", "for",  "sizeof",  "typedef", "asm"};
constexpr std::array<std::string_view, 11> assigning{
    "=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="};

template <typename Words>
bool is_one_of(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool ends_declarator(const CToken& token) {
  return token.is("=") || token.is(";") || token.is(",") || token.is("[") || token.is(")") ||
         token.kind == CTokenKind::Gap;
}

// Reads declarators from `at` on, in a statement or in a parameter list.
struct Reader {
  const CText& text;
  size_t end;
  std::vector<CDeclaration> found;

  const CToken& token(size_t at) const { return text.tokens[at]; }
  size_t behind_words(size_t at) const;
  size_t behind_stars(size_t at) const;
  size_t behind_initialiser(size_t at) const;
  std::string type_of(size_t begin, size_t words, CRange stars) const;
  void read(size_t begin);
};

// Words of the type: those that another word or a star follows.
size_t Reader::behind_words(size_t at) const {
  while (at + 1 < end && token(at).is_name() && !is_one_of(no_types, token(at).text)) {
    const CToken& next = token(at + 1);
    const bool has_argument = next.is("(") && token(at).text.starts_with("__");
    if (has_argument) {  // __attribute__((...)), __typeof__(x)
      at = text.behind[at + 1];
      continue;
    }
    if (!next.is_name() && !next.is("*")) break;
    at++;
  }
  return at;
}

size_t Reader::behind_stars(size_t at) const {
  const auto is_part = [&](const CToken& one) {
    return one.is("*") || one.is("const") || one.is("volatile") || one.is("restrict");
  };
  while (at < end && is_part(token(at))) at++;
  return at;
}

size_t Reader::behind_initialiser(size_t at) const {
  while (at < end && !token(at).is(",") && !token(at).is(";") && !token(at).is(")") &&
         token(at).kind != CTokenKind::Gap) {
    const bool opens = token(at).is("(") || token(at).is("[") || token(at).is("{");
    at = opens ? std::min(text.behind[at], end) : at + 1;
  }
  return at;
}

// The stars of a second declarator do not stand behind the words.
std::string Reader::type_of(size_t begin, size_t words, CRange stars) const {
  if (stars.begin == words) return written(text, {begin, stars.end});
  const std::string type = written(text, {begin, words});
  return stars.is_empty() ? type : type + " " + written(text, stars);
}

void Reader::read(size_t begin) {
  const size_t words = behind_words(begin);
  if (words == begin) return;
  size_t at = words;
  while (at < end) {
    const size_t stars = at;
    const size_t name = behind_stars(at);
    if (name + 1 >= end || !token(name).is_name() || !ends_declarator(token(name + 1))) return;
    CDeclaration one;
    one.type = type_of(begin, words, {stars, name});
    const CToken& last = token(name - 1);
    const bool is_attached =
        last.is("*") && last.line == token(name).line && last.end_column() == token(name).column;
    one.before = one.type + (is_attached ? "" : " ");
    one.name = name;
    one.is_array = token(name + 1).is("[");
    at = one.is_array ? text.behind[name + 1] : name + 1;
    if (at < end && token(at).is("=")) {
      one.initialiser = {at + 1, behind_initialiser(at + 1)};
      at = one.initialiser.end;
    }
    one.statement = {begin, at};
    found.push_back(std::move(one));
    if (at >= end || !token(at).is(",")) return;
    at++;
  }
}

std::vector<CDeclaration> declarations_at(const CText& text, size_t begin, size_t end) {
  Reader reader{text, end, {}};
  reader.read(begin);
  return std::move(reader.found);
}

bool begins_statement(const CText& text, size_t at) {
  if (at == 0) return true;
  const CToken& before = text.tokens[at - 1];
  if (before.kind == CTokenKind::Gap) return true;
  if (before.is(";") || before.is("{") || before.is("}") || before.is(":")) return true;
  return before.is("(") && at >= 2 && text.tokens[at - 2].is("for");
}

// A line of a log that is no simple declaration, but ends in what a function or a type begins with.
bool opens_block(const CText& text, size_t at) {
  for (size_t i = at; i < text.tokens.size(); i++) {
    const CToken& token = text.tokens[i];
    if (token.is("{")) return true;
    if (token.kind == CTokenKind::Gap || token.is(";") || token.is("=")) return false;
  }
  return false;
}

bool is_head(const CText& text, CRange function, size_t at) {
  if (!text.file->whole) return opens_block(text, at);
  for (size_t i = function.begin; i <= at; i++)
    if (text.tokens[i].is("{") || text.tokens[i].kind == CTokenKind::Gap) return false;
  return true;
}

bool declares(const CText& text, const CDeclaration& one, std::string_view name) {
  return text.tokens[one.name].is(name);
}

struct Scopes {
  std::vector<std::optional<CDeclaration>> levels{1};

  void enter() { levels.emplace_back(); }
  void leave() {
    if (levels.size() > 1) levels.pop_back();
  }
  std::optional<CDeclaration> innermost() const {
    for (size_t i = levels.size(); i-- > 0;)
      if (levels[i]) return levels[i];
    return std::nullopt;
  }
};

// Of a function's head: "T a, U *b)".
std::optional<CDeclaration> parameter_named(const CText& text, CRange function,
                                            std::string_view name) {
  std::optional<CDeclaration> found;
  for (size_t i = function.begin; i < function.end && !text.tokens[i].is("{"); i++) {
    if (!text.tokens[i].is("(") && !text.tokens[i].is(",")) continue;
    for (CDeclaration& one : declarations_at(text, i + 1, function.end)) {
      if (!declares(text, one, name)) break;  // the next comma begins another type
      one.is_parameter = true;
      found = std::move(one);
      break;
    }
  }
  return found;
}

bool is_assignment(const CToken& token) { return is_one_of(assigning, token.text); }

// The end of the value behind an `=`.
size_t behind_value(const CText& text, size_t at, size_t end) {
  return Reader{text, end, {}}.behind_initialiser(at);
}

bool stands_at(const CText& text, size_t at, CRange expression) {
  const size_t size = expression.end - expression.begin;
  return at + size <= text.tokens.size() && are_same(text, {at, at + size}, expression);
}

bool is_member(const CText& text, size_t at, size_t begin) {
  return at > begin && (text.tokens[at - 1].is(".") || text.tokens[at - 1].is("->"));
}

// "&x" as an operand of its own, not "y & x", and not "&x->y", which is an address inside what x
// points to.
bool takes_address(const CText& text, CRange range) {
  if (range.begin < 2 || !text.tokens[range.begin - 1].is("&")) return false;
  const CToken& before = text.tokens[range.begin - 2];
  if (before.kind != CTokenKind::Sign || before.is(")") || before.is("]")) return false;
  const bool goes_on = range.end < text.tokens.size() &&
                       (text.tokens[range.end].is("->") || text.tokens[range.end].is("["));
  return !goes_on;
}

// Is what stands here assigned to, stepped, or handed out?
bool is_given_at(const CText& text, CRange range) {
  const bool is_stepped_before = range.begin > 0 && (text.tokens[range.begin - 1].is("++") ||
                                                     text.tokens[range.begin - 1].is("--"));
  if (is_stepped_before || takes_address(text, range)) return true;
  if (range.end >= text.tokens.size()) return false;
  const CToken& next = text.tokens[range.end];
  return is_assignment(next) || next.is("++") || next.is("--");
}

}  // namespace

std::optional<CDeclaration> declaration_of(const CText& text, CRange function,
                                           std::string_view name, size_t token) {
  Scopes scopes;
  if (text.file->whole) scopes.levels[0] = parameter_named(text, function, name);
  const size_t end = std::min(token, function.end);
  for (size_t i = function.begin; i < end; i++) {
    if (text.file->whole && text.tokens[i].is("{")) scopes.enter();
    if (text.file->whole && text.tokens[i].is("}")) scopes.leave();
    if (!begins_statement(text, i) || is_head(text, {function.begin, function.end}, i)) continue;
    for (CDeclaration& one : declarations_at(text, i, function.end))
      if (one.name < token && declares(text, one, name)) scopes.levels.back() = std::move(one);
  }
  return scopes.innermost();
}

CRange value_given(const CText& text, CRange function, std::string_view name, size_t token) {
  CRange value;
  for (size_t i = function.begin + 1; i + 1 < std::min(token, function.end); i++) {
    const bool is_given = text.tokens[i].is_name() && text.tokens[i].is(name) &&
                          text.tokens[i + 1].is("=") && !text.tokens[i - 1].is(".") &&
                          !text.tokens[i - 1].is("->");
    if (is_given) value = {i + 2, behind_value(text, i + 2, function.end)};
  }
  return value;
}

std::string type_of_member(const CText& text, std::string_view name) {
  std::string type;
  for (size_t i = 0; i < text.tokens.size(); i++) {
    if (!text.tokens[i].is("struct")) continue;
    const size_t open = i + (i + 1 < text.tokens.size() && text.tokens[i + 1].is_name() ? 2 : 1);
    if (open >= text.tokens.size() || !text.tokens[open].is("{")) continue;
    const size_t end = text.behind[open];
    for (size_t at = open + 1; at < end; at++) {
      if (!begins_statement(text, at)) continue;
      for (const CDeclaration& one : declarations_at(text, at, end)) {
        if (!declares(text, one, name)) continue;
        if (!type.empty() && type != one.type) return "";
        type = one.type;
      }
    }
    i = end - 1;
  }
  return type;
}

size_t first_write(const CText& text, CRange range, CRange expression) {
  std::vector<std::string_view> names;
  for (size_t i = expression.begin; i < expression.end; i++)
    if (text.tokens[i].is_name() && !is_member(text, i, expression.begin))
      names.push_back(text.tokens[i].text);
  for (size_t at = range.begin; at < range.end; at++) {
    if (is_member(text, at, 0)) continue;  // of something else
    const bool is_named = text.tokens[at].is_name() && is_one_of(names, text.tokens[at].text);
    const bool is_whole = stands_at(text, at, expression);
    if (is_named && is_given_at(text, {at, at + 1})) return at;
    if (is_whole && is_given_at(text, {at, at + expression.end - expression.begin})) return at;
  }
  return range.end;
}

bool is_written(const CText& text, CRange range, CRange expression) {
  return first_write(text, range, expression) != range.end;
}

}  // namespace bpflens
