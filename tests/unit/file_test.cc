// Files, pipes and what cannot be opened.
#include "read/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "catch.h"
#include "read/line.h"

using namespace bpflens;
namespace fs = std::filesystem;

namespace {

struct Folder {
  Folder() {
    std::string path = (fs::temp_directory_path() / "bpflens-test-XXXXXX").string();
    REQUIRE(mkdtemp(path.data()) != nullptr);
    at = path;
  }
  ~Folder() { fs::remove_all(at); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name, const std::string& bytes) const {
    std::ofstream(at / name, std::ios::binary) << bytes;
    return (at / name).string();
  }
  fs::path at;
};

std::string all_of(const Text& text) {
  std::string bytes(text.size, '\0');
  bytes.resize(text.read(0, bytes.data(), bytes.size()));
  return bytes;
}

// Long enough for the temporary file.
std::string long_bytes() {
  std::string bytes;
  for (int i = 0; bytes.size() < 1'500'000; ++i) bytes += std::to_string(i) + "\n";
  return bytes;
}

std::string through_a_pipe(const std::string& bytes) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  std::thread writer([&] {
    size_t written = 0;
    while (written < bytes.size()) {
      ssize_t put = write(ends[1], bytes.data() + written, bytes.size() - written);
      if (put <= 0) break;
      written += static_cast<size_t>(put);
    }
    close(ends[1]);
  });
  Result<Text> text = spool_text(ends[0], "-");
  writer.join();
  close(ends[0]);
  REQUIRE(text);
  CHECK(text.value().name == "-");
  return all_of(text.value());
}

struct TemporaryFolderVariable {
  explicit TemporaryFolderVariable(const std::string& value) {
    if (const char* set = std::getenv("TMPDIR")) before = set;
    setenv("TMPDIR", value.c_str(), 1);
  }
  ~TemporaryFolderVariable() {
    before.empty() ? unsetenv("TMPDIR") : setenv("TMPDIR", before.c_str(), 1);
  }
  std::string before;
};

}  // namespace

TEST_CASE("a file is read in place") {
  Folder folder;
  std::string bytes("one\ntwo\0\xff", 9);
  Result<Text> text = open_text(folder.file("x.log", bytes));
  REQUIRE(text);
  CHECK(text.value().size == bytes.size());
  CHECK(all_of(text.value()) == bytes);
}

TEST_CASE("a file that shrinks while it is read ends early") {
  Folder folder;
  std::string path = folder.file("x.log", "0123456789");
  Result<Text> text = open_text(path);
  REQUIRE(text);
  fs::resize_file(path, 4);
  CHECK(all_of(text.value()) == "0123");
}

TEST_CASE("a file of /proc says it is empty and is read all the same") {
  if (!fs::exists("/proc/self/status")) return;  // a bare root without /proc
  Result<Text> text = open_text("/proc/self/status");
  REQUIRE(text);
  CHECK(all_of(text.value()).find("Pid:") != std::string::npos);
}

TEST_CASE("what cannot be opened is an error with a reason") {
  Folder folder;
  CHECK(open_text((folder.at / "none").string()).error().why == "no such file");
  CHECK(open_text(folder.at.string()).error().why == "is a directory");
  CHECK(open_text((folder.at / "none").string()).error().what == (folder.at / "none").string());
  std::string secret = folder.file("secret", "x");
  fs::permissions(secret, fs::perms::none);
  if (access(secret.c_str(), R_OK) != 0) {  // root may read everything
    CHECK(open_text(secret).error().why == "no permission to read it");
  }
}

TEST_CASE("short and long pipes are read whole") {
  CHECK(through_a_pipe("").empty());
  CHECK(through_a_pipe("a short log\n") == "a short log\n");
  CHECK(through_a_pipe(long_bytes()) == long_bytes());
}

TEST_CASE("a fifo is read like a file") {
  Folder folder;
  std::string path = (folder.at / "fifo").string();
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  std::thread writer([&] { std::ofstream(path) << "from a fifo"; });
  Result<Text> text = open_text(path);
  writer.join();
  REQUIRE(text);
  CHECK(all_of(text.value()) == "from a fifo");
}

TEST_CASE("standard input that is a file is read from where it stands") {
  Folder folder;
  int fd = open(folder.file("x.log", "0123456789").c_str(), O_RDONLY);
  REQUIRE(fd >= 0);
  REQUIRE(lseek(fd, 4, SEEK_SET) == 4);
  Result<Text> text = spool_text(fd, "-");
  close(fd);
  REQUIRE(text);
  CHECK(all_of(text.value()) == "456789");
}

TEST_CASE("a long pipe leaves no file behind") {
  Folder folder;
  TemporaryFolderVariable variable(folder.at.string());
  CHECK(through_a_pipe(long_bytes()) == long_bytes());
  CHECK(fs::is_empty(folder.at));
}

