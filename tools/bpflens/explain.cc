// Explains each input in turn; one that cannot be read or holds no log does not stop the others.
#include "explain.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "output.h"
#include "read/file.h"
#include "read/source_tree.h"
#include "render/diff.h"
#include "report.h"
#include "session/session.h"

namespace bpflens {
namespace {

constexpr const char* how_to_get_a_log =
    "load the program with the verifier's log on (log_level 1 or 2) and pass all that the loader "
    "prints";

Error no_log(const std::string& input) {
  return {input, "no verifier log in it", how_to_get_a_log};
}

Result<Text> text_of(const std::string& input) {
  Result<Text> text = input == "-" ? spool_text(STDIN_FILENO, "-") : open_text(input);
  if (text && text.value().size == 0) return Error{input, "it is empty", how_to_get_a_log};
  return text;
}

// `others`: what each rejected load is compared with; nullopt if nothing.
std::optional<Error> explain_input(const std::string& input,
                                   const std::optional<OtherLoads>& others,
                                   const FindSources& find_sources, const TakeResult& take) {
  Result<Text> text = text_of(input);
  if (!text) return text.error();
  bool is_empty = true;
  std::optional<Error> error;
  const auto take_any = [&](ProgramResult&& result) {
    is_empty = false;
    take(std::move(result));
  };
  if (others) {
    ExplainedPair pair = explain_against(text.value(), *others, find_sources);
    for (ProgramResult& result : pair.results) take_any(std::move(result));
    error = std::move(pair.error);
  } else {
    explain(text.value(), find_sources, take_any);
  }
  if (text.value().failure && text.value().failure()) return text.value().failure();
  return is_empty ? no_log(input) : error;
}

Error named_in_full(Error error) {
  if (error.what == "-") error.what = "standard input";
  return error;
}

bool wants_colour(Colour wish) {
  if (wish != Colour::Auto) return wish == Colour::Always;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");
  bool can_colour = term != nullptr && std::string_view(term) != "dumb";
  return can_colour && isatty(STDOUT_FILENO) == 1;
}

bool is_same_file(const std::string& a, const std::string& b) {
  struct stat of_a{}, of_b{};
  if (stat(a.c_str(), &of_a) != 0 || stat(b.c_str(), &of_b) != 0) return false;
  return of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
}

// Writing over a log that took a day to get would be worse than any answer.
std::optional<Error> unusable_output(const Options& options) {
  for (const OutputFile& output : options.outputs) {
    std::vector<std::string> inputs = options.names;
    if (options.against) inputs.push_back(*options.against);
    for (const std::string& input : inputs) {
      if (is_same_file(output.path, input)) {
        return Error{output.path, "is an input, it would be overwritten", "name another file"};
      }
    }
  }
  return std::nullopt;
}

bool reaches(const ProgramResult& result, std::optional<Severity> fail_on) {
  return fail_on && std::ranges::any_of(result.findings, [&](const Finding& finding) {
           return finding.severity >= *fail_on;
         });
}

bool wants_diff(const Options& options) {
  auto is_diff = [](const OutputFile& output) { return output.format == Format::Diff; };
  return options.format == Format::Diff || std::ranges::any_of(options.outputs, is_diff);
}

// All that is to be printed, and what it is.
struct Reports {
  std::vector<Report> of_files;
  Report standard;
  std::vector<ProgramResult> in_patch;  // kept where a patch is wanted
  bool is_failure = false;
};

Reports reports_for(const Options& options) {
  Reports reports{{}, Report(options.format, wants_colour(options.colour)), {}, false};
  for (const OutputFile& output : options.outputs)
    reports.of_files.emplace_back(output.format, false);
  return reports;
}

void add(Reports& reports, ProgramResult&& result, const Options& options) {
  for (Report& report : reports.of_files) report.add(result);
  reports.standard.add(result);
  reports.is_failure = reports.is_failure || reaches(result, options.fail_on);
  if (wants_diff(options) && !result.findings.empty())
    reports.in_patch.push_back(std::move(result));
}

// What is missing in a patch cannot stand in it.
void print_notes_of_patch(const std::vector<ProgramResult>& results, const Options& options) {
  const char* remedy = options.source_root ? "" : "; a patch needs your source, say --source-root";
  for (const std::string& note : render_diff(results).notes) print_note(note + remedy);
}

// Files first: whoever reads standard output may stop reading at any time.
bool deliver(Reports& reports, const Options& options) {
  bool delivered = true;
  auto check = [&](const std::optional<Error>& error) {
    if (error) print_error(*error);
    delivered = delivered && !error;
  };
  for (size_t i = 0; i < options.outputs.size(); i++)
    check(write_file(options.outputs[i].path, reports.of_files[i].finish()));
  if (wants_diff(options)) print_notes_of_patch(reports.in_patch, options);
  check(print_out(reports.standard.finish()));
  return delivered;
}

std::optional<Error> nothing_to_read(const Options& options) {
  if (!options.names.empty() || isatty(STDIN_FILENO) != 1) return std::nullopt;
  return Error{"explain", "no log given", "name log files, or pipe a loader's output in"};
}

Result<FindSources> sources_of(const Options& options) {
  if (!options.source_root) return FindSources();
  return sources_below(*options.source_root);
}

// Nullopt: none was asked for.
Result<std::optional<OtherLoads>> others_of(const Options& options) {
  if (!options.against) return std::optional<OtherLoads>();
  Result<Text> text = text_of(*options.against);
  if (!text) return text.error();
  OtherLoads others = other_loads(text.value());
  if (others.walks.empty()) return no_log(*options.against);
  return std::optional(std::move(others));
}

}  // namespace

int run_explain(const Options& options) {
  std::optional<Error> unusable = nothing_to_read(options);
  if (!unusable) unusable = unusable_output(options);
  if (unusable) return print_error(*unusable), 2;
  const Result<FindSources> find_sources = sources_of(options);
  if (!find_sources) return print_error(find_sources.error()), 2;
  const Result<std::optional<OtherLoads>> others = others_of(options);
  if (!others) return print_error(named_in_full(others.error())), 2;
  bool all_read = true;
  Reports reports = reports_for(options);
  std::vector<std::string> inputs = options.names;
  if (inputs.empty()) inputs.emplace_back("-");
  for (const std::string& input : inputs) {
    const std::optional<Error> error =
        explain_input(input, others.value(), find_sources.value(),
                      [&](ProgramResult&& result) { add(reports, std::move(result), options); });
    if (error) print_error(named_in_full(*error));
    all_read = all_read && !error;
  }
  if (!deliver(reports, options) || !all_read) return 2;
  return reports.is_failure ? 1 : 0;
}

}  // namespace bpflens
