// A pipe leads from the child to us. Its end tells that the child is done; how it ended is asked
// of the system. Whatever it is that keeps it from ending, we do not wait for long.
#include "apart/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace bpflens {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// From the end of its answer to its own end: the kernel frees maps then.
constexpr milliseconds time_to_end{5000};

void limit(int what, rlim_t most) {
  rlimit now{};
  if (getrlimit(static_cast<__rlimit_resource_t>(what), &now) != 0) return;
  now.rlim_cur = std::min(most, now.rlim_max);
  setrlimit(static_cast<__rlimit_resource_t>(what), &now);
}

// Of this process; 0 if it is not known. A sanitizer's build has terabytes of it.
rlim_t address_space_bytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  unsigned long pages = 0;
  const int read = std::fscanf(file, "%lu", &pages);
  std::fclose(file);
  return read == 1 ? pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) : 0;
}

void confine(const ChildLimits& limits, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it ended before we asked
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  const rlim_t ours = address_space_bytes();
  if (ours != 0 && limits.memory_bytes != 0) limit(RLIMIT_AS, ours + limits.memory_bytes);
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    nowhere < 0 ? close(stream) : dup2(nowhere, stream);
}

void write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(to, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) _exit(1);  // nobody reads any more
    bytes.remove_prefix(static_cast<size_t>(put));
  }
}

// What is thrown in it ends it, as a crash does.
[[noreturn]] void be_child(const ChildLimits& limits, pid_t parent, int to,
                           const std::function<void(const Send&)>& work) noexcept {
  confine(limits, parent);
  work([to](std::string_view bytes) { write_all(to, bytes); });
  _exit(0);
}

int milliseconds_until(Clock::time_point when) {
  const auto left = std::chrono::ceil<milliseconds>(when - Clock::now()).count();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, INT_MAX));
}

// False if it is not there in time.
bool wait_for(int descriptor, Clock::time_point until) {
  while (true) {
    pollfd wanted{descriptor, POLLIN, 0};
    const int found = poll(&wanted, 1, milliseconds_until(until));
    if (found > 0) return true;
    if (found == 0 || errno != EINTR) return false;
  }
}

// Reads to the end of what the child says.
ChildEnd read_answer(int from, const ChildLimits& limits, Clock::time_point until,
                     std::string& bytes) {
  std::array<char, 1 << 16> buffer;
  while (wait_for(from, until)) {
    const ssize_t got = read(from, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return ChildEnd::Done;
    if (bytes.size() + static_cast<size_t>(got) > limits.answer_bytes) return ChildEnd::TooMuch;
    bytes.append(buffer.data(), static_cast<size_t>(got));
  }
  return ChildEnd::TooSlow;
}

// Its status, once it has ended; after the end of its answer it may take a moment.
int status_of(pid_t child, bool is_done) {
  const int handle = is_done ? static_cast<int>(syscall(SYS_pidfd_open, child, 0)) : -1;
  if (handle < 0 || !wait_for(handle, Clock::now() + time_to_end)) kill(child, SIGKILL);
  if (handle >= 0) close(handle);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

ChildAnswer listen_to(pid_t child, int from, const ChildLimits& limits) {
  ChildAnswer answer;
  answer.end = read_answer(from, limits, Clock::now() + limits.time, answer.bytes);
  const int status = status_of(child, answer.end == ChildEnd::Done);
  if (answer.end != ChildEnd::Done) return answer;
  if (WIFSIGNALED(status)) {
    answer.end = ChildEnd::Signalled;
    answer.number = WTERMSIG(status);
  } else if (WEXITSTATUS(status) != 0) {
    answer.end = ChildEnd::Exited;
    answer.number = WEXITSTATUS(status);
  }
  return answer;
}

}  // namespace

ChildAnswer answer_of_child(const ChildLimits& limits,
                            const std::function<void(const Send&)>& work) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {ChildEnd::NotStarted, errno, {}};
  signal(SIGCHLD, SIG_DFL);  // inherited as ignored, the child's end would not be told
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) be_child(limits, parent, ends[1], work);
  const int error = errno;
  close(ends[1]);
  ChildAnswer answer =
      child < 0 ? ChildAnswer{ChildEnd::NotStarted, error, {}} : listen_to(child, ends[0], limits);
  close(ends[0]);
  return answer;
}

std::string words_for(const ChildAnswer& answer) {
  const std::string number = std::to_string(answer.number);
  switch (answer.end) {
    case ChildEnd::Done:
      return "";
    case ChildEnd::NotStarted:
      return std::string("could not be started: ") + std::strerror(answer.number);
    case ChildEnd::Exited:
      return "ended with exit code " + number;
    case ChildEnd::Signalled:
      return "was ended by signal " + number + " (" + strsignal(answer.number) + ")";
    case ChildEnd::TooSlow:
      return "took too long and was ended";
    case ChildEnd::TooMuch:
      return "had too much to say and was ended";
  }
  return "";
}

}  // namespace bpflens
