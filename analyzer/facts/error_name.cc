// Numbers are those of Linux, whatever system this runs on.
#include "facts/error_name.h"

#include <algorithm>
#include <iterator>

namespace bpflens {
namespace {

constexpr ErrorName names[] = {
    {"EPERM", "operation not permitted", 1},
    {"ESRCH", "no such process", 3},
    {"E2BIG", "argument list too long", 7},
    {"EBADF", "bad file descriptor", 9},
    {"EAGAIN", "resource temporarily unavailable", 11},
    {"ENOMEM", "cannot allocate memory", 12},
    {"EACCES", "permission denied", 13},
    {"EFAULT", "bad address", 14},
    {"EINVAL", "invalid argument", 22},
    {"ENOSPC", "no space left on device", 28},
    {"ERANGE", "numerical result out of range", 34},
    {"EOPNOTSUPP", "operation not supported", 95},
    {"ENOTSUPP", "unknown error 524", 524},
};

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

}  // namespace bpflens
