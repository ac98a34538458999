// The errors that a system call may end with, by name, by number and as programs print them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bpflens {

struct ErrorName {
  std::string_view name, words;  // "EINVAL", "invalid argument"
  int number = 0;
  bool of_load = false;  // BPF_PROG_LOAD returns it, or a loader makes it of what that returns
};

std::span<const ErrorName> error_names();

// Null if there is none.
const ErrorName* error_numbered(int number);
const ErrorName* error_named(std::string_view name);

// In whatever way it is written: "EPERM", "Operation not permitted", "-1", "errno 1", "(os error
// 1)", "Unknown error 524". Nullopt if the text names none; a number may be one without a name.
std::optional<int> error_number_in(std::string_view text);

// As it is printed, and with its name where that says nothing to people: "error 524, ENOTSUPP".
std::string readable_error(std::string_view printed, int number);

}  // namespace bpflens
