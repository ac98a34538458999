// The command line, read by CLI11: which command, which options, and the help text.
#include "options.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <span>
#include <string_view>

namespace bpflens {
namespace {

template <typename T>
struct Choice {
  std::string_view name;
  T value;
};

constexpr Choice<Format> formats[] = {{"text", Format::Text},
                                      {"short", Format::Short},
                                      {"json", Format::Json},
                                      {"diff", Format::Diff}};
constexpr Choice<Colour> colours[] = {
    {"auto", Colour::Auto}, {"always", Colour::Always}, {"never", Colour::Never}};
constexpr Choice<std::optional<Severity>> severities[] = {{"error", Severity::Error},
                                                          {"warning", Severity::Warning},
                                                          {"note", Severity::Note},
                                                          {"never", std::nullopt}};

template <typename T>
std::string names_of(std::span<const Choice<T>> choices, std::string_view between) {
  std::string names;
  for (const Choice<T>& choice : choices) {
    if (!names.empty()) names += between;
    names += choice.name;
  }
  return names;
}

template <typename T>
Result<T> chosen(std::string_view option, std::string_view given,
                 std::span<const Choice<T>> choices) {
  for (const Choice<T>& choice : choices) {
    if (choice.name == given) return choice.value;
  }
  return Error{std::string(option), fmt::format("'{}' is not one of its values", given),
               "choose from " + names_of(choices, ", ")};
}

constexpr size_t most_jobs = 256;
constexpr const char* see_help = "see bpflens --help";
constexpr std::string_view never = "never", from_error = "error";  // of severities

constexpr const char* lint_usage =
    "lint --live [OPTIONS] OBJ...\n\n"
    "  bpflens lint --live prog.bpf.o                         would this kernel take its programs\n"
    "  bpflens lint --live --source-root . build/*.bpf.o      with the lines of your own source\n"
    "  bpflens lint --live --source-root . --format diff prog.bpf.o | git apply";

// The words as typed, before they mean anything.
struct Typed {
  std::vector<std::string> names, outputs, path_maps;
  std::optional<std::string> source_root, against, object, btf, jobs, fail_on;
  bool redact = false, limits = false, live = false;
  std::string format = "text", colour = "auto";
};

// The first line of a footer; below it there may be examples.
std::string usage_of(const CLI::App& app) {
  const std::string footer = app.get_footer();
  return footer.substr(0, footer.find('\n'));
}

std::string help_of(const CLI::App* app, const std::string&, CLI::AppFormatMode) {
  std::string text = fmt::format("{}\n\nusage: {}\n", app->get_description(), app->get_footer());
  for (const CLI::App* command : app->get_subcommands({})) {
    text += fmt::format("  {:<36}{}\n", usage_of(*command).substr(8), command->get_description());
  }
  text += "\n";
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_positional()) continue;
    std::string name = option->get_name(false, true);
    if (!option->get_type_name().empty()) name += " " + option->get_type_name();
    text += fmt::format("  {:<36}{}\n", name, option->get_description());
  }
  return text;
}

CLI::App* add_command(CLI::App& app, Typed& typed, std::string name, std::string what,
                      const std::string& usage, std::string operand) {
  CLI::App* command = app.add_subcommand(std::move(name), std::move(what));
  command->footer("bpflens " + usage);
  command->set_help_flag("-h,--help", "print this");
  command->add_option(std::move(operand), typed.names);
  return command;
}

void add_output(CLI::App& command, Typed& typed) {
  command.add_option("--format", typed.format, "how to print (default text)")
      ->type_name(names_of<Format>(formats, "|"));
  command.add_option("--output", typed.outputs, "write a format to a file as well; repeatable")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
  command
      .add_option("--source-root", typed.source_root,
                  "show the lines of your source, which is below this folder")
      ->type_name("DIR");
}

void add_colour_and_fail_on(CLI::App& command, Typed& typed, std::string_view default_severity) {
  command.add_option("--color", typed.colour, "colours in text (default auto: in a terminal)")
      ->type_name(names_of<Colour>(colours, "|"));
  command
      .add_option(
          "--fail-on", typed.fail_on,
          fmt::format("exit 1 on findings like this or worse (default {})", default_severity))
      ->type_name(names_of<std::optional<Severity>>(severities, "|"));
}

void add_limits(CLI::App& command, Typed& typed) {
  command.add_flag("--limits", typed.limits,
                   "show what cost the kernel most, of accepted programs as well");
}

void add_path_map(CLI::App& command, Typed& typed) {
  command
      .add_option("--path-map", typed.path_maps,
                  "print source paths of the object below FROM as below TO; repeatable")
      ->type_name("FROM=TO")
      ->allow_extra_args(false);
}

