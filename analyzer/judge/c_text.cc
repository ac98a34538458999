// Line by line; only a block comment, and a preprocessor line that ends in a backslash, reach into
// the next one.
#include "judge/c_text.h"

#include <algorithm>
#include <array>

namespace bpflens {
namespace {

constexpr std::string_view blanks = " \t\r\v\f";

// The longest first.
constexpr std::array<std::string_view, 22> long_signs{
    "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==",
    "!=",  "&&",  "||",  "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

size_t end_of_name(std::string_view line, size_t at) {
  while (at < line.size() && (is_letter(line[at]) || is_digit(line[at]))) at++;
  return at;
}

size_t end_of_number(std::string_view line, size_t at) {
  while (at < line.size() && (is_letter(line[at]) || is_digit(line[at]) || line[at] == '.')) at++;
  return at;
}

// Behind the closing quote, or the line's end without one.
size_t end_of_quoted(std::string_view line, size_t at) {
  const char quote = line[at++];
  while (at < line.size() && line[at] != quote) at += line[at] == '\\' ? 2 : 1;
  return std::min(at + 1, line.size());
}

size_t end_of_sign(std::string_view line, size_t at) {
  const std::string_view rest = line.substr(at);
  const auto found = std::ranges::find_if(
      long_signs, [&](std::string_view sign) { return rest.starts_with(sign); });
  return at + (found == long_signs.end() ? 1 : found->size());
}

struct Lexeme {
  CTokenKind kind;
  size_t end;
};

Lexeme lexeme_at(std::string_view line, size_t at) {
  const char c = line[at];
  if (is_letter(c)) return {CTokenKind::Name, end_of_name(line, at)};
  const bool is_fraction = c == '.' && at + 1 < line.size() && is_digit(line[at + 1]);
  if (is_digit(c) || is_fraction) return {CTokenKind::Number, end_of_number(line, at)};
  if (c == '"' || c == '\'') return {CTokenKind::Text, end_of_quoted(line, at)};
  return {CTokenKind::Sign, end_of_sign(line, at)};
}

bool continues(std::string_view line) {
  const size_t last = line.find_last_not_of(blanks);
  return last != std::string_view::npos && line[last] == '\\';
}

bool is_preprocessor(std::string_view line) {
  const size_t first = line.find_first_not_of(blanks);
  return first != std::string_view::npos && line[first] == '#';
}

struct Reader {
  CText text;
  bool in_comment = false;
  bool in_preprocessor = false;
  std::vector<CToken> directive;  // the tokens of the preprocessor line so far

  std::vector<CToken> tokens_in(std::string_view line, uint32_t number);
  void read_line(std::string_view line, uint32_t number);
  void end_directive();
};

std::vector<CToken> Reader::tokens_in(std::string_view line, uint32_t number) {
  std::vector<CToken> tokens;
  size_t at = 0;
  while (at < line.size()) {
    if (in_comment) {
      const size_t end = line.find("*/", at);
      if (end == std::string_view::npos) return tokens;
      in_comment = false;
      at = end + 2;
      continue;
    }
    at = line.find_first_not_of(blanks, at);
    if (at == std::string_view::npos || line.substr(at).starts_with("//")) return tokens;
    if (line.substr(at).starts_with("/*")) {
      in_comment = true;
      at += 2;
      continue;
    }
    const Lexeme lexeme = lexeme_at(line, at);
    tokens.push_back(
        {lexeme.kind, line.substr(at, lexeme.end - at), number, static_cast<uint32_t>(at + 1)});
    at = lexeme.end;
  }
  return tokens;
}

// "# define NAME value"; a macro with arguments has its bracket right behind the name.
void Reader::end_directive() {
  in_preprocessor = false;
  if (directive.size() >= 3 && directive[1].is("define") && directive[2].is_name()) {
    const bool takes_arguments = directive.size() > 3 && directive[3].is("(") &&
                                 directive[3].line == directive[2].line &&
                                 directive[3].column == directive[2].end_column();
    if (!takes_arguments)
      text.defines[directive[2].text].assign(directive.begin() + 3, directive.end());
  }
  directive.clear();
}

void Reader::read_line(std::string_view line, uint32_t number) {
  if (in_comment) text.begins_in_comment.insert(number);
  if (!in_comment && !in_preprocessor && is_preprocessor(line)) in_preprocessor = true;
  std::vector<CToken> tokens = tokens_in(line, number);
  for (const CToken& token : tokens)
    if (in_preprocessor && token.is_name()) text.directive_names.insert(token.text);
  std::vector<CToken>& out = in_preprocessor ? directive : text.tokens;
  const bool has_more = in_preprocessor && continues(line);
  if (has_more && !tokens.empty() && tokens.back().is("\\")) tokens.pop_back();
  out.insert(out.end(), tokens.begin(), tokens.end());
  if (in_preprocessor && !has_more && !in_comment) end_directive();
}

// What is never closed ends with the text, what was never opened closes nothing.
std::vector<size_t> ends_of_brackets(const std::vector<CToken>& tokens) {
  std::vector<size_t> behind(tokens.size(), tokens.size());
  std::vector<size_t> open;
  for (size_t i = 0; i < tokens.size(); i++) {
    const CToken& token = tokens[i];
    if (token.kind == CTokenKind::Gap) open.clear();
    if (token.is("(") || token.is("[") || token.is("{")) open.push_back(i);
    const bool closes = token.is(")") || token.is("]") || token.is("}");
    if (!closes || open.empty()) continue;
    behind[open.back()] = i + 1;
    open.pop_back();
  }
  return behind;
}

// "typedef unsigned char NAME;"
std::map<std::string_view, CRange> typedefs_in(const std::vector<CToken>& tokens) {
  std::map<std::string_view, CRange> typedefs;
  for (size_t i = 0; i < tokens.size(); i++) {
    if (!tokens[i].is("typedef")) continue;
    const size_t begin = i + 1;
    while (i < tokens.size() && !tokens[i].is(";") && !tokens[i].is("{")) i++;
    if (i == tokens.size() || i <= begin || !tokens[i - 1].is_name()) continue;
    if (tokens[i].is(";")) typedefs[tokens[i - 1].text] = {begin, i - 1};
  }
  return typedefs;
}

// From the bracket that opens the list; returns where it ends.
size_t read_enumerators(CText& text, size_t open) {
  const std::vector<CToken>& tokens = text.tokens;
  CEnumerator next;
  size_t at = open + 1;
  while (at < tokens.size() && tokens[at].is_name()) {
    const std::string_view name = tokens[at].text;
    const bool has_value = at + 1 < tokens.size() && tokens[at + 1].is("=");
    const size_t begin = at + 2;
    while (at < tokens.size() && !tokens[at].is(",") && !tokens[at].is("}")) at++;
    if (has_value) next = {{begin, at}, 0};
    text.enumerators.emplace(name, next);
    next.above++;
    if (at >= tokens.size() || tokens[at].is("}")) break;
    at++;
  }
  return at;
}

// "enum { A, B = 4 }", "enum name { A }"
void find_enumerators(CText& text) {
  for (size_t i = 0; i + 2 < text.tokens.size(); i++) {
    if (!text.tokens[i].is("enum")) continue;
    const size_t open = i + (text.tokens[i + 1].is_name() ? 2 : 1);
    if (text.tokens[open].is("{")) i = read_enumerators(text, open);
  }
}

}  // namespace

CText read_c(const SourceFile& file) {
  Reader reader;
  reader.text.file = &file;
  for (const auto& [number, line] : file.lines) {
    reader.read_line(line, number);
    if (file.whole) continue;
    reader.in_comment = false;
    if (reader.in_preprocessor) reader.end_directive();
    const auto end = static_cast<uint32_t>(line.size() + 1);
    reader.text.tokens.push_back({CTokenKind::Gap, {}, number, end});
  }
  reader.text.typedefs = typedefs_in(reader.text.tokens);
  find_enumerators(reader.text);
  reader.text.behind = ends_of_brackets(reader.text.tokens);
  return std::move(reader.text);
}

size_t first_token_of(const CText& text, uint32_t line) {
  const auto found = std::ranges::lower_bound(text.tokens, line, {}, &CToken::line);
  return static_cast<size_t>(found - text.tokens.begin());
}

CRange tokens_of_line(const CText& text, uint32_t line) {
  return {first_token_of(text, line), first_token_of(text, line + 1)};
}

std::string written(const CText& text, CRange range) {
  std::string out;
  for (size_t i = range.begin; i < range.end; i++) {
    const CToken& token = text.tokens[i];
    if (i > range.begin) {
      const CToken& before = text.tokens[i - 1];
      const bool is_apart = token.line != before.line || token.column != before.end_column();
      if (is_apart) out += ' ';
    }
    out += token.text;
  }
  return out;
}

bool are_same(const CText& text, CRange a, CRange b) {
  const auto at = [&](size_t index) { return text.tokens.begin() + static_cast<ptrdiff_t>(index); };
  return std::equal(at(a.begin), at(a.end), at(b.begin), at(b.end),
                    [](const CToken& x, const CToken& y) { return x.text == y.text; });
}

std::string fresh_name(const CText& text, CRange function, const std::string& wish) {
  std::set<std::string_view> taken = text.directive_names;
  for (size_t i = function.begin; i < function.end; i++)
    if (text.tokens[i].is_name()) taken.insert(text.tokens[i].text);
  std::string name = wish;
  for (int i = 2; taken.contains(name); i++) name = wish + "_" + std::to_string(i);
  return name;
}

std::string indentation_of(const CText& text, size_t token) {
  const std::string& line = text.file->lines.at(text.tokens[token].line);
  return line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
}

}  // namespace bpflens
