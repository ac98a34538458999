// A loader speaks before the log, behind it, or both. The nearest words count.
#include "read/log_around.h"

#include <algorithm>

#include "read/loader_words.h"

namespace bpflens {
namespace {

constexpr size_t max_line_bytes_around = 400;

// The kernel stopped writing in the middle: the last line is where the buffer ended, no sentence.
void forget_torn_sentence(Trace& trace) {
  for (Unit& unit : trace.units) {
    if (!unit.rejection || unit.rejection->report) continue;
    unit.rejection.reset();
    unit.verdict = Verdict::Unknown;
  }
  trace.verdict = Verdict::Unknown;
  trace.reason = "the log did not fit into the loader's buffer, its end is missing";
}

}  // namespace

void keep_line_before(std::vector<std::string>& before, std::string_view line) {
  if (before.size() == max_lines_around) before.erase(before.begin());
  before.emplace_back(line.substr(0, max_line_bytes_around));
}

bool keep_line_behind(std::vector<std::string>& behind, std::string_view line) {
  if (behind.size() == max_lines_around) return false;
  behind.emplace_back(line.substr(0, max_line_bytes_around));
  return true;
}

void note_surroundings(Trace& trace, bool behind_another) {
  Capture& capture = trace.capture;
  const std::vector<std::string>& before = capture.before;
  for (auto line = before.rbegin(); line != before.rend(); ++line)
    if (!behind_another || !is_about_log_above(*line)) add_loader_words(*line, capture.said);
  for (const std::string& line : capture.behind) add_loader_words(line, capture.said);
  if (trace.program.empty()) trace.program = capture.said.program;
  const bool has_statistics = trace.stats.processed.has_value();
  if (has_statistics || !capture.said.log_is_full) return;
  // From 6.4 on the kernel keeps the end of a log, and a loader that joins the last lines shows it:
  // then it is for the judge to tell a sentence from a torn line.
  const bool shows_end = capture.message_only || capture.said.omitted_lines > 0;
  if (shows_end) {
    capture.end = Torn::Likely;
  } else {
    forget_torn_sentence(trace);
  }
}

}  // namespace bpflens