void add_explain(CLI::App& app, Typed& typed) {
  CLI::App* explain = add_command(app, typed, "explain", "say why the kernel rejected a program",
                                  "explain [OPTIONS] LOG...|-|-- CMD", "LOG");
  add_output(*explain, typed);
  explain
      ->add_option("--against", typed.against,
                   "show where another load of the program parts: another kernel's or compiler's")
      ->type_name("OTHER.log");
  explain
      ->add_option("--object", typed.object,
                   "take lines and names from the object that was loaded, where the log has none")
      ->type_name("OBJ");
  explain
      ->add_option("--btf", typed.btf,
                   "fit the object to a kernel's types: a copy of its /sys/kernel/btf/vmlinux")
      ->type_name("FILE");
  add_path_map(*explain, typed);
  add_colour_and_fail_on(*explain, typed, never);
  explain
      ->add_option("-j", typed.jobs, "explain N logs at once (default: as many as there are cores)")
      ->type_name("N");
  add_limits(*explain, typed);
  explain->add_flag("--redact", typed.redact,
                    "replace folders, kernel addresses, hosts and users in all that is printed");
}

void add_lint(CLI::App& app, Typed& typed) {
  CLI::App* lint =
      add_command(app, typed, "lint", "say which programs of an object a kernel rejects, and why",
                  lint_usage, "OBJ");
  lint->add_flag(
      "--live", typed.live,
      "ask the running kernel: load each program, attach none (takes the rights to load)");
  add_output(*lint, typed);
  add_path_map(*lint, typed);
  add_colour_and_fail_on(*lint, typed, from_error);
  add_limits(*lint, typed);
}

void describe(CLI::App& app, Typed& typed) {
  app.description("bpflens: why does the kernel reject this BPF program");
  app.footer("bpflens COMMAND ...");
  app.formatter_fn(help_of);
  app.set_help_flag("-h,--help", "print this; bpflens COMMAND --help for a command's options");
  app.set_version_flag("--version", std::string("bpflens ") + BPFLENS_VERSION, "print the version");
  app.require_subcommand(1);
  add_explain(app, typed);
  add_lint(app, typed);
  add_command(app, typed, "rule", "print what is known of a pitfall, or the list of all",
              "rule [ID|SLUG]", "ID");
  add_command(app, typed, "message", "print what a kernel message means, or the list of all",
              "message [ID|SLUG|TEXT]", "TEXT");
}

Result<OutputFile> output_file(const std::string& given) {
  size_t equals = given.find('=');
  if (equals == std::string::npos || equals + 1 == given.size()) {
    return Error{"--output", "'" + given + "' is not FORMAT=FILE", "say --output json=FILE"};
  }
  Result<Format> format =
      chosen<Format>("--output", std::string_view(given).substr(0, equals), formats);
  if (!format) return format.error();
  return OutputFile{format.value(), given.substr(equals + 1)};
}

Result<std::vector<PathMap>> path_maps_of(const std::vector<std::string>& given) {
  std::vector<PathMap> maps;
  for (const std::string& map : given) {
    const size_t equals = map.find('=');
    if (equals == std::string::npos || equals == 0)
      return Error{"--path-map", "'" + map + "' is not FROM=TO", "say --path-map /build/src=src"};
    maps.push_back({map.substr(0, equals), map.substr(equals + 1)});
  }
  return maps;
}

// What is taken from an object was not redacted.
std::optional<Error> unusable_together(const Options& options) {
  if (options.object && options.redact)
    return Error{"--object", "cannot be used with --redact", "name one of them"};
  if (options.btf && !options.object)
    return Error{"--btf", "fits an object to a kernel's types, and there is no object",
                 "say --object OBJ as well"};
  if (!options.path_maps.empty() && !options.object && options.command == Command::Explain)
    return Error{"--path-map", "maps the paths of an object, and there is none",
                 "say --object OBJ as well"};
  return std::nullopt;
}

Result<std::optional<size_t>> jobs_of(const std::optional<std::string>& given) {
  if (!given) return std::optional<size_t>();
  size_t jobs = 0;
  const char* end = given->data() + given->size();
  const auto [read, fault] = std::from_chars(given->data(), end, jobs);
  if (fault != std::errc() || read != end || jobs < 1 || jobs > most_jobs) {
    return Error{"-j", "'" + *given + "' is not one of its values",
                 fmt::format("say a number from 1 to {}", most_jobs)};
  }
  return std::optional(jobs);
}

