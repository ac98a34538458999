// The errors that a load may end with, by name, by number and as programs print them.
#pragma once

#include <span>
#include <string_view>

namespace bpflens {

struct ErrorName {
  std::string_view name, words;  // "EINVAL", "invalid argument"
  int number = 0;
};

// Those that BPF_PROG_LOAD returns or a loader makes of it.
std::span<const ErrorName> error_names();

// Null if there is none.
const ErrorName* error_numbered(int number);
const ErrorName* error_named(std::string_view name);

}  // namespace bpflens
