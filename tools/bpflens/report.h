// What explain and lint print, in each format that is asked for: written as the results come, so
// that thousands of logs need no more memory than one.
#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facts/finding.h"
#include "facts/result.h"
#include "options.h"
#include "render/diff.h"
#include "render/json.h"

namespace bpflens {

// A result in every format of a report.
struct Piece {
  std::vector<std::string> rendered;  // by destination
  std::string gap;                    // stands before it in text, unless it is the first
  JsonSummary counts;
  std::vector<ProgramResult> results;  // the one that it is of, where a patch is made; else empty
};

class Report {
 public:
  using Complain = std::function<void(const Error&)>;

  // Opens the files; what cannot be written is complained of, and all the rest still is.
  Report(const Options& options, Complain complain);

  // May be asked by several threads at once.
  Piece piece_of(ProgramResult&& result) const;

  // In the order in which they are to stand there, from one thread at a time.
  void add(const Piece& piece);

  // False once nobody reads what is still to come.
  bool is_read() const;

  // The end of each format. False if something could not be written.
  bool finish();

  const JsonSummary& counts() const { return counts_; }

 private:
  struct Destination {
    Format format = Format::Text;
    bool colour = false;
    std::string path;  // empty: standard output
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{nullptr, nullptr};
    bool is_begun = false;
    bool is_lost = false;  // cannot be written, or has no reader
  };

  void open(Destination destination);
  void write(Destination& to, const std::string& text);
  void fail(Destination& at, int error);

  Complain complain_;
  std::vector<Destination> destinations_;
  const char* remedy_of_patch_;
  bool wants_patch_ = false;
  PatchedFiles patch_;
  JsonSummary counts_;
  bool all_written_ = true;
};

// Writing over a log that took a day to get would be worse than any answer.
std::optional<Error> unusable_output(const std::vector<OutputFile>& outputs,
                                     const std::vector<std::string>& inputs);

// 0; 1 if a finding reaches `fail_on`; 2 if some input could not be done.
int exit_code_of(bool all_done, const JsonSummary& counts, std::optional<Severity> fail_on);

}  // namespace bpflens
