// Whatever a child does, its parent learns how it ended, and goes on.
#include "apart/child.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "catch.h"

namespace bpflens {
namespace {

using std::chrono::milliseconds;

constexpr ChildLimits usual{milliseconds(20'000), 1 << 20, size_t{512} << 20};

bool has_children() { return waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD; }

}  // namespace

TEST_CASE("what a child says arrives whole") {
  const ChildAnswer answer = answer_of_child(usual, [](const Send& send) {
    for (int i = 0; i < 1000; i++) send(std::string(1000, static_cast<char>('a' + i % 26)));
  });
  CHECK(answer.end == ChildEnd::Done);
  REQUIRE(answer.bytes.size() == 1'000'000);
  CHECK(answer.bytes.substr(999, 2) == "ab");
  CHECK_FALSE(has_children());
}

TEST_CASE("a child that crashes is told with its signal, and what it said before") {
  const ChildAnswer answer = answer_of_child(usual, [](const Send& send) {
    send("before");
    signal(SIGSEGV, SIG_DFL);  // Catch2 and sanitizers have their own
    raise(SIGSEGV);
  });
  CHECK(answer.end == ChildEnd::Signalled);
  CHECK(answer.number == SIGSEGV);
  CHECK(answer.bytes == "before");
  CHECK(words_for(answer) == "was ended by signal 11 (Segmentation fault)");
  CHECK_FALSE(has_children());
}

TEST_CASE("an exception ends a child as a crash does") {
  const ChildAnswer answer = answer_of_child(usual, [](const Send&) {
    signal(SIGABRT, SIG_DFL);
    throw std::runtime_error("from a library");
  });
  CHECK(answer.end == ChildEnd::Signalled);
  CHECK(answer.number == SIGABRT);
}

TEST_CASE("a child that exits by itself is told with its code") {
  const ChildAnswer answer = answer_of_child(usual, [](const Send&) { _exit(7); });
  CHECK(answer.end == ChildEnd::Exited);
  CHECK(answer.number == 7);
  CHECK(words_for(answer) == "ended with exit code 7");
}

TEST_CASE("a child that does not end is ended") {
  ChildLimits limits = usual;
  limits.time = milliseconds(1000);
  const ChildAnswer answer = answer_of_child(limits, [](const Send& send) {
    send("still here");
    while (true) pause();
  });
  CHECK(answer.end == ChildEnd::TooSlow);
  CHECK(answer.bytes == "still here");
  CHECK_FALSE(has_children());
}

TEST_CASE("a child that says too much is ended, and no more of it is kept") {
  ChildLimits limits = usual;
  limits.answer_bytes = 100'000;
  const ChildAnswer answer = answer_of_child(limits, [](const Send& send) {
    const std::string much(1 << 16, 'x');
    while (true) send(much);
  });
  CHECK(answer.end == ChildEnd::TooMuch);
  CHECK(answer.bytes.size() <= 100'000);
  CHECK_FALSE(has_children());
}

TEST_CASE("a child gets no more memory than it may have, writes no file and prints nothing") {
  const ChildAnswer answer = answer_of_child(usual, [](const Send& send) {
    const void* much = mmap(nullptr, size_t{2} << 30, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    send(much == MAP_FAILED ? "no memory " : "memory ");
    rlimit files{};
    getrlimit(RLIMIT_FSIZE, &files);
    send(files.rlim_cur == 0 ? "no files " : "files ");
    std::printf("printed by a child\n");
    std::fflush(stdout);
    send(isatty(STDOUT_FILENO) == 1 ? "terminal" : "nowhere");
  });
  CHECK(answer.end == ChildEnd::Done);
  CHECK(answer.bytes == "no memory no files nowhere");
}

TEST_CASE("the end of a child is told where the parent was made to ignore it") {
  signal(SIGCHLD, SIG_IGN);
  const ChildAnswer answer = answer_of_child(usual, [](const Send&) { _exit(3); });
  CHECK(answer.end == ChildEnd::Exited);
  CHECK(answer.number == 3);
}

}  // namespace bpflens
