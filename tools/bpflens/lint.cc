// Asks about each object in turn; one that cannot be read does not stop the others. That a program
// could not be asked about is never a pass.
#include "lint.h"

#include <cstddef>
#include <span>
#include <utility>

#include "input.h"
#include "object_input.h"
#include "output.h"
#include "read/source_tree.h"
#include "report.h"
#include "session/lint.h"

namespace bpflens {
namespace {

constexpr const char* how_to_ask = "say bpflens lint --live OBJ...";

std::optional<Error> nothing_to_do(const Options& options) {
  if (!options.live)
    return Error{"lint", "which kernel is to be asked? today only the running one can be",
                 how_to_ask};
  if (options.names.empty()) return Error{"lint", "no object given", how_to_ask};
  return unusable_output(options.outputs, options.names);
}

Result<FindSources> sources_of(const Options& options) {
  if (!options.source_root) return FindSources();
  return sources_below(*options.source_root);
}

// False if something of it is not known.
bool lint_object(const std::string& input, const Options& options, ExplainWith with,
                 Report& report) {
  const Result<std::string> bytes = object_of(input);
  if (!bytes) return print_error(bytes.error()), false;
  // Where we cannot read it, libbpf perhaps can: then the log alone is explained.
  auto object = object_in(bytes.value(), input, options.path_maps, types_of_running_kernel);
  if (object) with.object = std::move(object.value());
  bool all_decided = true;
  const auto take = [&](ProgramResult&& result) {
    all_decided = all_decided && is_decided(result);
    report.add(report.piece_of(std::move(result)));
  };
  if (const auto error = lint_live(std::as_bytes(std::span(bytes.value())), input, with, take))
    return print_error(*error), false;
  return all_decided;
}

}  // namespace

int run_lint(const Options& options) {
  if (const auto error = nothing_to_do(options)) return print_error(*error), 2;
  const Result<FindSources> find_sources = sources_of(options);
  if (!find_sources) return print_error(find_sources.error()), 2;
  const ExplainWith with = {
      .find_sources = find_sources.value(),
      .tell_limits = options.limits ? TellLimits::Always : TellLimits::WhereExceeded,
      .object = nullptr};
  Report report(options, print_error);
  bool all_decided = true;
  for (const std::string& input : options.names) {
    if (!report.is_read()) break;
    all_decided = lint_object(input, options, with, report) && all_decided;
  }
  all_decided = report.finish() && all_decided;
  return exit_code_of(all_decided, report.counts(), options.fail_on);
}

}  // namespace bpflens
