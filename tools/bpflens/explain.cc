// Explains each input in turn; one that cannot be read or holds no log does not stop the others.
#include "explain.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include "command.h"
#include "in_order.h"
#include "input.h"
#include "object_input.h"
#include "output.h"
#include "read/kept_bytes.h"
#include "read/source_tree.h"
#include "redacted_input.h"
#include "report.h"
#include "session/session.h"

namespace bpflens {
namespace {

// Below this, starting threads is not worth it.
constexpr size_t many_inputs = 8;

constexpr const char* how_to_make_a_loader_print =
    "make it print the verifier's log: bpftool -d, tc or ip with verbose, log_level 1 in your own "
    "loader";

std::optional<Error> nothing_to_read(const Options& options) {
  if (!options.names.empty() || !options.run.empty() || isatty(STDIN_FILENO) != 1)
    return std::nullopt;
  return Error{"explain", "no log given", "name log files, or pipe a loader's output in"};
}

std::vector<std::string> inputs_of(const Options& options) {
  std::vector<std::string> inputs = options.names;
  if (options.against) inputs.push_back(*options.against);
  if (options.object) inputs.push_back(*options.object);
  if (options.btf) inputs.push_back(*options.btf);
  return inputs;
}

// What every input is explained with.
struct Means {
  Redaction* redaction = nullptr;  // null: none is wanted
  ExplainWith with;
  std::optional<OtherLoads> others;  // what each rejected load is compared with
};

Error shown(Error error, const Means& means) {
  if (error.what == "-") error.what = "standard input";
  return means.redaction != nullptr ? redacted_error(std::move(error), *means.redaction) : error;
}

Result<RedactedText> readable(Result<Text> text, const Means& means) {
  if (!text) return text.error();
  if (means.redaction == nullptr) return RedactedText{std::move(text.value()), {}};
  return redacted_text(text.value(), *means.redaction);
}

Result<OtherLoads> others_in(const std::string& input, const Means& means) {
  const Result<RedactedText> text = readable(text_of(input), means);
  if (!text) return text.error();
  OtherLoads others = other_loads(text.value().text);
  if (others.walks.empty()) return no_log(text.value().text);
  return others;
}

// What --object names, fitted to what --btf names.
Result<std::shared_ptr<const Object>> object_named(const Options& options) {
  const Result<std::string> bytes = object_of(*options.object);
  if (!bytes) return bytes.error();
  KernelTypes types;
  if (options.btf) {
    Result<KernelTypes> found = kernel_types_in(*options.btf);
    if (!found) return found.error();
    types = std::move(found.value());
  }
  return object_in(bytes.value(), *options.object, options.path_maps, [&] { return types; });
}

// Fills in what the options ask for.
std::optional<Error> prepare(Means& means, const Options& options) {
  if (options.limits) means.with.tell_limits = TellLimits::Always;
  if (options.source_root) {
    Result<FindSources> found = sources_below(*options.source_root);
    if (!found) return found.error();
    FindSources& find_sources = means.with.find_sources;
    find_sources = std::move(found.value());
    if (means.redaction != nullptr)
      find_sources = redacted_sources(std::move(find_sources), *means.redaction);
  }
  if (options.object) {
    auto object = object_named(options);
    if (!object) return object.error();
    means.with.object = std::move(object.value());
  }
  if (!options.against) return std::nullopt;
  Result<OtherLoads> others = others_in(*options.against, means);
  if (!others) return others.error();
  means.others = std::move(others.value());
  return std::nullopt;
}

using Take = std::function<void(ProgramResult&&)>;

struct Explained {
  size_t programs = 0;
  std::optional<Error> error;  // why some of them were not compared, or are not of the object
};

Explained explain_text(const RedactedText& given, const Means& means, const Take& take) {
  const Text& text = given.text;
  Explained explained;
  const auto count_and_take = [&](ProgramResult&& result) {
    explained.programs++;
    if (!given.carriers.empty()) result.capture.carriers = given.carriers;
    take(std::move(result));
  };
  if (!means.others) {
    explained.error = explain(text, means.with, count_and_take);
    return explained;
  }
  ExplainedPair compared = explain_against(text, *means.others, means.with);
  for (ProgramResult& result : compared.results) count_and_take(std::move(result));
  explained.error = std::move(compared.error);
  return explained;
}

// Nullopt if all of it was explained.
std::optional<Error> explain_input(const std::string& input, const Means& means, const Take& take) {
  const Result<RedactedText> text = readable(text_of(input), means);
  if (!text) return text.error();
  Explained explained = explain_text(text.value(), means, take);
  const auto& failure = text.value().text.failure;
  if (std::optional<Error> failed = failure ? failure() : std::nullopt) return failed;
  return explained.programs == 0 ? no_log(text.value().text) : explained.error;
}

size_t threads_for(const Options& options, size_t inputs) {
  // What is redacted is numbered in the order of appearance.
  if (options.redact) return 1;
  const size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const size_t wanted = options.jobs.value_or(inputs < many_inputs ? 1 : cores);
  return std::min(wanted, inputs);
}

// False if some input could not be explained.
bool explain_all(const Options& options, const Means& means, Report& report) {
  std::vector<std::string> inputs = options.names;
  if (inputs.empty()) inputs.emplace_back("-");
  bool all_explained = true;
  std::atomic<bool> is_read = true;
  const auto work = [&](size_t number, const Emit& emit) {
    if (!is_read) return;
    const auto take = [&](ProgramResult&& result) {
      emit([&, piece = report.piece_of(std::move(result))] {
        report.add(piece);
        is_read = report.is_read();
      });
    };
    std::optional<Error> error = explain_input(inputs[number], means, take);
    if (!error) return;
    emit([&, error = shown(std::move(*error), means)] {
      print_error(error);
      all_explained = false;
    });
  };
  in_order(inputs.size(), threads_for(options, inputs.size()), work);
  return all_explained;
}

std::string reason_of(const RanCommand& ran) {
  if (ran.signal == 0)
    return "failed with exit code " + std::to_string(ran.exit_code) +
           " and printed no verifier log";
  return "was ended by signal " + std::to_string(ran.signal) + " (" + strsignal(ran.signal) +
         ") and printed no verifier log";
}

// Explains what a command printed. False if something of it could not be done.
bool explain_output(const RanCommand& ran, KeptBytes& copy, const Options& options,
                    const Means& means, Report& report) {
  const std::string name(base_name(options.run[0]));
  const std::optional<Error> failure = copy.failure();
  if (failure) print_error(shown(*failure, means));
  const Result<RedactedText> text = readable(copy.take_text("output of " + name), means);
  if (!text) return print_error(shown(text.error(), means)), false;
  bool is_first = options.format == Format::Text && ran.ends_within_line && !options.redact;
  const Explained explained = explain_text(text.value(), means, [&](ProgramResult&& result) {
    if (std::exchange(is_first, false)) print_out("\n");
    report.add(report.piece_of(std::move(result)));
  });
  if (explained.error) print_error(shown(*explained.error, means));
  // Ended because our own reader went away: there is nobody to tell.
  const bool is_cut_off = ran.signal == SIGPIPE;
  if (explained.programs == 0 && ran.exit_code != 0 && !is_cut_off)
    print_error({name, reason_of(ran), how_to_make_a_loader_print});
  return !failure && !explained.error;
}

int run_and_explain(const Options& options, const Means& means, Report& report) {
  // What is written to standard output must be ours alone if a program reads it, or if nothing in
  // it may be as it was.
  const bool is_apart = options.format == Format::Text && !options.redact;
  KeptBytes copy;
  const RanCommand ran =
      run_command(options.run, is_apart ? CommandOutput::Apart : CommandOutput::AllToStderr, copy);
  if (ran.error) print_error(shown(*ran.error, means));
  bool all_done = ran.error || explain_output(ran, copy, options, means, report);
  all_done = report.finish() && all_done;
  return ran.exit_code != 0 ? ran.exit_code
                            : exit_code_of(all_done, report.counts(), options.fail_on);
}

}  // namespace

int run_explain(const Options& options) {
  Redaction redaction;
  Means means;
  if (options.redact) means.redaction = &redaction;
  std::optional<Error> unusable = nothing_to_read(options);
  if (!unusable) unusable = unusable_output(options.outputs, inputs_of(options));
  if (!unusable) unusable = prepare(means, options);
  if (unusable) return print_error(shown(std::move(*unusable), means)), 2;
  Report report(options, [&](const Error& error) { print_error(shown(error, means)); });
  if (!options.run.empty()) return run_and_explain(options, means, report);
  bool all_done = explain_all(options, means, report);
  all_done = report.finish() && all_done;
  return exit_code_of(all_done, report.counts(), options.fail_on);
}

}  // namespace bpflens
