// Which line of the user's files each instruction gets: unchanged and changed files, logs with and
// without numbers, lines that stand there several times.
#include "judge/source.h"

#include <string>
#include <utility>
#include <vector>

#include "catch.h"
#include "judge_traces.h"

using namespace bpflens;

namespace {

struct Said {
  std::string text = "";
  uint32_t line = 0;
  std::string file = "";
};

// One instruction per line of the log, in their order.
Trace trace_saying(const std::vector<Said>& lines) {
  std::vector<Step> steps;
  for (const Said& said : lines) {
    Step step = hand_built::step(static_cast<uint32_t>(steps.size()), hand_built::move(0, 1));
    if (!said.text.empty()) step.source = SourceSpan{said.file, said.line, 0, said.text};
    steps.push_back(std::move(step));
  }
  return hand_built::rejected(std::move(steps), {"no"});
}

SourceFile whole_file(std::string path, const std::vector<std::string>& lines) {
  SourceFile file;
  file.path = std::move(path);
  file.whole = true;
  for (const std::string& line : lines)
    file.lines.emplace(static_cast<uint32_t>(file.lines.size() + 1), line);
  return file;
}

SourceView view_of(const Trace& trace, std::vector<SourceFile> files) {
  return source_view(trace, 0, [&](std::span<const SourceSpan>) { return files; });
}

// "a.c:3" for each instruction; "log" where only the log has the line.
std::vector<std::string> positions(const Trace& trace, const std::vector<SourceFile>& files) {
  const SourceView view = view_of(trace, files);
  std::vector<std::string> out;
  for (const StepRef& step : trace.units[0].path.steps) {
    const auto at = view.find(step.insn);
    if (!at) {
      out.emplace_back("none");
      continue;
    }
    const SourceFile& file = view.files[at->file];
    out.push_back(file.whole ? file.path + ":" + std::to_string(at->line) : "log");
  }
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a numbered line is that line of the file, whatever its blanks") {
  const Trace trace = trace_saying({{"int last = frame[n - 1];", 3, "tail.c"}, {"}", 4, "tail.c"}});
  const auto file =
      whole_file("xdp/tail.c", {"int f(void)", "{", "\tint  last =\tframe[n - 1];\r", "}"});
  CHECK(positions(trace, {file}) == Lines{"xdp/tail.c:3", "xdp/tail.c:4"});
}

TEST_CASE("the line of a file that has changed since is the one that moved with its neighbours") {
  const Trace trace = trace_saying({{"if (!a)", 2, "v.c"},
                                    {"return 0;", 3, "v.c"},
                                    {"if (!b)", 4, "v.c"},
                                    {"return 0;", 5, "v.c"},
                                    {"use(a, b, c);", 6, "v.c"}});
  const auto file = whole_file("v.c", {"{", "// new", "// lines", "// here", "if (!a)", "return 0;",
                                       "if (!b)", "return 0;", "use(a, b);"});
  CHECK(positions(trace, {file}) == Lines{"v.c:5", "v.c:6", "v.c:7", "v.c:8", "log"});
}

TEST_CASE("the same text under the number of another line is not taken for it") {
  const Trace trace = trace_saying({{"x = 1;", 2, "v.c"}});
  CHECK(positions(trace, {whole_file("v.c", {"x = 1;", "y = 1;"})}) == Lines{"v.c:1"});
  CHECK(positions(trace, {whole_file("w.c", {"y = 1;", "x = 1;"})}) == Lines{"log"});
}

TEST_CASE("of two files with one name the one that says it is taken, line by line") {
  const auto a = whole_file("a/util.h", {"one();", "two();"});
  const auto b = whole_file("b/util.h", {"three();", "four();"});
  const Trace trace = trace_saying({{"three();", 1, "util.h"}, {"two();", 2, "util.h"}});
  CHECK(positions(trace, {a, b}) == Lines{"b/util.h:1", "a/util.h:2"});
  // A line that both have is of the file that has more of the others.
  const auto c = whole_file("c/util.h", {"one();", "two();", "five();"});
  const Trace more = trace_saying({{"one();", 1, "util.h"}, {"five();", 3, "util.h"}});
  CHECK(positions(more, {a, c}) == Lines{"c/util.h:1", "c/util.h:3"});
}

TEST_CASE("without numbers, a repeated line is the one in its neighbours' function") {
  const auto file = whole_file(
      "two.c", {"int first(struct ctx *c)", "{", "  load(c);", "  return 0;", "}",
                "int second(struct ctx *c)", "{", "  load(c);", "  stop(c);", "  return 0;", "}"});
  const Trace first = trace_saying({{"int first(struct ctx *c)"}, {"load(c);"}, {"return 0;"}});
  CHECK(positions(first, {file}) == Lines{"two.c:1", "two.c:3", "two.c:4"});
  const Trace second = trace_saying({{"load(c);"}, {"stop(c);"}, {"return 0;"}});
  CHECK(positions(second, {file}) == Lines{"two.c:8", "two.c:9", "two.c:10"});
}

TEST_CASE("without numbers, of two functions with the same lines it is the one without gaps") {
  const auto file = whole_file(
      "pair.c", {"int low(void)", "{", "  n = next();", "  n += 5;", "  trim(n);", "  use(n);", "}",
                 "int high(void)", "{", "  n = next();", "  use(n);", "}"});
  CHECK(positions(trace_saying({{"n = next();"}, {"use(n);"}}), {file}) ==
        Lines{"pair.c:10", "pair.c:11"});
  CHECK(positions(trace_saying({{"n = next();"}, {"trim(n);"}, {"use(n);"}}), {file}) ==
        Lines{"pair.c:3", "pair.c:5", "pair.c:6"});
  // Another file in between changes nothing.
  const auto header = whole_file("next.h", {"int next(void)", "{", "  return seed++;", "}"});
  CHECK(positions(trace_saying({{"n = next();"}, {"return seed++;"}, {"use(n);"}}),
                  {file, header}) == Lines{"pair.c:10", "next.h:3", "pair.c:11"});
}

TEST_CASE("without numbers, the lines of the program that the loader names come first") {
  const auto file = whole_file(
      "probes.c", {"int BPF_KPROBE(open_enter, int n)", "{", "  log(n);", "  return 0;", "}",
                   "int BPF_KPROBE(open_enter_at, int n);", "int BPF_KPROBE(open_exit, int n)", "{",
                   "  log(n);", "  return 0;", "}"});
  Trace trace = trace_saying({{"log(n);"}, {"return 0;"}});
  CHECK(positions(trace, {file}) == Lines{"probes.c:3", "probes.c:4"});
  trace.program = "open_exit";
  CHECK(positions(trace, {file}) == Lines{"probes.c:9", "probes.c:10"});
  trace.program = "open_enter";
  CHECK(positions(trace, {file}) == Lines{"probes.c:3", "probes.c:4"});
}

TEST_CASE("without numbers, the line of an inline function is in its header") {
  const auto program =
      whole_file("prog.c", {"int run(void *p)", "{", "  check(p);", "  return 0;", "}"});
  const auto header = whole_file("net.h", {"static int check(void *p)", "{", "  if (!p)",
                                           "    return 0;", "  touch(p);", "}"});
  const Trace trace =
      trace_saying({{"int run(void *p)"}, {"if (!p)"}, {"return 0;"}, {"touch(p);"}});
  CHECK(positions(trace, {program, header}) == Lines{"prog.c:1", "net.h:3", "net.h:4", "net.h:5"});
}

TEST_CASE("without whole files the view holds the log's own lines") {
  const Trace trace = trace_saying({{"b();", 7, "x.c"}, {}, {"a();", 3, "x.c"}});
  const SourceView view = source_view(trace, 0, {});
  REQUIRE(view.files.size() == 1);
  CHECK(!view.files[0].whole);
  CHECK(view.files[0].lines == std::map<uint32_t, std::string>{{3, "a();"}, {7, "b();"}});
  CHECK(!view.find(1));
  const SourceView texts = source_view(trace_saying({{"b();"}, {"a();"}, {"b();"}}), 0, {});
  REQUIRE(texts.files.size() == 1);
  CHECK(!texts.files[0].numbered);
  CHECK(texts.files[0].lines == std::map<uint32_t, std::string>{{1, "b();"}, {2, "a();"}});
  CHECK(texts.find(0)->line == texts.find(2)->line);
}

TEST_CASE("a place gets file, number and indented text; without an instruction by its number") {
  const Trace trace = trace_saying({{"go(n);", 2, "x.c"}, {"gone(n);", 3, "x.c"}});
  const SourceView view = view_of(trace, {whole_file("src/x.c", {"int n = 1;", "\tgo(n);"})});
  Place place;
  place.insn = 0;
  REQUIRE(locate(place, view));
  CHECK(place.source->file == "src/x.c");
  CHECK(place.source->line == 2);
  CHECK(place.source->text == "\tgo(n);");
  Place declared;
  declared.source = SourceSpan{"src/x.c", 1, 0, "int n"};
  REQUIRE(locate(declared, view));
  CHECK(declared.source->text == "int n = 1;");
  Place changed;
  changed.insn = 1;
  changed.source = SourceSpan{"x.c", 3, 0, "gone(n);"};
  CHECK(!locate(changed, view));
  CHECK(changed.source->text == "gone(n);");
}
