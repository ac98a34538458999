// Writing, with every failure noticed: a full disk must not look like a short answer.
#include "output.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "render/printable.h"

namespace bpflens {

int write_all(std::FILE* file, std::string_view text) {
  errno = 0;
  bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  bool flushed = std::fflush(file) == 0;
  if (written && flushed) return 0;
  return errno == 0 ? EIO : errno;
}

void print_error(const Error& error) {
  std::string line = fmt::format("bpflens: {}: {}", printable(error.what), printable(error.why));
  if (!error.remedy.empty()) line += "; " + printable(error.remedy);
  write_all(stderr, line + "\n");
}

void print_note(std::string_view note) {
  write_all(stderr, fmt::format("bpflens: {}\n", printable(note)));
}

std::optional<Error> print_out(std::string_view text) {
  int error = write_all(stdout, text);
  if (error == 0 || error == EPIPE) return std::nullopt;
  return Error{"standard output", fmt::format("cannot be written: {}", std::strerror(error)), ""};
}

}  // namespace bpflens
