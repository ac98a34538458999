// Reads the pages of failures outside the program (rules/environment) and the wordings of loaders
// (rules/calls).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/page.h"
#include "facts/result.h"
#include "tools/embed/shape.h"

namespace bpflens {

struct CheckSource {
  std::string run, shows, means, remedy;
};

struct EnvironmentSource {
  std::string id, slug, title, mechanism, layer, calls, says, no_help, body, causes;
  std::string type_title, type_reason, to_type;
  std::vector<CompiledShape> patterns;
  std::vector<std::string> operations;
  std::vector<int> errors;
  std::vector<CheckSource> checks;
  LogShows log = LogShows::Any;
};

struct CallSource {
  std::string operation;  // empty: the shape has a hole for it
  CompiledShape shape;
};

struct CallsSource {
  std::string program;
  bool is_trace = false;
  std::vector<CallSource> calls;
};

Result<EnvironmentSource> read_environment_page(std::string_view text, const std::string& name,
                                                const std::string& slug);
Result<CallsSource> read_calls_page(std::string_view text, const std::string& name,
                                    const std::string& slug);

// Two pages that fit the same failure equally well; empty if there are none. Which page a text
// with words of its own leads to only the text can tell: tests look for those.
std::string clash_of_environment(const std::vector<EnvironmentSource>& pages);

}  // namespace bpflens