Result<Options> options_of(Typed typed, Command command) {
  Options options;
  options.command = command;
  options.names = std::move(typed.names);
  options.source_root = std::move(typed.source_root);
  options.against = std::move(typed.against);
  options.object = std::move(typed.object);
  options.btf = std::move(typed.btf);
  Result<Format> format = chosen<Format>("--format", typed.format, formats);
  if (!format) return format.error();
  Result<Colour> colour = chosen<Colour>("--color", typed.colour, colours);
  if (!colour) return colour.error();
  const std::string_view usual = command == Command::Lint ? from_error : never;
  auto fail_on = chosen<std::optional<Severity>>(
      "--fail-on", typed.fail_on ? std::string_view(*typed.fail_on) : usual, severities);
  if (!fail_on) return fail_on.error();
  const auto jobs = jobs_of(typed.jobs);
  if (!jobs) return jobs.error();
  options.jobs = jobs.value();
  options.redact = typed.redact;
  options.limits = typed.limits;
  options.live = typed.live;
  options.format = format.value();
  options.colour = colour.value();
  options.fail_on = fail_on.value();
  for (const std::string& given : typed.outputs) {
    Result<OutputFile> output = output_file(given);
    if (!output) return output.error();
    options.outputs.push_back(std::move(output.value()));
  }
  Result<std::vector<PathMap>> path_maps = path_maps_of(typed.path_maps);
  if (!path_maps) return path_maps.error();
  options.path_maps = std::move(path_maps.value());
  if (auto error = unusable_together(options)) return *error;
  return options;
}

Command command_of(const CLI::App& app) {
  if (app.got_subcommand("explain")) return Command::Explain;
  if (app.got_subcommand("lint")) return Command::Lint;
  return app.got_subcommand("rule") ? Command::Rule : Command::Message;
}

// CLI11 writes whole sentences in its own style.
std::string in_our_style(std::string words) {
  while (!words.empty() && (words.back() == '.' || words.back() == '\n')) words.pop_back();
  bool is_word = words.size() > 1 && std::islower(static_cast<unsigned char>(words[1]));
  if (is_word) words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
  return words;
}

// CLI11 only says that some command is missing.
Error unknown_command(const CLI::App& app, int argc, const char* const* argv) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  std::string remedy = fmt::format("the commands are {}", fmt::join(names, ", "));
  std::string first = argc > 1 ? argv[1] : "--";
  if (first == "--") return {"command line", "no command given", remedy};
  if (first.starts_with("-")) return {first, "no such option", see_help};
  return {first, "no such command", remedy};
}

// What stands behind "--" is the command to run, its options are not ours. Nullopt: no "--".
std::optional<std::vector<std::string>> command_to_run(int argc, const char* const* argv) {
  const std::span<const char* const> words(argv, static_cast<size_t>(argc));
  if (words.size() < 2 || std::string_view(words[1]) != "explain") return std::nullopt;
  const auto mark = std::ranges::find(words, std::string_view("--"));
  if (mark == words.end()) return std::nullopt;
  return std::vector<std::string>(mark + 1, words.end());
}

Result<Options> with_command(Options options, std::vector<std::string> command) {
  if (command.empty()) return Error{"--", "no command behind it", "say bpflens explain -- COMMAND"};
  if (!options.names.empty())
    return Error{options.names[0], "is a log beside a command to run", "name one or the other"};
  options.run = std::move(command);
  return options;
}

Result<Options> parsed(int argc, const char* const* argv) {
  Typed typed;
  CLI::App app;
  describe(app, typed);
  Options asked;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion& version) {
    asked.print = std::string(version.what()) + "\n";
    return asked;
  } catch (const CLI::CallForHelp&) {
    asked.print = app.help();
    return asked;
  } catch (const CLI::RequiredError&) {
    return unknown_command(app, argc, argv);
  } catch (const CLI::ExtrasError&) {
    return Error{app.remaining(true).at(0), "no such option", see_help};
  } catch (const CLI::ArgumentMismatch& error) {
    std::string_view words = error.what();
    return Error{std::string(words.substr(0, words.find(':'))), "takes one value", see_help};
  } catch (const CLI::ParseError& error) {
    return Error{"command line", in_our_style(error.what()), see_help};
  }
  return options_of(std::move(typed), command_of(app));
}

}  // namespace

Result<Options> parse_options(int argc, const char* const* argv) {
  std::optional<std::vector<std::string>> command = command_to_run(argc, argv);
  const int ours = command ? argc - static_cast<int>(command->size()) - 1 : argc;
  Result<Options> options = parsed(ours, argv);
  const bool is_asked = options && options.value().command == Command::Explain;
  if (!command || !is_asked) return options;
  return with_command(std::move(options.value()), std::move(*command));
}

}  // namespace bpflens
