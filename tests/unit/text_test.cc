// A Text over memory: reads are exact, and bounded whatever is asked for.
#include "read/text.h"

#include <array>
#include <string>

#include "catch.h"

using namespace bpflens;

namespace {

std::string read_string(const Text& text, uint64_t offset, size_t count) {
  std::string bytes(count, '\0');
  bytes.resize(text.read(offset, bytes.data(), count));
  return bytes;
}

}  // namespace

TEST_CASE("text in memory keeps all bytes") {
  std::string bytes("a\0b\n\xff\x1b", 6);
  Text text = text_in_memory(bytes, "x.log");
  CHECK(text.name == "x.log");
  CHECK(text.size == 6);
  CHECK(read_string(text, 0, 6) == bytes);
}

TEST_CASE("text in memory never reads past its end") {
  struct Row {
    uint64_t offset;
    size_t count;
    std::string expected;
  };
  Text text = text_in_memory("0123456789", "-");
  for (const Row& row : {Row{0, 4, "0123"}, Row{8, 4, "89"}, Row{9, 1, "9"}, Row{10, 1, ""},
                         Row{11, 4, ""}, Row{UINT64_MAX, 4, ""}, Row{3, 0, ""}}) {
    CAPTURE(row.offset, row.count);
    CHECK(read_string(text, row.offset, row.count) == row.expected);
  }
}

TEST_CASE("text in memory outlives its first holder") {
  Text copy;
  {
    Text text = text_in_memory("still here", "-");
    copy = text;
  }
  CHECK(read_string(copy, 6, 4) == "here");
}

TEST_CASE("an empty text reads nothing") {
  Text text = text_in_memory("", "-");
  CHECK(text.size == 0);
  CHECK(read_string(text, 0, 1).empty());
}
