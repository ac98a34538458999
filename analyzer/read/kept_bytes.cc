// Bytes are held until there are many of them, and are then written in one go.
#include "read/kept_bytes.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "read/descriptor.h"
#include "read/file.h"

namespace bpflens {
namespace {

constexpr size_t most_held_bytes = 1 << 18;
// As of standard input: a kernel writes at most 1 GiB per load, and nothing may fill the disk.
constexpr uint64_t most_kept_bytes = 8ULL << 30;

Error no_room(const char* what) {
  return {temporary_folder(), std::string(what) + ": " + reason_of(errno),
          "set TMPDIR to a folder with more room"};
}

}  // namespace

KeptBytes::~KeptBytes() {
  if (file_ >= 0) close(file_);
}

void KeptBytes::write_out() {
  if (file_ < 0) file_ = open_temporary();
  if (file_ < 0) {
    failure_ = no_room("no temporary file can be made");
  } else if (!write_all(file_, held_.data(), held_.size())) {
    failure_ = no_room("there is no room");
  } else {
    held_.clear();
  }
}

void KeptBytes::append(std::string_view bytes) {
  if (failure_) return;
  if (bytes.size() > most_kept_bytes - size_bytes_) {
    failure_ = Error{"the copy", "ends after 8 GiB", ""};
    return;
  }
  size_bytes_ += bytes.size();
  held_ += bytes;
  if (held_.size() >= most_held_bytes) write_out();
}

Result<Text> KeptBytes::take_text(std::string name) {
  if (file_ < 0 && !failure_) return text_in_memory(std::exchange(held_, {}), std::move(name));
  if (!failure_ && !held_.empty()) write_out();
  if (file_ < 0 || lseek(file_, 0, SEEK_SET) != 0) return *failure_;
  return spool_text(file_, std::move(name));
}

void let_copies_be_kept(Text& text) {
  auto failed = std::make_shared<std::optional<Error>>();
  text.copy = [failed] {
    auto kept = std::make_shared<KeptBytes>();
    TextCopy copy;
    copy.append = [kept](std::string_view bytes) { kept->append(bytes); };
    copy.text = [kept, failed](std::string name) {
      if (kept->failure()) *failed = kept->failure();
      Result<Text> taken = kept->take_text(name);
      if (!taken) *failed = taken.error();
      return taken ? std::move(taken.value()) : text_in_memory("", std::move(name));
    };
    return copy;
  };
  text.failure = [failed, before = std::move(text.failure)] {
    std::optional<Error> failure = before ? before() : std::nullopt;
    return failure ? failure : *failed;
  };
}

}  // namespace bpflens
