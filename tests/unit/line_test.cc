// Lines through a window of bounded size: nothing lost, nothing invented, whatever the bytes.
#include "read/line.h"

#include <string>
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
