// Rewrites as a patch. That git takes it is tested by tests/scripts/git_apply.
#include "render/diff.h"

#include <string>
#include <vector>

#include "catch.h"
#include "unit/c_source.h"

namespace bpflens {
namespace {

Edit inserted(const std::string& path, uint32_t line, const std::string& text) {
  return {path, line, 1, line, 1, text};
}

ProgramResult result_with(SourceFile file, std::vector<Edit> edits) {
  ProgramResult result;
  result.input = "x.log";
  result.verdict = Verdict::Rejected;
  Finding finding;
  finding.rule = "BL001";
  Rewrite rewrite;
  rewrite.edits = std::move(edits);
  finding.rewrites.push_back(std::move(rewrite));
  result.findings.push_back(std::move(finding));
  result.sources.push_back(std::move(file));
  return result;
}

SourceFile numbered_lines(int count, const std::string& path = "a.c") {
  std::string text;
  for (int i = 1; i <= count; i++) text += "line " + std::to_string(i) + "\n";
  return whole_file(text, path);
}

}  // namespace

TEST_CASE("diff: a change with its context") {
  const Patch patch = render_diff({result_with(numbered_lines(9), {inserted("a.c", 5, "new\n")})});
  CHECK(patch.notes.empty());
  CHECK(patch.text ==
        "--- a/a.c\n+++ b/a.c\n@@ -2,6 +2,7 @@\n line 2\n line 3\n line 4\n+new\n line 5\n line 6\n"
        " line 7\n");
}

TEST_CASE("diff: far changes get hunks of their own, near ones share one") {
  const std::string text =
      render_diff(
          {result_with(numbered_lines(30), {inserted("a.c", 1, "a\n"), inserted("a.c", 4, "b\n"),
                                            inserted("a.c", 20, "x")})})
          .text;
  CHECK(
      text ==
      "--- a/a.c\n+++ b/a.c\n@@ -1,6 +1,8 @@\n+a\n line 1\n line 2\n line 3\n+b\n line 4\n line 5\n"
      " line 6\n@@ -17,7 +19,7 @@\n line 17\n line 18\n line 19\n-line 20\n+xline 20\n line 21\n"
      " line 22\n line 23\n");
}

TEST_CASE("diff: line ends are kept") {
  SourceFile file = whole_file("one\ntwo", "a.c");
  file.crlf = true;
  const std::string text = render_diff({result_with(file, {inserted("a.c", 2, "x\n")})}).text;
  CHECK(
      text ==
      "--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,3 @@\n one\r\n+x\r\n two\n\\ No newline at end of file\n");
  Edit behind = inserted("a.c", 2, "\nx");
  behind.column = behind.end_column = 4;
  file.crlf = false;
  CHECK(
      render_diff({result_with(file, {behind})}).text ==
      "--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,3 @@\n one\n-two\n\\ No newline at end of file\n+two\n+x\n"
      "\\ No newline at end of file\n");
}

TEST_CASE("diff: names are quoted as git does") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"my dir/a b.c", "--- a/my dir/a b.c\t\n+++ b/my dir/a b.c\t\n"},
      {"q\"\\.c", "--- \"a/q\\\"\\\\.c\"\n+++ \"b/q\\\"\\\\.c\"\n"},
      {"n\n\xc3.c", "--- \"a/n\\012\\303.c\"\n+++ \"b/n\\012\\303.c\"\n"},
  };
  for (const auto& [path, head] : rows)
    CHECK(render_diff({result_with(numbered_lines(3, path), {inserted(path, 2, "x\n")})})
              .text.starts_with(head));
}

TEST_CASE("diff: the same from several logs once, contradictions not at all") {
  const ProgramResult first = result_with(numbered_lines(40), {inserted("a.c", 5, "new\n")});
  const ProgramResult elsewhere = result_with(numbered_lines(40), {inserted("a.c", 30, "far\n")});
  ProgramResult other = result_with(numbered_lines(40), {inserted("a.c", 5, "other\n")});
  other.input = "y.log";
  const Patch patch = render_diff({first, other, first, elsewhere});
  CHECK(patch.text.find("other") == std::string::npos);
  CHECK(patch.text.find("+new") == patch.text.rfind("+new"));
  CHECK(patch.text.find("+far") != std::string::npos);
  CHECK(patch.notes == std::vector<std::string>{
                           "y.log: no patch: its rewrite contradicts that of a log before it"});
}

TEST_CASE("diff: why there is none") {
  ProgramResult accepted;
  accepted.verdict = Verdict::Accepted;
  ProgramResult text_only = result_with(numbered_lines(3), {});
  ProgramResult without = text_only;
  without.findings[0].rewrites.clear();
  ProgramResult unknown_file = result_with(numbered_lines(3), {inserted("b.c", 1, "x")});
  ProgramResult bad_edit = result_with(numbered_lines(3), {inserted("a.c", 9, "x")});
  const Patch patch = render_diff({accepted, text_only, without, unknown_file, bad_edit});
  CHECK(patch.text.empty());
  CHECK(patch.notes == std::vector<std::string>{
                           "x.log: no patch: the rewrite is text only, see the text output",
                           "x.log: no patch: there is no rewrite for BL001",
                           "x.log: no patch: the file to change is not at hand",
                           "x.log: no patch: the file to change is not at hand",
                       });
}

}  // namespace bpflens
