// Bytes with random access: a log in memory, a file read with pread, a spooled pipe. Readers take
// a Text, so that files, pipes, tests, fuzzers and the browser look the same to them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace bpflens {

struct Text {
  std::string name;   // for messages: a file name, "-"
  uint64_t size = 0;  // bytes
  // Copies up to `count` bytes from `offset` into `into`; returns how many, 0 at the end or where
  // the source can no longer be read.
  std::function<size_t(uint64_t offset, char* into, size_t count)> read;
};

Text text_in_memory(std::string bytes, std::string name);

}  // namespace bpflens
