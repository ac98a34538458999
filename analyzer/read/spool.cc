// A pipe can be read once, and steps of a log are read again: all that comes out of it is kept in a
// file.
#include "read/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "read/kept_bytes.h"
#include "read/line.h"
#include "read/lines_ahead.h"

namespace bpflens {
namespace {

constexpr size_t kept_in_memory_bytes = 1 << 18;
// A pipe's own room: less often than usually the two ends wait for each other.
constexpr int pipe_bytes = 1 << 20;
// What is longer was not pasted, and may be read before it has come to its end.
constexpr uint64_t longest_paste_bytes = (uint64_t{16} << 20) + 1;
// A kernel writes at most 1 GiB of log per load; a source that never ends must not fill the disk.
constexpr uint64_t longest_spool_bytes = 8ULL << 30;

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

// Consecutive bytes of the text that stand together in the file.
struct Piece {
  uint64_t offset, size, place;  // in the text; in the file
};

// What may still be asked for of a pipe. Lines that the reader leaves out are not: where they
// stood, one line of filler is given back.
class Spool {
 public:
  Spool(SharedDescriptor from, SharedDescriptor file, std::string name)
      : from_(std::move(from)),
        file_(std::move(file)),
        name_(std::move(name)),
        held_(file_, 0, 0) {}

  // What was read of the pipe before.
  bool begin(const std::vector<char>& head) {
    pulled_ = head.size();
    return keep(0, head.data(), head.size());
  }

  // The next bytes of the pipe; 0 at its end or where it cannot be read.
  size_t pull(char* into, size_t count) {
    if (is_over_) return 0;
    Result<size_t> got = read_some(from_->fd, into, count, name_);
    if (!got) return fail(got.error()), size_t{0};
    is_over_ = got.value() < count;
    pulled_ += got.value();
    if (pulled_ > longest_spool_bytes)
      return fail({name_, "longer than any log (8 GiB)", "pass the log as a file"}), size_t{0};
    return got.value();
  }

  // Keeps what stands at `offset` in the text, behind all that is kept.
  bool keep(uint64_t offset, const char* bytes, size_t count) {
    const std::lock_guard lock(mutex_);
    if (!write_all(file_->fd, bytes, count)) {
      const std::string folder = temporary_folder();
      return fail({name_, "no room in " + folder + ": " + reason_of(errno),
                   "set TMPDIR to a folder with more room, or pass the log as a file"});
    }
    if (pieces_.empty() || end() != offset) pieces_.push_back({offset, 0, written_});
    pieces_.back().size += count;
    written_ += count;
    return true;
  }

  size_t read(uint64_t offset, char* into, size_t count);
  size_t read_for_lines(uint64_t offset, char* into, size_t count);
  bool keep_lines(const LineBatch& batch);
  // From now on the pipe is read by another thread, and all that is kept are lines.
  void hand_over() { is_handed_over_ = true; }

