// The command gets two pipes and no shell. One loop waits for its output, its end and our signals:
// Ctrl-C in a terminal reaches it without us, what somebody sends to us alone is passed on.
#include "command.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>
#include <utility>

extern char** environ;

namespace bpflens {
namespace {

using Clock = std::chrono::steady_clock;

// How long what the command left behind may be silent, and may go on in all.
constexpr int quiet_ms = 200;
constexpr std::chrono::seconds most_after_its_end{2};
constexpr size_t most_held_of_a_line = 1 << 16;

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close_now(); }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close_now() {
    if (is_open()) close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

struct Pipe {
  Descriptor read_end, write_end;
};

std::optional<Pipe> new_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// One of the command's outputs.
struct Stream {
  Descriptor from;
  int to = -1;
  std::string line;  // the last one, not ended yet: the other output must not get into it
  bool ends_within_line = false;
};

// False if nobody reads any more.
bool write_through(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(to, bytes.data(), bytes.size());
    if (put >= 0) {
      bytes.remove_prefix(static_cast<size_t>(put));
    } else if (errno == EAGAIN) {
      pollfd ready{to, POLLOUT, 0};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

void keep_whole_lines(Stream& stream, std::string_view bytes, KeptBytes& copy) {
  const size_t end = bytes.rfind('\n');
  if (end != std::string_view::npos) {
    copy.append(std::exchange(stream.line, {}));
    copy.append(bytes.substr(0, end + 1));
    bytes.remove_prefix(end + 1);
  }
  stream.line += bytes;
  if (stream.line.size() > most_held_of_a_line) copy.append(std::exchange(stream.line, {}));
}

void finish(Stream& stream, KeptBytes& copy) {
  stream.from.close_now();
  if (!stream.line.empty()) copy.append(std::exchange(stream.line, {}) + "\n");
}

void pass_on(Stream& stream, KeptBytes& copy) {
  std::array<char, 1 << 16> buffer;
  const ssize_t got = read(stream.from.number(), buffer.data(), buffer.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (got <= 0) return finish(stream, copy);
  const std::string_view bytes(buffer.data(), static_cast<size_t>(got));
  keep_whole_lines(stream, bytes, copy);
  stream.ends_within_line = bytes.back() != '\n';
  // Closed here as well, so that the command learns of it as it would without us.
  if (!write_through(stream.to, bytes)) finish(stream, copy);
}

// The signals that we answer while a command runs. They are blocked: each comes through a
// descriptor, and none ends us before the command's end.
class Signals {
 public:
  Signals() {
    // Inherited as ignored, the command's end would not be told.
    signal(SIGCHLD, SIG_DFL);
    sigset_t ours;
    sigemptyset(&ours);
    for (const int number : {SIGCHLD, SIGINT, SIGQUIT, SIGTERM, SIGHUP}) sigaddset(&ours, number);
    sigprocmask(SIG_BLOCK, &ours, &before_);
    arrived_ = Descriptor(signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK));
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

  int descriptor() const { return arrived_.number(); }
  const sigset_t& before() const { return before_; }
  std::optional<signalfd_siginfo> next() const {
    signalfd_siginfo info{};
    if (read(descriptor(), &info, sizeof info) != sizeof info) return std::nullopt;
    return info;
  }

 private:
  sigset_t before_{};
  Descriptor arrived_;
};

// 0, or the errno of why it could not be started.
int spawn(const std::vector<std::string>& argv, const Pipe& out, const Pipe& err,
          const sigset_t& mask, pid_t& pid) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out.write_end.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end.number(), STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t to_default;
  sigemptyset(&to_default);
  sigaddset(&to_default, SIGPIPE);  // which we ignore
  posix_spawnattr_setsigdefault(&attributes, &to_default);
  posix_spawnattr_setsigmask(&attributes, &mask);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  const int error = posix_spawnp(&pid, words[0], &actions, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

RanCommand not_started(const std::string& name, int error) {
  if (error == ENOENT || error == ENOTDIR)
    return {127, 0, Error{name, "no such command", "check its name"}, false};
  const char* remedy = error == EACCES    ? "chmod +x it, if it is a program"
                       : error == ENOEXEC ? "a script must begin with #! and its interpreter"
                                          : "";
  return {126, 0, Error{name, std::string("cannot be run: ") + std::strerror(error), remedy},
          false};
}

class Running {
 public:
  Running(pid_t pid, Stream out, Stream err, const Signals& signals, KeptBytes& copy)
      : pid_(pid), streams_{std::move(out), std::move(err)}, signals_(signals), copy_(copy) {}

  RanCommand watch() {
    while (!is_over()) wait_for_something();
    for (Stream& stream : streams_) finish(stream, copy_);
    RanCommand ran;
    ran.signal = WIFSIGNALED(status_) ? WTERMSIG(status_) : 0;
    ran.exit_code = ran.signal != 0 ? 128 + ran.signal : WEXITSTATUS(status_);
    ran.ends_within_line = streams_[0].ends_within_line;
    return ran;
  }

 private:
  bool is_over() const {
    if (!ended_) return false;
    const bool any_open = streams_[0].from.is_open() || streams_[1].from.is_open();
    return !any_open || is_silent_ || Clock::now() - *ended_ > most_after_its_end;
  }

  void wait_for_something() {
    std::array<pollfd, 3> waiting{{{streams_[0].from.number(), POLLIN, 0},
                                   {streams_[1].from.number(), POLLIN, 0},
                                   {signals_.descriptor(), POLLIN, 0}}};
    const int ready = poll(waiting.data(), waiting.size(), ended_ ? quiet_ms : -1);
    is_silent_ = ready == 0;
    if (ready <= 0) return;
    for (size_t i = 0; i < streams_.size(); i++)
      if (waiting[i].revents != 0) pass_on(streams_[i], copy_);
    if (waiting[2].revents != 0) take_signals();
  }

  void take_signals() {
    while (const std::optional<signalfd_siginfo> info = signals_.next()) {
      const auto number = static_cast<int>(info->ssi_signo);
      if (number == SIGCHLD) {
        if (!ended_ && waitpid(pid_, &status_, WNOHANG) == pid_) ended_ = Clock::now();
      } else if (ended_) {
        is_silent_ = true;               // enough of what it left behind
      } else if (info->ssi_code <= 0) {  // from a process: to us alone
        kill(pid_, number);
      }
    }
  }

  pid_t pid_;
  std::array<Stream, 2> streams_;
  const Signals& signals_;
  KeptBytes& copy_;
  int status_ = 0;
  std::optional<Clock::time_point> ended_;
  bool is_silent_ = false;
};

}  // namespace

RanCommand run_command(const std::vector<std::string>& argv, CommandOutput output,
                       KeptBytes& copy) {
  std::optional<Pipe> out = new_pipe(), err = new_pipe();
  if (!out || !err) return not_started(argv[0], errno);
  const Signals signals;
  pid_t pid = 0;
  if (const int error = spawn(argv, *out, *err, signals.before(), pid))
    return not_started(argv[0], error);
  out->write_end.close_now();
  err->write_end.close_now();
  const int to = output == CommandOutput::Apart ? STDOUT_FILENO : STDERR_FILENO;
  return Running(pid, {std::move(out->read_end), to, "", false},
                 {std::move(err->read_end), STDERR_FILENO, "", false}, signals, copy)
      .watch();
}

}  // namespace bpflens
