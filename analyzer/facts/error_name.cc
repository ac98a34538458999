// Numbers are those of Linux, whatever system this runs on.
#include "facts/error_name.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "facts/lines.h"

namespace bpflens {
namespace {

constexpr ErrorName names[] = {
    {"EPERM", "operation not permitted", 1, true},
    {"ENOENT", "no such file or directory", 2},
    {"ESRCH", "no such process", 3, true},
    {"EINTR", "interrupted system call", 4},
    {"EIO", "input/output error", 5},
    {"ENXIO", "no such device or address", 6},
    {"E2BIG", "argument list too long", 7, true},
    {"EBADF", "bad file descriptor", 9, true},
    {"EAGAIN", "resource temporarily unavailable", 11, true},
    {"ENOMEM", "cannot allocate memory", 12, true},
    {"EACCES", "permission denied", 13, true},
    {"EFAULT", "bad address", 14, true},
    {"EBUSY", "device or resource busy", 16},
    {"EEXIST", "file exists", 17},
    {"EXDEV", "invalid cross-device link", 18},
    {"ENODEV", "no such device", 19},
    {"ENOTDIR", "not a directory", 20},
    {"EISDIR", "is a directory", 21},
    {"EINVAL", "invalid argument", 22, true},
    {"ENFILE", "too many open files in system", 23},
    {"EMFILE", "too many open files", 24},
    {"ENOTTY", "inappropriate ioctl for device", 25},
    {"EFBIG", "file too large", 27},
    {"ENOSPC", "no space left on device", 28, true},
    {"ESPIPE", "illegal seek", 29},
    {"EROFS", "read-only file system", 30},
    {"EDOM", "numerical argument out of domain", 33},
    {"ERANGE", "numerical result out of range", 34, true},
    {"EDEADLK", "resource deadlock avoided", 35},
    {"ENAMETOOLONG", "file name too long", 36},
    {"ENOSYS", "function not implemented", 38},
    {"ELOOP", "too many levels of symbolic links", 40},
    {"ENODATA", "no data available", 61},
    {"ENOLINK", "link has been severed", 67},
    {"EPROTO", "protocol error", 71},
    {"EOVERFLOW", "value too large for defined data type", 75},
    {"EILSEQ", "invalid or incomplete multibyte or wide character", 84},
    {"EUSERS", "too many users", 87},
    {"EPROTONOSUPPORT", "protocol not supported", 93},
    {"EOPNOTSUPP", "operation not supported", 95, true},
    {"ENOTSUP", "operation not supported", 95},
    {"EAFNOSUPPORT", "address family not supported by protocol", 97},
    {"ENETDOWN", "network is down", 100},
    {"ENOBUFS", "no buffer space available", 105},
    {"ETIMEDOUT", "connection timed out", 110},
    {"EALREADY", "operation already in progress", 114},
    {"ESTALE", "stale file handle", 116},
    {"EDQUOT", "disk quota exceeded", 122},
    {"ECANCELED", "operation canceled", 125},
    {"ENOKEY", "required key not available", 126},
    {"EKEYREJECTED", "key was rejected by service", 129},
    {"ENOTSUPP", "unknown error 524", 524, true},
};

// The kernel's own numbers end here; what is greater is no error.
constexpr int greatest_number = 4095;

// Behind these a number is an error's.
constexpr std::string_view number_marks[] = {
    "os error ", "errno ", "errno: ", "errno=", "unknown error ", "strerror_r(", "error -",
    "err = -",   "err -",  "err=-",   "code: ", "code -",         "code: -",
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Not inside another word.
bool is_whole(std::string_view text, size_t at, size_t length) {
  const auto is_part = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
  const size_t end = at + length;
  return (at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]));
}

// The text from its first digit on, a sign aside.
std::optional<int> leading_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  int number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || number <= 0 || number > greatest_number) return std::nullopt;
  return number;
}

std::optional<int> marked_number(std::string_view lowered) {
  for (const std::string_view mark : number_marks) {
    const size_t at = lowered.find(mark);
    if (at == std::string_view::npos) continue;
    if (const auto number = leading_number(lowered.substr(at + mark.size()))) return number;
  }
  return std::nullopt;
}

// The one that stands first; of two at one place the longer.
const ErrorName* named_in(std::string_view text, std::string_view lowered) {
  const ErrorName* first = nullptr;
  size_t first_at = std::string_view::npos, first_length = 0;
  for (const ErrorName& error : names) {
    for (const bool by_name : {true, false}) {
      const std::string_view words = by_name ? error.name : error.words;
      const size_t at = (by_name ? text : lowered).find(words);
      if (at == std::string_view::npos || !is_whole(text, at, words.size())) continue;
      if (at > first_at || (at == first_at && words.size() <= first_length)) continue;
      first = &error;
      first_at = at;
      first_length = words.size();
    }
  }
  return first;
}

// "-22", perhaps with more words behind it; or nothing but "22", "(-22)".
std::optional<int> bare_number(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t(");
  if (begin == std::string_view::npos) return std::nullopt;
  text.remove_prefix(begin);
  if (text.starts_with('-')) return leading_number(text);
  text = text.substr(0, text.find_last_not_of(" \t).!\r") + 1);
  const bool is_number = text.find_first_not_of("0123456789") == std::string_view::npos;
  return is_number ? leading_number(text) : std::nullopt;
}

}  // namespace

std::span<const ErrorName> error_names() { return names; }

const ErrorName* error_numbered(int number) {
  const auto* found = std::ranges::find(names, number, &ErrorName::number);
  return found == std::end(names) ? nullptr : found;
}

const ErrorName* error_named(std::string_view name) {
  const auto* found = std::ranges::find(names, name, &ErrorName::name);
  return found == std::end(names) ? nullptr : found;
}

std::optional<int> error_number_in(std::string_view text) {
  const std::string lowered = lower(text);
  if (const ErrorName* error = named_in(text, lowered)) return error->number;
  if (const auto number = marked_number(lowered)) return number;
  return bare_number(text);
}

std::string readable_error(std::string_view printed, int number) {
  const ErrorName* error = error_numbered(number);
  const bool says_name = printed.find_first_of("abcdefghijklmnopqrstuvwxyz") != printed.npos &&
                         printed.find("strerror") == printed.npos;
  if (!error || says_name) return std::string(printed);
  return "error " + std::to_string(number) + ", " + std::string(error->name);
}

}  // namespace bpflens
