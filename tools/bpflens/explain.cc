// Explains each input in turn; one that cannot be read or holds no log does not stop the others.
#include "explain.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string_view>
#include <utility>

#include "output.h"
#include "read/file.h"
#include "read/source_tree.h"
#include "render/diff.h"
#include "render/json.h"
#include "render/short.h"
#include "render/text.h"
#include "session/session.h"

namespace bpflens {
namespace {

constexpr const char* how_to_get_a_log =
    "load the program with the verifier's log on (log_level 1 or 2) and pass all that the loader "
    "prints";

Error no_log(const std::string& input, const Text& text) {
  const std::string line = how_to_get_log(text);
  return {input, "no verifier log in it", line.empty() ? how_to_get_a_log : line};
}

Result<Text> text_of(const std::string& input) {
  Result<Text> text = input == "-" ? spool_text(STDIN_FILENO, "-") : open_text(input);
  if (text && text.value().size == 0) return Error{input, "it is empty", how_to_get_a_log};
  return text;
}

// `others`: what each rejected load is compared with; nullopt if nothing.
Result<ExplainedPair> explained(const std::string& input, const std::optional<OtherLoads>& others,
                                const FindSources& find_sources) {
  Result<Text> text = text_of(input);
  if (!text) return text.error();
  ExplainedPair compared;
  if (others) {
    compared = explain_against(text.value(), *others, find_sources);
  } else {
    compared.results = explain(text.value(), find_sources);
  }
  if (compared.results.empty()) return no_log(input, text.value());
  return compared;
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

std::string rendered(const std::vector<ProgramResult>& results, Format format, bool colour) {
  switch (format) {
    case Format::Text:
      return render_text(results, {colour});
    case Format::Short:
      return render_short(results);
    case Format::Json:
      return render_json(results, BPFLENS_VERSION);
    case Format::Diff:
      return render_diff(results).text;
  }
  return "";
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

bool reaches(const std::vector<ProgramResult>& results, std::optional<Severity> fail_on) {
  if (!fail_on) return false;
  auto finding_reaches = [&](const Finding& finding) { return finding.severity >= *fail_on; };
  return std::any_of(results.begin(), results.end(), [&](const ProgramResult& result) {
    return std::any_of(result.findings.begin(), result.findings.end(), finding_reaches);
  });
}

bool wants_diff(const Options& options) {
  auto is_diff = [](const OutputFile& output) { return output.format == Format::Diff; };
  return options.format == Format::Diff || std::ranges::any_of(options.outputs, is_diff);
}

// What is missing in a patch cannot stand in it.
void print_notes_of_patch(const std::vector<ProgramResult>& results, const Options& options) {
  const char* remedy = options.source_root ? "" : "; a patch needs your source, say --source-root";
  for (const std::string& note : render_diff(results).notes) print_note(note + remedy);
}

// Files first: whoever reads standard output may stop reading at any time.
bool deliver(const std::vector<ProgramResult>& results, const Options& options) {
  bool delivered = true;
  auto check = [&](const std::optional<Error>& error) {
    if (error) print_error(*error);
    delivered = delivered && !error;
  };
  for (const OutputFile& output : options.outputs) {
    check(write_file(output.path, rendered(results, output.format, false)));
  }
  if (wants_diff(options)) print_notes_of_patch(results, options);
  check(print_out(rendered(results, options.format, wants_colour(options.colour))));
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
  if (others.walks.empty()) return no_log(*options.against, text.value());
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
  std::vector<ProgramResult> results;
  std::vector<std::string> inputs = options.names;
  if (inputs.empty()) inputs.emplace_back("-");
  for (const std::string& input : inputs) {
    Result<ExplainedPair> of_input = explained(input, others.value(), find_sources.value());
    std::optional<Error> error = of_input ? of_input.value().error : of_input.error();
    if (error) print_error(named_in_full(*error));
    all_read = all_read && !error;
    if (of_input) std::ranges::move(of_input.value().results, std::back_inserter(results));
  }
  if (!deliver(results, options) || !all_read) return 2;
  return reaches(results, options.fail_on) ? 1 : 0;
}

}  // namespace bpflens
