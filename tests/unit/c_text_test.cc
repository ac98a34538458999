// C as tokens: what is one, what is none, and bytes that are no C.
#include "judge/c_text.h"

#include <string>
#include <vector>

#include "catch.h"
#include "unit/c_source.h"

namespace bpflens {
namespace {

std::vector<std::string> tokens_of(const SourceFile& file) {
  const CText text = read_c(file);
  std::vector<std::string> tokens;
  for (const CToken& token : text.tokens)
    tokens.push_back(token.kind == CTokenKind::Gap ? "|" : std::string(token.text));
  return tokens;
}

using Tokens = std::vector<std::string>;

}  // namespace

TEST_CASE("c_text: tokens") {
  const std::vector<std::pair<std::string, Tokens>> rows{
      {"a+=b->c", {"a", "+=", "b", "->", "c"}},
      {"x<<=0x1fUL;", {"x", "<<=", "0x1fUL", ";"}},
      {"f(\"a b // \\\"\", 'c')", {"f", "(", "\"a b // \\\"\"", ",", "'c'", ")"}},
      {"a /* b */ c // d", {"a", "c"}},
      {"a /* b\nc */ d", {"a", "d"}},
      {"#define X \\\n  y + 1\nz", {"z"}},
      {"  # if 0 /* a\n b */\nz", {"z"}},
      {"\"never closed\nb", {"\"never closed", "b"}},
      {"a\r\n\tb", {"a", "b"}},
      {"\x01\xff@", {"\x01", "\xff", "@"}},
      {"", {}},
  };
  for (const auto& [source, tokens] : rows) CHECK(tokens_of(whole_file(source)) == tokens);
}

TEST_CASE("c_text: lines of a log stand for themselves") {
  const SourceFile file =
      lines_of_log({{3, "if (a + b > c /* the"}, {4, "end */ {"}, {9, "x = 1;"}});
  CHECK(tokens_of(file) == Tokens{"if", "(", "a", "+", "b", ">", "c", "|", "end", "*", "/", "{",
                                  "|", "x", "=", "1", ";", "|"});
}

TEST_CASE("c_text: places, definitions, names") {
  const SourceFile file = whole_file(
      "#define LIMIT (1 << 4)\n#define AT(x) (x)\ntypedef unsigned char byte;\n"
      "enum { zero, four = 4, five };\n  byte offset = 1;\n");
  const CText text = read_c(file);
  CHECK(text.defines.contains("LIMIT"));
  CHECK(!text.defines.contains("AT"));
  CHECK(written(text, text.typedefs.at("byte")) == "unsigned char");
  CHECK(text.enumerators.at("five").above == 1);
  const CRange line = tokens_of_line(text, 5);
  CHECK(written(text, line) == "byte offset = 1;");
  CHECK(text.tokens[line.begin].column == 3);
  CHECK(indentation_of(text, line.begin) == "  ");
  CHECK(fresh_name(text, line, "offset") == "offset_2");
  CHECK(fresh_name(text, line, "LIMIT") == "LIMIT_2");
  CHECK(fresh_name(text, line, "position") == "position");
}

TEST_CASE("c_text: brackets know their ends, also where some are missing") {
  const SourceFile file = whole_file("f(a[1], { (b) }); ) (c");
  const CText text = read_c(file);
  CHECK(written(text, {1, text.behind[1]}) == "(a[1], { (b) })");
  CHECK(text.behind[text.tokens.size() - 2] == text.tokens.size());
}

}  // namespace bpflens
