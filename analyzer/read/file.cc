// Files and pipes as Text. What can seek is read in place with pread, so that a log of gigabytes
// costs no memory; what cannot is copied: a short one into memory, a long one to a temporary file
// that has no name and is gone when the last reader is.
#include "read/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

namespace bpflens {
namespace {

constexpr size_t kept_in_memory_bytes = 1 << 18;
// A kernel writes at most 1 GiB of log per load; a source that never ends must not fill the disk.
constexpr uint64_t longest_spool_bytes = 8ULL << 30;

// Closes its descriptor with the last reader that shares it.
struct Descriptor {
  explicit Descriptor(int number) : fd(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(fd); }
  int fd;
};
using SharedDescriptor = std::shared_ptr<Descriptor>;

std::string reason_of(int error) { return std::strerror(error); }

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

// Steps of a path are read one by one, most of them in order: one system call serves many.
class BlockReader {
 public:
  BlockReader(SharedDescriptor file, uint64_t start, uint64_t size)
      : file_(std::move(file)), start_(start), size_(size) {}

  size_t read(uint64_t offset, char* into, size_t count) {
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

 private:
  static constexpr size_t block_bytes = 1 << 16;

  void fill(uint64_t offset) {
    held_.resize(static_cast<size_t>(std::min<uint64_t>(block_bytes, size_ - offset)));
    held_.resize(read_at(file_->fd, start_ + offset, held_.data(), held_.size()));
    held_from_ = offset;
  }

  SharedDescriptor file_;
  uint64_t start_, size_;
  uint64_t held_from_ = 0;
  std::vector<char> held_;
};

Text text_of(const SharedDescriptor& file, uint64_t start, uint64_t size, std::string name) {
  Text text;
  text.name = std::move(name);
  text.size = size;
  text.read = [reader = std::make_shared<BlockReader>(file, start, size)](
                  uint64_t offset, char* into, size_t count) {
    return reader->read(offset, into, count);
  };
  return text;
}

// Reads until `count` bytes or the end; what was read before an error is kept in `into`.
Result<size_t> read_some(int fd, char* into, size_t count, const std::string& name) {
  size_t copied = 0;
  while (copied < count) {
    ssize_t got = read(fd, into + copied, count - copied);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{name, "cannot be read: " + reason_of(errno), ""};
    if (got == 0) break;
    copied += static_cast<size_t>(got);
  }
  return copied;
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

// Copies `head` and then the rest of `from` to a file without a name.
Result<Text> spool_to_disk(int from, std::vector<char> head, std::string name) {
  std::string folder = temporary_folder();
  auto file = std::make_shared<Descriptor>(open_temporary());
  if (file->fd < 0) {
    return Error{name, "no temporary file in " + folder + ": " + reason_of(errno),
                 "set TMPDIR to a folder that can be written, or pass the log as a file"};
  }
  uint64_t size = 0;
  size_t count = head.size();
  while (count > 0) {
    if (!write_all(file->fd, head.data(), count)) {
      return Error{name, "no room in " + folder + ": " + reason_of(errno),
                   "set TMPDIR to a folder with more room, or pass the log as a file"};
    }
    size += count;
    if (size > longest_spool_bytes) {
      return Error{name, "longer than any log (8 GiB)", "pass the log as a file"};
    }
    Result<size_t> next = read_some(from, head.data(), head.size(), name);
    if (!next) return next.error();
    count = next.value();
  }
  return text_of(file, 0, size, std::move(name));
}

// Where a regular file is read in place: from where its descriptor stands, to its end. Files of
// /proc and /sys claim to be empty and are copied instead.
bool seekable_size(int fd, uint64_t& start, uint64_t& size) {
  struct stat status{};
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) return false;
  off_t here = lseek(fd, 0, SEEK_CUR);
  if (here < 0) return false;
  start = static_cast<uint64_t>(here);
  size = static_cast<uint64_t>(std::max<off_t>(status.st_size - here, 0));
  return true;
}

Result<Text> open_descriptor(const SharedDescriptor& file, std::string name) {
  uint64_t start = 0, size = 0;
  if (seekable_size(file->fd, start, size)) {
    return text_of(file, start, size, std::move(name));
  }
  std::vector<char> head(kept_in_memory_bytes);
  Result<size_t> got = read_some(file->fd, head.data(), head.size(), name);
  if (!got) return got.error();
  if (got.value() < head.size()) {
    return text_in_memory(std::string(head.data(), got.value()), std::move(name));
  }
  return spool_to_disk(file->fd, std::move(head), std::move(name));
}

Error cannot_open(const std::string& path, int error) {
  if (error == ENOENT) return {path, "no such file", "check the name"};
  if (error == EACCES) return {path, "no permission to read it", "check its access rights"};
  return {path, "cannot be opened: " + reason_of(error), ""};
}

}  // namespace

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

Result<Text> open_text(const std::string& path) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return cannot_open(path, errno);
  auto file = std::make_shared<Descriptor>(fd);
  struct stat status{};
  if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    return Error{path, "is a directory", "name the log files in it"};
  }
  return open_descriptor(file, path);
}

Result<Text> spool_text(int descriptor, std::string name) {
  int fd = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (fd < 0) return Error{name, "cannot be read: " + reason_of(errno), ""};
  return open_descriptor(std::make_shared<Descriptor>(fd), std::move(name));
}

}  // namespace bpflens
