// One destination per format: the files first, standard output last, because whoever reads standard
// output may stop reading at any time. A patch is made of all results together and comes at the
// end.
#include "report.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include "output.h"
#include "render/short.h"
#include "render/text.h"

namespace bpflens {
namespace {

bool wants_colour(Colour wish) {
  if (wish != Colour::Auto) return wish == Colour::Always;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");
  bool can_colour = term != nullptr && std::string_view(term) != "dumb";
  return can_colour && isatty(STDOUT_FILENO) == 1;
}

std::string rendered(const ProgramResult& result, Format format, bool colour) {
  switch (format) {
    case Format::Text:
      return render_text(result, {colour});
    case Format::Short:
      return render_short(result);
    case Format::Json:
      return json_result(result);
    case Format::Diff:
      return "";
  }
  return "";
}

std::string_view between(Format format, const Piece& next) {
  if (format == Format::Text) return next.gap;
  return format == Format::Json ? "," : "";
}

void add_to(JsonSummary& all, const JsonSummary& more) {
  all.programs += more.programs;
  all.accepted += more.accepted;
  all.rejected += more.rejected;
  all.unknown += more.unknown;
  all.errors += more.errors;
  all.warnings += more.warnings;
  all.notes += more.notes;
}

int keep_open(std::FILE* file) { return std::fflush(file); }

bool is_same_file(const std::string& a, const std::string& b) {
  struct stat of_a{}, of_b{};
  if (stat(a.c_str(), &of_a) != 0 || stat(b.c_str(), &of_b) != 0) return false;
  return of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
}

bool reaches(const JsonSummary& counts, std::optional<Severity> fail_on) {
  if (!fail_on) return false;
  uint64_t reached = counts.errors;
  if (*fail_on <= Severity::Warning) reached += counts.warnings;
  if (*fail_on <= Severity::Note) reached += counts.notes;
  return reached > 0;
}

}  // namespace

Report::Report(const Options& options, Complain complain)
    : complain_(std::move(complain)),
      remedy_of_patch_(options.source_root ? ""
                                           : "; a patch needs your source, say --source-root") {
  for (const OutputFile& output : options.outputs)
    open({output.format, false, output.path, {std::fopen(output.path.c_str(), "we"), std::fclose}});
  open({options.format, wants_colour(options.colour), "", {stdout, keep_open}});
}

void Report::open(Destination destination) {
  wants_patch_ = wants_patch_ || destination.format == Format::Diff;
  destinations_.push_back(std::move(destination));
  Destination& opened = destinations_.back();
  if (!opened.file) return fail(opened, errno);
  if (opened.format == Format::Json) write(opened, json_head(BPFLENS_VERSION));
}

void Report::fail(Destination& at, int error) {
  at.is_lost = true;
  const bool is_stdout = at.path.empty();
  if (is_stdout && error == EPIPE) return;  // a reader that went away is no error
  all_written_ = false;
  complain_({is_stdout ? "standard output" : at.path,
             fmt::format("cannot be written: {}", std::strerror(error)), ""});
}

void Report::write(Destination& to, const std::string& text) {
  if (to.is_lost || text.empty()) return;
  if (const int error = write_all(to.file.get(), text)) fail(to, error);
}

Piece Report::piece_of(ProgramResult&& result) const {
  Piece piece;
  for (const Destination& to : destinations_)
    piece.rendered.push_back(rendered(result, to.format, to.colour));
  piece.gap = text_gap_before(result);
  add_to(piece.counts, result);
  if (wants_patch_) piece.results.push_back(std::move(result));
  return piece;
}

void Report::add(const Piece& piece) {
  for (size_t i = 0; i < destinations_.size(); i++) {
    Destination& to = destinations_[i];
    const std::string& text = piece.rendered[i];
    if (to.is_begun) {
      write(to, std::string(between(to.format, piece)) + text);
    } else {
      write(to, text);
    }
    to.is_begun = to.is_begun || !text.empty();
  }
  add_to(counts_, piece.counts);
  for (const ProgramResult& result : piece.results) {
    const std::string note = add_to(patch_, result);
    if (!note.empty()) print_note(note + remedy_of_patch_);
  }
}

bool Report::is_read() const {
  return std::ranges::any_of(destinations_, [](const Destination& to) { return !to.is_lost; });
}

bool Report::finish() {
  for (Destination& to : destinations_) {
    if (to.format == Format::Json) write(to, json_end(counts_));
    if (to.format == Format::Diff) write(to, patch_of(patch_));
    if (to.path.empty() || !to.file) continue;
    if (std::fclose(to.file.release()) != 0 && !to.is_lost) fail(to, errno);
  }
  return all_written_;
}

std::optional<Error> unusable_output(const std::vector<OutputFile>& outputs,
                                     const std::vector<std::string>& inputs) {
  for (const OutputFile& output : outputs)
    for (const std::string& input : inputs)
      if (is_same_file(output.path, input))
        return Error{output.path, "is an input, it would be overwritten", "name another file"};
  return std::nullopt;
}

int exit_code_of(bool all_done, const JsonSummary& counts, std::optional<Severity> fail_on) {
  if (!all_done) return 2;
  return reaches(counts, fail_on) ? 1 : 0;
}

}  // namespace bpflens
