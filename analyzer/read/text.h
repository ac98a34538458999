// Bytes with random access: a log in memory, a file read with pread, a spooled pipe. Readers take
// a Text, so that files, pipes, tests, fuzzers and the browser look the same to them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace bpflens {

struct Text;

// A text that grows at its end, until it is asked for.
struct TextCopy {
  std::function<void(std::string_view bytes)> append;
  std::function<Text(std::string name)> text;
};

struct Text {
  std::string name;   // for messages: a file name, "-"
  uint64_t size = 0;  // bytes
  // Copies up to `count` bytes from `offset` into `into`; returns how many, 0 at the end or where
  // the source can no longer be read.
  std::function<size_t(uint64_t offset, char* into, size_t count)> read;
  // Makes a place outside memory for a changed copy; null if there is none.
  std::function<TextCopy()> copy;
  // From a line's number, 1-based, to that of the line in the file that it came from; null if they
  // are the same.
  std::function<uint64_t(uint64_t line)> line_in_file;
};

inline uint64_t line_in_file(const Text& text, uint64_t line) {
  return text.line_in_file ? text.line_in_file(line) : line;
}

Text text_in_memory(std::string bytes, std::string name);

TextCopy copy_in_memory();

}  // namespace bpflens
