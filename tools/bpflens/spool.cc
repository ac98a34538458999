// Bytes are held until there are many of them, and are then written in one go.
#include "spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "read/file.h"

namespace bpflens {
namespace {

constexpr size_t most_held_bytes = 1 << 18;
// As of standard input: a kernel writes at most 1 GiB per load, and nothing may fill the disk.
constexpr uint64_t most_kept_bytes = 8ULL << 30;

bool write_fully(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(file, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return true;
}

Error no_room(const char* what) {
  return {temporary_folder(), std::string(what) + ": " + std::strerror(errno),
          "set TMPDIR to a folder with more room"};
}

}  // namespace

Spool::~Spool() {
  if (file_ >= 0) close(file_);
}

void Spool::write_out() {
  if (file_ < 0) file_ = open_temporary();
  if (file_ < 0) {
    failure_ = no_room("no temporary file can be made");
  } else if (!write_fully(file_, held_)) {
    failure_ = no_room("there is no room");
  } else {
    held_.clear();
  }
}

void Spool::append(std::string_view bytes) {
  if (failure_) return;
  if (bytes.size() > most_kept_bytes - size_bytes_) {
    failure_ = Error{"the copy", "ends after 8 GiB", ""};
    return;
  }
  size_bytes_ += bytes.size();
  held_ += bytes;
  if (held_.size() >= most_held_bytes) write_out();
}

Result<Text> Spool::take_text(std::string name) {
  if (file_ < 0 && !failure_) return text_in_memory(std::exchange(held_, {}), std::move(name));
  if (!failure_ && !held_.empty()) write_out();
  if (file_ < 0 || lseek(file_, 0, SEEK_SET) != 0) return *failure_;
  return spool_text(file_, std::move(name));
}

}  // namespace bpflens
