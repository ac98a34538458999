// The kernel's log is put where libbpf would print it, among its own words, and read as a paste of
// that would be: so the findings are those that `explain` has. What only a load can know is then
// set.
#include "session/lint.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/lines.h"
#include "live/load.h"
#include "live/said.h"
#include "read/log_stats.h"
#include "read/text.h"
#include "rules/pages.h"

namespace bpflens {
namespace {

// The error of the load; the log stands behind it.
constexpr std::string_view load_failed = "BPF program load failed";

// Where the line ends that says so; 0 if none does.
size_t end_of_load_error(std::string_view said) {
  const size_t at = said.find(load_failed);
  if (at == std::string_view::npos) return 0;
  return std::min(said.find('\n', at), said.size() - 1) + 1;
}

std::string as_libbpf_prints_it(const LoadedProgram& loaded) {
  const std::string_view said = loaded.said;
  const size_t split = end_of_load_error(said);
  std::string text(said.substr(0, split));
  if (!loaded.log.empty()) {
    const std::string speaker = "libbpf: prog '" + loaded.name + "': ";
    text += speaker + "-- BEGIN PROG LOAD LOG --\n" + loaded.log;
    if (!loaded.log.ends_with('\n')) text += '\n';
    text += "-- END PROG LOAD LOG --\n";
  }
  return text.append(said.substr(split));
}

// No file of the user has these lines.
Text without_lines_of_a_file(std::string bytes, const std::string& input) {
  Text text = text_in_memory(std::move(bytes), input);
  text.line_in_file = [](uint64_t) { return uint64_t{0}; };
  return text;
}

// What the text leads to: one result, however much of it a hostile object wrote.
ProgramResult explained(const LoadedProgram& loaded, const std::string& input,
                        const ExplainWith& with) {
  std::vector<ProgramResult> results;
  const Text text = without_lines_of_a_file(as_libbpf_prints_it(loaded), input);
  explain(text, with, [&](ProgramResult&& result) { results.push_back(std::move(result)); });
  if (results.empty()) return {};
  const auto rejected = std::ranges::find(results, Verdict::Rejected, &ProgramResult::verdict);
  return std::move(rejected == results.end() ? results.front() : *rejected);
}

bool is_accepted(const LoadedProgram& loaded) {
  return loaded.error == 0 && loaded.failure.empty();
}

// Nothing but statistics is of interest.
ProgramResult of_accepted(const LoadedProgram& loaded) {
  ProgramResult result;
  for (const std::string_view line : split_lines(loaded.log)) read_stats_line(line, result.stats);
  return result;
}

// The line that a finding is about; else what libbpf says first.
std::string why_not_asked(const ProgramResult& result, std::string_view said) {
  std::string words;
  if (result.failed_call) words = first_words(result.failed_call->line);
  if (words.empty()) words = first_words(said);
  return words.empty() ? "libbpf does not say why" : words;
}

std::string why_unknown(const ProgramResult& result, const LoadedProgram& loaded) {
  if (!loaded.failure.empty()) return loaded.failure;
  if (loaded.log.empty())
    return "the verifier was not asked: " + why_not_asked(result, loaded.said);
  return "the kernel did not load it, and its verifier does not say why";
}

// The load itself knows better than any text.
void set_verdict(ProgramResult& result, const LoadedProgram& loaded) {
  if (is_accepted(loaded)) {
    result.verdict = Verdict::Accepted;
    result.findings.clear();
    result.notes.clear();
  } else if (result.verdict == Verdict::Unknown) {
    result.reason = why_unknown(result, loaded);
    return;
  }
  result.reason.clear();
}

}  // namespace

ProgramResult judged(const LoadedProgram& loaded, const std::string& input,
                     const RunningKernel& kernel, const ExplainWith& with) {
  const bool is_simple = is_accepted(loaded) && with.tell_limits != TellLimits::Always;
  ProgramResult result = is_simple ? of_accepted(loaded) : explained(loaded, input, with);
  result.input = input;
  result.kind = InputKind::Object;
  result.origin = TraceSource::Live;
  result.program = loaded.name;
  result.section = loaded.section;
  result.kernel = kernel.release;
  result.kernel_profile = kernel_name(kernel);
  result.capture.said.error_number = loaded.error;
  result.whole_log.clear();  // how another loader would be asked for it
  set_verdict(result, loaded);
  return result;
}

std::optional<Error> lint_live(std::span<const std::byte> object, const std::string& input,
                               const ExplainWith& with, const TakeResult& take) {
  const RunningKernel kernel = running_kernel();
  LoadWish wish;
  wish.kind_of_section = [](std::string_view section) {
    return kind_of_section(section, embedded_sections());
  };
  wish.log_of_accepted = with.tell_limits == TellLimits::Always;
  return load_programs(object, input, wish,
                       [&](LoadedProgram&& loaded) { take(judged(loaded, input, kernel, with)); });
}

bool is_decided(const ProgramResult& result) {
  if (result.verdict == Verdict::Rejected) return true;
  return result.verdict == Verdict::Accepted && result.capture.said.error_number == 0;
}

}  // namespace bpflens
