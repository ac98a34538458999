// An open file as a place to read bytes from. Left out of BPFLENS_TEXT_ONLY builds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bpflens {

// Closes its descriptor with the last reader that shares it.
struct Descriptor {
  explicit Descriptor(int number) : fd(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  int fd;
};
using SharedDescriptor = std::shared_ptr<Descriptor>;

std::string reason_of(int error);  // in words

// TMPDIR, or /tmp.
std::string temporary_folder();

// A new file in it that has no name; -1 and errno if there can be none.
int open_temporary();

bool write_all(int fd, const char* bytes, size_t count);  // false, and errno, if it cannot

// Fewer bytes than asked for only at the end, or where the file cannot be read.
size_t read_at(int fd, uint64_t offset, char* into, size_t count);

// Steps of a path are read one by one, most of them in order: one system call serves many.
class BlockReader {
 public:
  BlockReader(SharedDescriptor file, uint64_t start, uint64_t size)
      : file_(std::move(file)), start_(start), size_(size) {}

  size_t read(uint64_t offset, char* into, size_t count);
  // More was written to the file.
  void grow_to(uint64_t size) { size_ = size; }

 private:
  static constexpr size_t block_bytes = 1 << 16;

  void fill(uint64_t offset);

  SharedDescriptor file_;
  uint64_t start_, size_;
  uint64_t held_from_ = 0;
  std::vector<char> held_;
};

}  // namespace bpflens
