// Edits, and the lines that they make.
#include "judge/rewrite.h"

#include <string>
#include <vector>

#include "catch.h"
#include "facts/edits.h"
#include "unit/c_source.h"

namespace bpflens {
namespace {

Edit edit(uint32_t line, uint32_t column, uint32_t end_line, uint32_t end_column,
          std::string text) {
  return {"a.c", line, column, end_line, end_column, std::move(text)};
}

}  // namespace

TEST_CASE("edits: several in one line, over lines, at both ends") {
  const SourceFile file = whole_file("one two\nthree\nfour\nfive\n", "a.c");
  CHECK(applied(file, {edit(1, 1, 1, 4, "1"), edit(1, 5, 1, 8, "2")}) ==
        "1 2\nthree\nfour\nfive\n");
  CHECK(applied(file, {edit(1, 8, 3, 1, "")}) == "one twofour\nfive\n");
  CHECK(applied(file, {edit(2, 6, 2, 6, "\nnew")}) == "one two\nthree\nnew\nfour\nfive\n");
  CHECK(applied(file, {edit(1, 1, 1, 1, "x\n"), edit(4, 5, 4, 5, "!")}) ==
        "x\none two\nthree\nfour\nfive!\n");
  CHECK(line_changes(file, std::vector{edit(1, 1, 1, 1, "x"), edit(2, 1, 2, 1, "y")}).size() == 1);
  CHECK(line_changes(file, std::vector{edit(1, 1, 1, 1, "x"), edit(3, 1, 3, 1, "y")}).size() == 2);
}

TEST_CASE("edits: what does not fit makes no change") {
  const SourceFile file = whole_file("one\ntwo\n", "a.c");
  const std::vector<std::vector<Edit>> rows{
      {edit(3, 1, 3, 1, "x")},
      {edit(1, 5, 1, 5, "x")},
      {edit(1, 0, 1, 1, "x")},
      {edit(1, 3, 1, 2, "x")},
      {edit(2, 1, 2, 1, "x"), edit(1, 1, 1, 1, "y")},
      {edit(1, 1, 1, 3, "x"), edit(1, 2, 1, 3, "y")},
      {edit(1, 1, 9, 1, "x")},
      {edit(0, 1, 0, 1, "x")},
  };
  for (const std::vector<Edit>& edits : rows) CHECK(line_changes(file, edits).empty());
  const SourceFile log = lines_of_log({{1, "one"}, {3, "three"}});
  CHECK(line_changes(log, std::vector{edit(1, 1, 3, 1, "x")}).empty());
}

TEST_CASE("rewrite: lines before and behind a statement") {
  const SourceFile file =
      whole_file("\tint a; if (a) b();\n\tc(); // why\n\td(); /* to\n be */ e();\n");
  const CText text = read_c(file);
  const std::vector<std::string> lines{"x;", "y;"};
  CHECK(applied(file, {lines_before(text, 3, lines)})
            .starts_with("\tint a; x;\n\ty;\n\tif (a) b();\n"));
  const CRange second = tokens_of_line(text, 2), third = tokens_of_line(text, 3);
  CHECK(
      applied(file, {line_behind(text, second, "z;", "so")}).find("\tc(); // why\n\tz;  // so\n") !=
      std::string::npos);
  CHECK(applied(file, {line_behind(text, third, "z;", "so")}).find("\td(); z; /* to\n") !=
        std::string::npos);
}

TEST_CASE("rewrite: the text is what the edits make") {
  const SourceFile file =
      whole_file("int f() {\n\t\tif (a > b) {\n\t\t\treturn 1;\n\t\t}\n\t\tx = a;\n}\n");
  const CText text = read_c(file);
  const CRange check = tokens_of_line(text, 2), use = tokens_of_line(text, 5);
  const std::vector<std::string> lines{"long w = a;"};
  const std::vector<Edit> edits{replacement(text, {use.begin + 2, use.begin + 3}, "w"),
                                lines_before(text, check.begin, lines),
                                replacement(text, {check.begin + 2, check.begin + 5}, "w > b")};
  const Rewrite rewrite = rewrite_from(text, edits, true);
  CHECK(rewrite.text == "long w = a;\nif (w > b) {\n...\nx = w;\n");
  CHECK(rewrite.edits.size() == 3);
  CHECK(rewrite_from(text, edits, false).edits.empty());
  CHECK(applied(file, rewrite.edits) ==
        "int f() {\n\t\tlong w = a;\n\t\tif (w > b) {\n\t\t\treturn 1;\n\t\t}\n\t\tx = w;\n}\n");
}

TEST_CASE("rewrite: of lines of a log only the text is made") {
  SourceFile file = lines_of_log({{1, "if (a > b) {"}, {2, "x = a;"}});
  file.numbered = false;
  const CText text = read_c(file);
  const std::vector<std::string> lines{"long w = a;"};
  const Rewrite rewrite =
      rewrite_from(text, {lines_before(text, 0, lines), replacement(text, {10, 11}, "w")}, true);
  CHECK(rewrite.text == "long w = a;\nif (a > b) {\n...\nx = w;\n");
  CHECK(rewrite.edits.empty());
}

}  // namespace bpflens
