// Lines through a window of bounded size: nothing lost, nothing invented, whatever the bytes.
#include "read/line.h"

#include <string>
#include <utility>
#include <vector>

#include "catch.h"

using namespace bpflens;

namespace {

std::vector<std::string> lines_of(const std::string& bytes, size_t window_bytes = 16) {
  Text text = text_in_memory(bytes, "test");
  LineReader reader(text, 0, 1, window_bytes);
  std::vector<std::string> lines;
  while (std::optional<Line> line = reader.next()) lines.emplace_back(line->text);
  return lines;
}

}  // namespace

TEST_CASE("lines end at newlines and at the end of the text") {
  CHECK(lines_of("").empty());
  CHECK(lines_of("a") == std::vector<std::string>{"a"});
  CHECK(lines_of("a\n") == std::vector<std::string>{"a"});
  CHECK(lines_of("a\n\nb") == std::vector<std::string>{"a", "", "b"});
  CHECK(lines_of("a\r\nb\r\n") == std::vector<std::string>{"a", "b"});
  CHECK(lines_of(std::string("a\0b\nc", 5)) ==
        std::vector<std::string>{std::string("a\0b", 3), "c"});
}

TEST_CASE("a line longer than the window is still whole") {
  const std::string longer(5000, 'x');
  CHECK(lines_of("a\n" + longer + "\nb") == std::vector<std::string>{"a", longer, "b"});
}

TEST_CASE("a line longer than any log's is cut, and the next one is found") {
  const std::string endless(3 * max_line_bytes + 7, 'x');
  Text text = text_in_memory("a\n" + endless + "\nb\n", "test");
  LineReader reader(text, 0, 1, 1024);
  CHECK(reader.next()->text == "a");
  const std::optional<Line> cut = reader.next();
  CHECK(cut->text.size() == max_line_bytes);
  CHECK(cut->cut);
  const std::optional<Line> after = reader.next();
  CHECK(after->text == "b");
  CHECK(after->number == 3);
  CHECK(after->offset == 2 + endless.size() + 1);
  CHECK_FALSE(reader.next());
}

TEST_CASE("a walk may begin at any offset") {
  Text text = text_in_memory("first\nsecond\nthird\n", "test");
  LineReader reader(text, 6, 2, 4);
  const std::optional<Line> line = reader.next();
  CHECK(line->text == "second");
  CHECK(line->number == 2);
  CHECK(line->offset == 6);
}

TEST_CASE("of backtracking lines one behind another the first is handed out, the others counted") {
  const std::string step = "mark_precise: frame0: regs=r6 stack= before 7: (57) r2 &= 1023\n";
  std::string bytes = "8: (95) exit\n";
  for (int i = 0; i < 300; ++i) bytes += step;
  bytes += "8: R6=1\n" + step + "mark_precise\n" + step + step;
  // Windows that end anywhere in such a line.
  for (size_t window = 256; window < 400; ++window) {
    const Text text = text_in_memory(bytes, "test");
    LineReader reader(text, 0, 1, window);
    std::vector<std::pair<uint64_t, uint64_t>> seen;  // number, skipped before
    while (const std::optional<Line> line = reader.next_worth_reading()) {
      seen.emplace_back(line->number, line->skipped);
      REQUIRE(bytes.compare(line->offset, line->text.size(), line->text) == 0);
    }
    const std::vector<std::pair<uint64_t, uint64_t>> expected = {{1, 0},   {2, 0},   {302, 299},
                                                                 {303, 0}, {304, 0}, {305, 0}};
    REQUIRE(seen == expected);
    REQUIRE(reader.skipped_at_end() == 1);
  }
}