  uint64_t size() const { return pulled_; }
  bool is_over() const { return is_over_; }
  std::optional<Error> failure() {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  uint64_t end() const { return pieces_.empty() ? 0 : pieces_.back().offset + pieces_.back().size; }
  size_t read_kept(uint64_t offset, char* into, size_t count);
  bool fail(Error error) {
    is_over_ = true;
    failure_ = std::move(error);
    return false;
  }

  SharedDescriptor from_, file_;
  std::string name_;
  uint64_t pulled_ = 0, written_ = 0;
  bool is_over_ = false, is_handed_over_ = false;
  std::mutex mutex_;  // of what follows, when it is handed over
  std::optional<Error> failure_;
  std::vector<Piece> pieces_;
  BlockReader held_;
};

// Up to the end of the piece, or of what is missing before the next one.
size_t Spool::read_kept(uint64_t offset, char* into, size_t count) {
  const auto behind = std::ranges::upper_bound(pieces_, offset, {}, &Piece::offset);
  if (behind == pieces_.begin()) return 0;
  const Piece& piece = *(behind - 1);
  const uint64_t within = offset - piece.offset;
  if (within < piece.size) {
    count = static_cast<size_t>(std::min<uint64_t>(count, piece.size - within));
    return held_.read(piece.place + within, into, count);
  }
  if (behind == pieces_.end()) return 0;
  const uint64_t missing = behind->offset - offset;
  count = static_cast<size_t>(std::min<uint64_t>(count, missing));
  std::memset(into, 'x', count);
  if (count == missing) into[count - 1] = '\n';
  return count;
}

// By the thread that looks at the steps of a path.
size_t Spool::read(uint64_t offset, char* into, size_t count) {
  {
    const std::lock_guard lock(mutex_);
    held_.grow_to(written_);
    if (offset < end()) {
      size_t copied = 0;
      while (copied < count) {
        const size_t got = read_kept(offset + copied, into + copied, count - copied);
        if (got == 0) break;
        copied += got;
      }
      return copied;
    }
  }
  if (is_handed_over_ || offset != pulled_) return 0;
  const size_t got = pull(into, count);
  return got != 0 && keep(offset, into, got) ? got : 0;
}

// By the thread that finds the lines: what was kept before it began, then the pipe itself.
size_t Spool::read_for_lines(uint64_t offset, char* into, size_t count) {
  if (offset >= pulled_) return pull(into, count);
  count = static_cast<size_t>(std::min<uint64_t>(count, pulled_ - offset));
  return read_at(file_->fd, offset, into, count);
}

// Lines that follow each other in the text are kept in one go.
bool Spool::keep_lines(const LineBatch& batch) {
  constexpr size_t most_pieces = 1'000'000;
  const std::string_view bytes = batch.bytes;
  size_t first = 0;
  for (size_t i = 0; i < batch.lines.size() && !failure_; i = first) {
    const uint64_t offset = batch.lines[i].offset;
    const size_t place = static_cast<size_t>(batch.lines[i].text.data() - bytes.data());
    size_t size = 0;
    for (first = i; first < batch.lines.size(); first++) {
      const Line& line = batch.lines[first];
      if (line.offset != offset + size) break;
      const size_t next_place =
          first + 1 < batch.lines.size()
              ? static_cast<size_t>(batch.lines[first + 1].text.data() - bytes.data())
              : bytes.size();
      size = next_place - place;
    }
    const uint64_t known = std::min<uint64_t>(std::max(end(), offset) - offset, size);
    if (known < size && !keep(offset + known, bytes.data() + place + known, size - known)) break;
  }
  return pieces_.size() < most_pieces;
}

Text text_of(const std::shared_ptr<Spool>& spool, std::string name) {
  Text text;
  text.name = std::move(name);
  text.size = spool->is_over() ? spool->size() : longest_spool_bytes;
  if (!spool->is_over()) text.read_so_far = spool->size();
  text.read = [spool](uint64_t offset, char* into, size_t count) {
    return spool->read(offset, into, count);
  };
  text.lines_ahead = [spool]() -> Text::NextLines {
    Text pipe;
    pipe.size = longest_spool_bytes;
    pipe.read = [spool](uint64_t offset, char* into, size_t count) {
      return spool->read_for_lines(offset, into, count);
    };
    Text::NextLines lines = lines_found_ahead(
        std::move(pipe), [spool](const LineBatch& batch) { return spool->keep_lines(batch); });
    if (lines) spool->hand_over();
    return lines;
  };
  text.failure = [spool] { return spool->failure(); };
  let_copies_be_kept(text);
  return text;
}

// Copies `head` and then as much of `from` as a paste may hold to a file without a name.
Result<Text> spool_to_disk(const SharedDescriptor& from, std::vector<char> head, std::string name) {
  const std::string folder = temporary_folder();
  auto file = std::make_shared<Descriptor>(open_temporary());
  if (file->fd < 0) {
    return Error{name, "no temporary file in " + folder + ": " + reason_of(errno),
                 "set TMPDIR to a folder that can be written, or pass the log as a file"};
  }
  auto spool = std::make_shared<Spool>(from, file, name);
  bool goes_on = spool->begin(head);
  while (goes_on && spool->size() < longest_paste_bytes) {
    const size_t got = spool->pull(head.data(), head.size());
    goes_on = got != 0 && spool->keep(spool->size() - got, head.data(), got);
  }
  if (std::optional<Error> error = spool->failure()) return *error;
  return text_of(spool, std::move(name));
}

}  // namespace

Result<Text> spooled(const SharedDescriptor& from, std::string name) {
  fcntl(from->fd, F_SETPIPE_SZ, pipe_bytes);  // what is no pipe, or may not, stays as it is
  std::vector<char> head(kept_in_memory_bytes);
  Result<size_t> got = read_some(from->fd, head.data(), head.size(), name);
  if (!got) return got.error();
  if (got.value() < head.size())
    return text_in_memory(std::string(head.data(), got.value()), std::move(name));
  return spool_to_disk(from, std::move(head), std::move(name));
}

}  // namespace bpflens
