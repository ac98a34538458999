// Objects in place of logs: what a kernel says of their programs, judged as a log is.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "facts/finding.h"
#include "facts/result.h"
#include "live/loaded.h"
#include "live/machine.h"
#include "session/session.h"

namespace bpflens {

// Loads each program on the running kernel, and never attaches it. `input` is the object's file.
// The error: it could not be read at all.
std::optional<Error> lint_live(std::span<const std::byte> object, const std::string& input,
                               const ExplainWith& with, const TakeResult& take);

// The result for a program that was loaded on `kernel`.
ProgramResult judged(const LoadedProgram& loaded, const std::string& input,
                     const RunningKernel& kernel, const ExplainWith& with = {});

// True if it is known whether the kernel takes the program: it did, or its verifier says why not.
bool is_decided(const ProgramResult& result);

}  // namespace bpflens
