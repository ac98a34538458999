// What the command line asks for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "facts/finding.h"
#include "facts/result.h"
#include "object/paths.h"

namespace bpflens {

enum class Command : uint8_t { Print, Explain, Lint, Rule, Message };
enum class Format : uint8_t { Text, Short, Json, Diff };
enum class Colour : uint8_t { Auto, Always, Never };

struct OutputFile {
  Format format = Format::Text;
  std::string path;
};

struct Options {
  Command command = Command::Print;
  std::string print;               // Print: help or version, as asked for
  std::vector<std::string> names;  // logs, objects, ids or words
  std::vector<std::string> run;    // explain: the command to run and its arguments
  Format format = Format::Text;
  std::vector<OutputFile> outputs;
  std::optional<std::string> source_root;
  std::optional<std::string> against;  // another load of the same program
  std::optional<std::string> object;   // what was loaded
  std::optional<std::string> btf;      // the types of the kernel that it was loaded on
  std::vector<PathMap> path_maps;
  Colour colour = Colour::Auto;
  std::optional<Severity> fail_on;  // nullopt: never
  std::optional<size_t> jobs;       // nullopt: as many as are worth it
  bool redact = false;
  bool limits = false;
  bool live = false;
};

Result<Options> parse_options(int argc, const char* const* argv);

}  // namespace bpflens
