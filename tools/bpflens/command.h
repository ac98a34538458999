// Runs a command as if we were not there, and keeps a copy of what it prints.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "facts/result.h"
#include "read/kept_bytes.h"

namespace bpflens {

enum class CommandOutput : uint8_t { Apart, AllToStderr };

struct RanCommand {
  int exit_code = 0;              // its own; 128 and the signal that ended it; 127, 126: see error
  int signal = 0;                 // that ended it
  std::optional<Error> error;     // why it could not be started
  bool ends_within_line = false;  // what it printed to standard output
};

// Passes on what it prints as it comes, with the signals that we get, and returns when it has ended
// and is silent: what it leaves behind may hold its output open for ever. Both of its outputs go
// into `copy`, line by line in the order in which they came.
RanCommand run_command(const std::vector<std::string>& argv, CommandOutput output, KeptBytes& copy);

}  // namespace bpflens