TEST_CASE("a long pipe without a folder to spool to is an error") {
  Folder folder;
  TemporaryFolderVariable variable((folder.at / "none").string());
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  std::thread writer([&] {
    std::string bytes = long_bytes();
    // The reader gives up after its first part; what the pipe then refuses is not our concern.
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    size_t written = 0;
    for (int tries = 0; tries < 2000 && written < 600'000; ++tries) {
      ssize_t put = write(ends[1], bytes.data(), 4096);
      if (put > 0) written += static_cast<size_t>(put);
      if (put < 0) usleep(1000);
    }
    close(ends[1]);
  });
  Result<Text> text = spool_text(ends[0], "-");
  writer.join();
  close(ends[0]);
  REQUIRE(!text);
  CHECK(text.error().remedy.find("TMPDIR") != std::string::npos);
}

namespace {

// Longer than what a pipe gives before it is read in the background, with lines of every kind: left
// out, cut, with both line ends, and none at the end.
std::string huge_bytes() {
  const std::string step = "mark_precise: frame0: regs=r6 stack= before 7: (57) r2 &= 1023\n";
  std::string bytes;
  for (int i = 0; bytes.size() < 20'000'000; ++i) {
    bytes += std::to_string(i) + ": (95) exit" + (i % 3 == 0 ? "\r\n" : "\n");
    for (int k = 0; k < i % 50; ++k) bytes += step;
    if (i % 1000 == 999) bytes += std::string(max_line_bytes + static_cast<size_t>(i), 'y') + "\n";
  }
  return bytes + "the end";
}

struct Seen {
  uint64_t offset, number, skipped;
  bool cut;
  std::string text;
  bool operator==(const Seen&) const = default;
};

Seen seen(const Line& line) {
  return {line.offset, line.number, line.skipped, line.cut, std::string(line.text)};
}

std::vector<Seen> lines_in_memory(const std::string& bytes) {
  const Text text = text_in_memory(bytes, "test");
  LineReader reader(text, 0, 1, 4096);
  std::vector<Seen> lines;
  while (const std::optional<Line> line = reader.next_worth_reading()) lines.push_back(seen(*line));
  return lines;
}

std::vector<Seen> lines_ahead(const Text& text) {
  std::vector<Seen> lines;
  REQUIRE(text.lines_ahead);
  const Text::NextLines next = text.lines_ahead();
  REQUIRE(next);
  while (const LineBatch* batch = next())
    for (const Line& line : batch->lines) lines.push_back(seen(line));
  return lines;
}

// Every line that was handed out can be read again where it stood.
bool are_all_there(const Text& text, const std::vector<Seen>& lines) {
  return std::ranges::all_of(lines, [&](const Seen& line) {
    LineReader reader(text, line.offset, line.number, 256);
    const std::optional<Line> again = reader.next();
    return again && again->text == line.text;
  });
}

// A pipe that is still written to while it is read.
struct SlowPipe {
  explicit SlowPipe(std::string all) : bytes(std::move(all)) {
    REQUIRE(pipe(ends.data()) == 0);
    writer = std::thread([this] {
      for (size_t at = 0; at < bytes.size();) {
        const ssize_t put = write(ends[1], bytes.data() + at, bytes.size() - at);
        if (put <= 0) break;
        at += static_cast<size_t>(put);
      }
      close(ends[1]);
    });
  }
  ~SlowPipe() {
    writer.join();
    close(ends[0]);
  }
  SlowPipe(const SlowPipe&) = delete;
  SlowPipe& operator=(const SlowPipe&) = delete;

  std::string bytes;
  std::array<int, 2> ends{};
  std::thread writer;
};

}  // namespace

TEST_CASE("lines that another thread finds are those of the file") {
  const Folder folder;
  const std::string bytes = huge_bytes();
  const Result<Text> text = open_text(folder.file("huge.log", bytes));
  REQUIRE(text);
  CHECK(lines_ahead(text.value()) == lines_in_memory(bytes));
}

TEST_CASE("whoever stops reading lines early leaves no thread behind") {
  const Folder folder;
  const Result<Text> text = open_text(folder.file("huge.log", huge_bytes()));
  REQUIRE(text);
  const Text::NextLines next = text.value().lines_ahead();
  REQUIRE(next());
}

TEST_CASE("a huge pipe is read while it is written, and its lines can be read again") {
  const SlowPipe pipe(huge_bytes());
  const Result<Text> text = spool_text(pipe.ends[0], "-");
  REQUIRE(text);
  CHECK(text.value().size > pipe.bytes.size());
  const std::vector<Seen> lines = lines_ahead(text.value());
  CHECK(lines == lines_in_memory(pipe.bytes));
  CHECK(are_all_there(text.value(), lines));
  CHECK_FALSE(text.value().failure());
}

TEST_CASE("a huge pipe can be read in order without a second thread") {
  const SlowPipe pipe(huge_bytes());
  const Result<Text> text = spool_text(pipe.ends[0], "-");
  REQUIRE(text);
  std::string bytes(pipe.bytes.size() + 100, '\0');
  size_t copied = 0;
  while (const size_t got = text.value().read(copied, bytes.data() + copied, 100'000)) {
    copied += got;
    if (bytes.size() - copied < 100'000) bytes.resize(bytes.size() + 100'000);
  }
  bytes.resize(copied);
  CHECK(bytes == pipe.bytes);
}
