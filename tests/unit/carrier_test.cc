// A log is taken out of what carried it; what nobody carried is left alone, to the byte.
// tests/carriers holds the same to every log of testdata; here are the rules one by one.
#include "read/carrier.h"

#include <string>
#include <vector>

#include "catch.h"
#include "read/line_prefix.h"
#include "read/string_literal.h"
#include "read/utf16.h"

using namespace bpflens;

namespace {

const std::string plain =
    "0: R1=ctx() R10=fp0\n"
    "; int f(struct ctx* c) @ f.c:1\n"
    "0: (b7) r0 = 2                        ; R0_w=2\n"
    "1: (61) r2 = *(u32 *)(r1 +0)          ; R1=ctx() R2_w=pkt(r=0)\n"
    "2: (71) r0 = *(u8 *)(r2 +0)\n"
    "R2 invalid mem access 'pkt'\n"
    "processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
    "mark_read 0\n";

std::string contents(const Text& text) {
  std::string bytes(static_cast<size_t>(text.size), '\0');
  bytes.resize(text.read(0, bytes.data(), bytes.size()));
  return bytes;
}

std::string uncarried(const std::string& bytes) {
  return contents(without_carriers(text_in_memory(bytes, "test")).text);
}

std::string each_line(const std::string& before, const std::string& text = plain) {
  std::string changed;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at) + 1;
    changed += before + text.substr(at, end - at);
    at = end;
  }
  return changed;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

}  // namespace

TEST_CASE("carrier: what nobody carried is left alone") {
  for (const std::string& text :
       {plain, std::string("no log at all\n"), std::string(), std::string("\n\n\n"),
        plain + "\n" + plain, replaced(plain, "\n", "\r\n"),
        std::string("func#0 @0\nLive regs before insn:\n  0: .1........ (b7) r0 = 2\n"
                    "  1: .1........ (95) exit\n") +
            plain}) {
    CAPTURE(text);
    const Uncarried result = without_carriers(text_in_memory(text, "test"));
    CHECK(result.carriers.empty());
    CHECK(contents(result.text) == text);
  }
}

TEST_CASE("carrier: the same prefix on every line") {
  for (const char* prefix :
       {"\t", "    ", "> ", "> > ", "+", "name-1  | ", "Nov 22 19:21:43 host unit[123]: ",
        "2024-05-01T12:00:00.1234567Z stderr F ", "[   12.345678] BPF: ", "[pod/x/c] ",
        "run.log:", "E0522 12:00:00.000000   123 main.go:12] "}) {
    CAPTURE(prefix);
    CHECK(uncarried(each_line(prefix)) == plain);
    CHECK(uncarried("hello\n" + each_line(prefix)) == "hello\n" + plain);
  }
}

TEST_CASE("carrier: strings in other strings") {
  const std::string escaped = replaced(plain, "\n", "\\n");
  const std::string twice = replaced(replaced(escaped, "\\", "\\\\"), "\"", "\\\"");
  CHECK(uncarried("{\"error\":\"" + escaped + "\",\"code\":13}\n") == "{\"error\":\"\n" + plain);
  CHECK(uncarried("level=error msg=\"load: \\n" + escaped + "\"\n") ==
        "level=error msg=\"\nload: \n" + plain);
  CHECK(uncarried("{\"log\":\"{\\\"error\\\":\\\"" + twice + "\\\"}\\n\"}\n") ==
        "{\"log\":\"\n{\"error\":\"\n" + plain);
  CHECK(uncarried(escaped + "\n") == plain);
}

TEST_CASE("carrier: a terminal's colours, a page's entities, an editor's blanks") {
  CHECK(uncarried(each_line("\x1b[0;31m")) == plain);
  CHECK(uncarried(replaced(plain, "R2", "\x1b[1mR2\x1b[0m")) == plain);
  CHECK(uncarried(replaced(plain, "R2", "^[[1mR2^[[0m")) == plain);
  CHECK(uncarried(replaced(plain, " ", "\xc2\xa0")) == plain);
  CHECK(uncarried(replaced(plain, "'", "\xe2\x80\x99")) == plain);
  CHECK(uncarried(replaced(plain, "\n", "<br>\n")) == plain);
  CHECK(uncarried("<pre>" + replaced(plain, "'", "&#39;") + "</pre>\n") == plain + "\n");
  CHECK(uncarried(replaced(plain, "\n", "\r\r\n")) == plain);
  CHECK(uncarried(replaced(plain, "\n", "\n\n")) == plain);
  CHECK(uncarried(replaced(plain, "\n", "   \n")) == plain);
}

