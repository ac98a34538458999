// What leaves the program: text on standard output and into files, errors on standard error.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "facts/result.h"

namespace bpflens {

// "bpflens: NAME: why; remedy"
void print_error(const Error& error);

// "bpflens: NOTE", on standard error: what is no failure.
void print_note(std::string_view note);

// A reader that went away (a closed pipe) is no error.
std::optional<Error> print_out(std::string_view text);

// 0, or the errno of what went wrong. All of it has left the program.
int write_all(std::FILE* file, std::string_view text);

}  // namespace bpflens
