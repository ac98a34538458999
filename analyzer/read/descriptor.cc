#include "read/descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace bpflens {

Descriptor::~Descriptor() { close(fd); }

std::string reason_of(int error) { return std::strerror(error); }

std::string temporary_folder() {
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

// Not every file system has O_TMPFILE; there the name is removed at once.
int open_temporary() {
  const std::string folder = temporary_folder();
  int fd = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) return fd;
  std::string path = folder + "/bpflens-XXXXXX";
  fd = mkostemp(path.data(), O_CLOEXEC);
  if (fd >= 0) unlink(path.c_str());
  return fd;
}

bool write_all(int fd, const char* bytes, size_t count) {
  while (count > 0) {
    ssize_t put = write(fd, bytes, count);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes += put;
    count -= static_cast<size_t>(put);
  }
  return true;
}

size_t read_at(int fd, uint64_t offset, char* into, size_t count) {
  size_t copied = 0;
  while (copied < count) {
    ssize_t got = pread(fd, into + copied, count - copied, static_cast<off_t>(offset + copied));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    copied += static_cast<size_t>(got);
  }
  return copied;
}

size_t BlockReader::read(uint64_t offset, char* into, size_t count) {
  if (offset >= size_) return 0;
  count = static_cast<size_t>(std::min<uint64_t>(count, size_ - offset));
  if (count > block_bytes / 2) return read_at(file_->fd, start_ + offset, into, count);
  if (offset < held_from_ || offset + count > held_from_ + held_.size()) fill(offset);
  if (offset < held_from_ || offset >= held_from_ + held_.size()) return 0;
  const uint64_t skipped = offset - held_from_;
  count = std::min(count, held_.size() - static_cast<size_t>(skipped));
  std::memcpy(into, held_.data() + skipped, count);
  return count;
}

// Who asks for what stands before the block goes backwards, and will again.
void BlockReader::fill(uint64_t offset) {
  constexpr uint64_t most_before = block_bytes / 4 * 3;
  if (offset < held_from_) offset -= std::min(offset, most_before);
  held_.resize(static_cast<size_t>(std::min<uint64_t>(block_bytes, size_ - offset)));
  held_.resize(read_at(file_->fd, start_ + offset, held_.data(), held_.size()));
  held_from_ = offset;
}

}  // namespace bpflens
