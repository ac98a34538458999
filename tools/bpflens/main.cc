// bpflens, the command line tool: reads what is asked for and hands it to the command's file.
// Exit codes: 0, 1 findings that --fail-on names, 2 the job could not be done.
#include <unistd.h>

#include <csignal>

#include "explain.h"
#include "lint.h"
#include "message.h"
#include "options.h"
#include "output.h"
#include "rule.h"

namespace bpflens {
namespace {

int print(const std::string& text) {
  std::optional<Error> error = print_out(text);
  if (error) print_error(*error);
  return error ? 2 : 0;
}

int nothing_asked() {
  bool piped = isatty(STDIN_FILENO) != 1;
  print_error({"command line", "no command given",
               piped ? "to explain what is piped in, say bpflens explain -"
                     : "say bpflens explain LOG, or see bpflens --help"});
  return 2;
}

int run(const Options& options) {
  switch (options.command) {
    case Command::Print:
      return print(options.print);
    case Command::Explain:
      return run_explain(options);
    case Command::Lint:
      return run_lint(options);
    case Command::Rule:
      return run_rule(options);
    case Command::Message:
      return run_message(options);
  }
  return 2;
}

}  // namespace
}  // namespace bpflens

int main(int argc, char** argv) {
  // A reader that goes away shows as a failed write; files beside it are still written.
  std::signal(SIGPIPE, SIG_IGN);
  if (argc < 2) return bpflens::nothing_asked();
  bpflens::Result<bpflens::Options> options = bpflens::parse_options(argc, argv);
  if (!options) return bpflens::print_error(options.error()), 2;
  return bpflens::run(options.value());
}
