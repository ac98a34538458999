// Files and pipes as Text. What can seek is read in place with pread, so that a log of gigabytes
// costs no memory; what cannot is spooled.
#include "read/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "read/descriptor.h"
#include "read/kept_bytes.h"
#include "read/lines_ahead.h"
#include "read/spool.h"

namespace bpflens {
namespace {

Text text_of(const SharedDescriptor& file, uint64_t start, uint64_t size, std::string name) {
  Text text;
  text.name = std::move(name);
  text.size = size;
  text.lines_ahead = [file, start, size] {
    Text again;
    again.size = size;
    again.read = [file, start, size](uint64_t offset, char* into, size_t count) {
      if (offset >= size) return size_t{0};
      count = static_cast<size_t>(std::min<uint64_t>(count, size - offset));
      return read_at(file->fd, start + offset, into, count);
    };
    return lines_found_ahead(std::move(again), nullptr);
  };
  text.read = [reader = std::make_shared<BlockReader>(file, start, size)](
                  uint64_t offset, char* into, size_t count) {
    return reader->read(offset, into, count);
  };
  let_copies_be_kept(text);
  return text;
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
  return spooled(file, std::move(name));
}

Error cannot_open(const std::string& path, int error) {
  if (error == ENOENT) return {path, "no such file", "check the name"};
  if (error == EACCES) return {path, "no permission to read it", "check its access rights"};
  return {path, "cannot be opened: " + reason_of(error), ""};
}

}  // namespace

Result<Text> open_text(const std::string& path) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return cannot_open(path, errno);
  auto file = std::make_shared<Descriptor>(fd);
  struct stat status{};
  if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    return Error{path, "is a directory", "name the files in it"};
  }
  return open_descriptor(file, path);
}

Result<Text> spool_text(int descriptor, std::string name) {
  int fd = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (fd < 0) return Error{name, "cannot be read: " + reason_of(errno), ""};
  return open_descriptor(std::make_shared<Descriptor>(fd), std::move(name));
}

}  // namespace bpflens