TEST_CASE("carrier: lines broken at the width of a terminal") {
  for (const size_t width : {size_t{48}, size_t{56}, size_t{64}}) {
    CAPTURE(width);
    std::string wrapped;
    for (size_t at = 0; at < plain.size();) {
      const size_t end = plain.find('\n', at);
      for (; end - at > width; at += width) wrapped += plain.substr(at, width) + "\n";
      wrapped += plain.substr(at, end - at) + "\n";
      at = end + 1;
    }
    CHECK(uncarried(wrapped) == plain);
  }
}

TEST_CASE("carrier: what stands once before the log becomes a line of its own") {
  CHECK(uncarried("Error: Verifier output: " + plain) == "Error: Verifier output: \n" + plain);
}

TEST_CASE("carrier: a line's number is that in the file") {
  const std::string escaped = replaced(plain, "\n", "\\n");
  const Text text =
      without_carriers(text_in_memory("a\nb\n{\"error\":\"" + escaped + "\"}\nc\n", "x")).text;
  CHECK(line_in_file(text, 2) == 2);
  CHECK(line_in_file(text, 3) == 3);
  CHECK(line_in_file(text, 4) == 3);
  CHECK(line_in_file(text, 10) == 3);
  CHECK(line_in_file(text, 11) == 4);
}

TEST_CASE("carrier: a text that is long is rewritten in pieces") {
  const std::string escaped = replaced(plain, "\n", "\\n");
  std::string many, many_escaped;
  while (many.size() < (size_t{6} << 20)) {
    many += plain;
    many_escaped += escaped;
  }
  CHECK((uncarried(each_line("Nov 22 19:21:43 host unit[123]: ", many)) == many));
  // One line of several chunks.
  const std::string in_json = "{\"error\":\"" + many_escaped + "\"}\n";
  CHECK((uncarried(in_json) == "{\"error\":\"\n" + many));
}

TEST_CASE("carrier: UTF-16") {
  for (const bool is_big : {false, true}) {
    CAPTURE(is_big);
    std::string wide = is_big ? "\xfe\xff" : "\xff\xfe";
    for (const char c : plain) wide += is_big ? std::string{'\0', c} : std::string{c, '\0'};
    CHECK(uncarried(wide) == plain);
    CHECK(uncarried(wide.substr(2)) == plain);
  }
  CHECK(utf8_of(std::string("\x3d\xd8\x00\xde\x00\xd8", 6), Utf16::LittleEndian) ==
        "\xf0\x9f\x98\x80\xef\xbf\xbd");
}

TEST_CASE("line prefix: words count, numbers and dates do not") {
  struct Row {
    const char* prefix;
    const char* line;
    size_t length;
  };
  for (const Row& row : std::vector<Row>{
           {"Nov 30 23:59:59 host unit[1]: ", "Dec  1 00:00:00 host unit[12]: x", 31},
           {"Nov 30 23:59:59 host unit[1]: ", "Nov 30 23:59:59 host other[1]: x", no_prefix},
           {"[   12.345678] ", "[1234.345678]  R0=1", 14},
           {"     9\t", "    10\tx", 7},
           {"12:", "13-x", 3},
           {"> ", ">", 1},
           {"> ", "x", no_prefix},
           {"\t", "    x", no_prefix},
           {"INFO app: ", "ERROR app: x", 11},
           {"a: ", "b: x", no_prefix}}) {
    CAPTURE(row.prefix, row.line);
    CHECK(length_of_prefix(row.prefix, row.line) == row.length);
  }
}

TEST_CASE("string literal: escapes of four languages") {
  struct Row {
    const char* body;
    const char* text;
    size_t length;
  };
  for (const Row& row : std::vector<Row>{{R"(a\nb"c)", "a\nb", 4},
                                         {R"(-\u003e)", "->", 7},
                                         {R"(\u{1f600}\x41)",
                                          "\xf0\x9f\x98\x80"
                                          "A",
                                          13},
                                         {R"(\q\u12)", R"(\q\u12)", 6},
                                         {R"(\")", "\"", 2},
                                         {R"(\)", "\\", 1},
                                         {"", "", 0}}) {
    CAPTURE(row.body);
    const Literal literal = read_literal(row.body);
    CHECK(literal.text == row.text);
    CHECK(literal.length == row.length);
  }
}
