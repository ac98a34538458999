// The text output: a verdict line per program, a block per finding. The kernel's sentence, the
// states and the path belong to the program, so they stand once, in the first block.
#include "render/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "facts/lines.h"
#include "render/against.h"
#include "render/colour.h"
#include "render/limits.h"
#include "render/printable.h"
#include "render/snippet.h"
#include "render/words.h"

namespace bpflens {
namespace {

// Writes the lines of one block, all with the same gutter.
struct Block {
  size_t width = 2;
  bool colour = false;
  std::string text;

  // "  = kernel: first" and, below it, the other lines.
  void fact(std::string_view name, const std::vector<std::string>& lines) {
    std::string margin = fmt::format(" {:>{}} ", "", width);
    for (size_t i = 0; i < lines.size(); ++i) {
      std::string head = fmt::format("= {}: ", name);
      if (i > 0) head.assign(head.size(), ' ');
      text +=
          fmt::format("{}{}{}\n", margin, painted(head, Paint::Strong, i == 0 && colour), lines[i]);
    }
  }
  void fact(std::string_view name, const std::string& line) {
    if (!line.empty()) fact(name, std::vector<std::string>{line});
  }
  void facts(const NamedLines& named) {
    for (const auto& [name, lines] : named) fact(name, lines);
  }
  // What is told of the program as a whole, beside the finding.
  void beside(const ProgramResult& result) {
    if (result.limits) facts(limit_lines(*result.limits));
    if (result.against) facts(against_lines(*result.against));
  }
};

std::vector<std::string> notes_of(const ProgramResult& result) {
  std::vector<std::string> lines;
  for (const std::string& note : result.notes)
    for (std::string& line : wrapped(printable(note))) lines.push_back(std::move(line));
  return lines;
}

// Not wrapped: they are there to be copied.
std::vector<std::string> whole_log_lines(const ProgramResult& result) {
  std::vector<std::string> lines;
  for (const WholeLog& line : result.whole_log)
    lines.push_back(printable(fmt::format("{}, in {}: {}", line.loader, line.where, line.line)));
  return lines;
}

std::vector<std::string> all_printable(const std::vector<std::string>& lines) {
  std::vector<std::string> shown;
  for (const std::string& line : lines) shown.push_back(printable(line));
  return shown;
}

// Which kernel it was, as far as that is known.
std::string kernel_words(const ProgramResult& result) {
  if (!result.kernel_profile.empty())
    return fmt::format(" (kernel {})", printable(result.kernel_profile));
  if (result.origin != TraceSource::Log || result.era == Era::Unknown) return "";
  return fmt::format(" (log format of kernel {})", kernels_of(result.era));
}

std::string verdict_line(const ProgramResult& result) {
  std::string line = input_name(result.input) + ": ";
  if (!result.program.empty()) line += printable(result.program) + ": ";
  line += name_of(result.verdict);
  if (result.verdict == Verdict::Rejected) {
    if (result.place.insn) line += fmt::format(" at insn {}", *result.place.insn);
    return line + kernel_words(result);
  }
  if (result.verdict == Verdict::Unknown) return line + ": " + printable(result.reason);
  std::string stats = stats_words(result.stats);
  return stats.empty() ? line : line + ", " + stats;
}

Paint paint_of(Severity severity) {
  if (severity == Severity::Error) return Paint::Error;
  return severity == Severity::Warning ? Paint::Warning : Paint::Note;
}

std::string headline(const Finding& finding, bool colour) {
  std::string head = fmt::format("{}[{}]", name_of(finding.severity), printable(finding.rule));
  return fmt::format("{}{}\n", painted(head, paint_of(finding.severity), colour),
                     painted(": " + printable(finding.message), Paint::Strong, colour));
}

// "--> last-byte.c:41 (insn 3, x.log:15)"
std::string arrow_line(const Finding& finding, const ProgramResult& result, size_t width,
                       bool colour) {
  const Place& place = finding.location;
  std::string where = place_name(place, result.input);
  Place in_log;
  in_log.log_line = place.log_line;
  std::string log_place = place_name(in_log, result.input);
  std::vector<std::string> also;
  if (place.insn) also.push_back(fmt::format("insn {}", *place.insn));
  if (log_place != where && place.log_line != 0) also.push_back(log_place);
  if (!also.empty()) where += fmt::format(" ({})", fmt::join(also, ", "));
  std::string arrow = fmt::format("{:>{}}-->", "", width);
  return fmt::format("{} {}\n", painted(arrow, Paint::Frame, colour), where);
}

// The instruction behind a source line; without a source line the snippet shows it already.
std::string instruction_line(const Finding& finding) {
  const Place& place = finding.location;
  if (!place.source || place.source->text.empty() || place.insn_text.empty()) return "";
  return printable(place.insn_text);
}

// The last branches only; JSON has more. A finding with a story tells those that matter.
std::vector<std::string> path_lines(const ProgramResult& result, const Finding& leading) {
  constexpr size_t most_branches = 3;
  std::vector<std::string> lines;
  if (result.path_start_missing) lines.push_back("begins before the first line that is here");
  if (leading.proof.empty()) {
    size_t listed = std::min(result.branches.size(), most_branches);
    uint64_t older = result.branches_left_out + result.branches.size() - listed;
    if (older > 0) {
      lines.push_back(
          fmt::format("{} earlier branch{} not listed", older, older == 1 ? " is" : "es are"));
    }
    for (size_t i = result.branches.size() - listed; i < result.branches.size(); ++i)
      lines.push_back(branch_words(result.branches[i]));
  }
  if (result.path_ambiguous) {
    lines.push_back("more than one path fits the log, this is the innermost");
  }
  return lines;
}

std::vector<std::string> state_lines(const ProgramResult& result) {
  std::vector<std::string> lines;
  for (const InvolvedState& state : result.states) lines.push_back(state_words(state));
  return lines;
}

// The program's text was not what failed.
bool is_outside(const Finding& finding) { return finding.rule.starts_with("BD"); }

std::string_view not_compiled(const Rewrite& rewrite) {
  if (!rewrite.edits.empty()) return "not compiled with your program: apply it, then load it";
  return "not compiled with your program: use your own names, then load it";
}

std::string patch_line(const Rewrite& rewrite) {
  return rewrite.edits.empty() ? "" : "--format diff prints this as a patch for git apply";
}

// What the page behind the id would say is said by its own message already.
std::string wanted_line(const ProgramResult& result, const Finding& leading) {
  if (leading.rule == result.message_id) return "";
  return obligation_words(result.obligation);
}

// Where a rewrite says what to type, it says more.
std::string missing_line(const Finding& finding) {
  const bool is_said = !finding.rewrites.empty() || !finding.missing_fact;
  return is_said ? "" : missing_fact_words(*finding.missing_fact);
}

std::string help_block(const Rewrite& rewrite, size_t width, bool colour) {
  std::string text =
      fmt::format("{}{}\n", painted("help: ", Paint::Help, colour), printable(rewrite.title));
  std::string bar = painted(fmt::format(" {:>{}} |", "", width), Paint::Frame, colour);
  for (const std::string_view raw : split_lines(rewrite.text)) {
    const std::string line = printable(raw);
    text += line.empty() ? bar + "\n" : fmt::format("{} {}\n", bar, line);
  }
  return text;
}

// Where the story tells what took the proof away, other causes would only lead astray.
std::vector<std::string> cause_lines(const Finding& finding) {
  constexpr size_t most_causes = 4;
  std::vector<std::string> lines;
  if (finding.ending == Ending::Lost) return lines;
  for (const std::string& cause : finding.causes) {
    if (lines.size() == most_causes) break;
    lines.push_back(printable(cause));
  }
  if (!lines.empty() && lines.size() < finding.causes.size()) lines.back() += ", and others";
  return lines;
}

// The line of the paste that a finding outside the program is about.
std::string said_line(const ProgramResult& result) {
  constexpr size_t most_columns = 160;
  if (!result.failed_call || result.failed_call->line.empty()) return "";
  return shortened(printable(result.failed_call->line), most_columns);
}

// "grep CapEff /proc/self/status" and, below it, what its answers mean. Not wrapped where it is to
// be copied. A command that has two answers stands once.
std::vector<std::string> check_lines(const Finding& finding) {
  std::vector<std::string> lines;
  std::string_view above;
  for (const Check& check : finding.checks) {
    if (check.command != above) lines.push_back(printable(check.command));
    above = check.command;
    lines.push_back(printable(fmt::format("  {}: {}", check.shows, check.means)));
    if (!check.remedy.empty()) lines.push_back(printable(fmt::format("  -> {}", check.remedy)));
  }
  return lines;
}

std::string more_line(const ProgramResult& result, const Finding& finding) {
  if (finding.rule.starts_with("BL")) return "bpflens rule " + printable(finding.rule);
  const bool is_said = !result.sentence.empty() && !is_outside(finding);
  if (finding.rule != result.message_id && is_said) return "";
  const std::string more = "bpflens message " + printable(finding.rule);
  const bool names_causes = !cause_lines(finding).empty();
  return names_causes ? more + " has what to type" : more;
}

std::string seen_on(const Finding& finding) {
  if (finding.kernels.empty()) return "";
  std::string text = fmt::format("{}", fmt::join(finding.kernels, ", "));
  if (!finding.clangs.empty())
    text += fmt::format(" with clang {}", fmt::join(finding.clangs, ", "));
  return printable(text);
}

std::string finding_block(const ProgramResult& result, const Finding& finding, bool leading,
                          bool colour) {
  Block block{gutter_width(finding), colour, headline(finding, colour)};
  block.text += arrow_line(finding, result, block.width, colour);
  block.text += snippet(finding, block.width, colour);
  block.fact("insn", instruction_line(finding));
  if (leading) {
    block.fact("kernel", all_printable(result.sentence));
    block.fact("said", said_line(result));
    block.fact("wanted", wanted_line(result, finding));
    block.fact("fault", std::string(fault_words(finding.layer)));
    block.fact("missing", missing_line(finding));
    block.fact("state", state_lines(result));
    block.fact("path", path_lines(result, finding));
    block.fact("note", notes_of(result));
    block.fact("whole log", whole_log_lines(result));
    block.beside(result);
  }
  block.fact("check", check_lines(finding));
  block.fact("seen on", seen_on(finding));
  for (const Rewrite& rewrite : finding.rewrites) {
    block.text += help_block(rewrite, block.width, colour);
    if (!rewrite.reason.empty()) block.fact("why", wrapped(printable(rewrite.reason)));
    if (!rewrite.verified && !is_outside(finding))
      block.fact("note", std::string(not_compiled(rewrite)));
    block.fact("patch", patch_line(rewrite));
  }
  block.fact("no help", all_printable(finding.no_help));
  // Each of them stands in a check already.
  if (finding.checks.empty()) block.fact("often", cause_lines(finding));
  block.fact("more", more_line(result, finding));
  return block.text;
}

// Notes of a program without findings have no block to stand in.
std::string loose_notes(const ProgramResult& result) {
  Block block;
  if (!result.findings.empty()) return "";
  block.beside(result);
  block.fact("note", notes_of(result));
  block.fact("whole log", whole_log_lines(result));
  return block.text;
}

}  // namespace

std::string render_text(const ProgramResult& result, const TextOptions& options) {
  std::string text = painted(verdict_line(result), Paint::Strong, options.colour) + "\n";
  for (size_t i = 0; i < result.findings.size(); ++i) {
    text += finding_block(result, result.findings[i], i == 0, options.colour);
  }
  return text + loose_notes(result);
}

std::string_view text_gap_before(const ProgramResult& next) {
  return next.findings.empty() ? "" : "\n";
}

std::string render_text(const std::vector<ProgramResult>& results, const TextOptions& options) {
  std::string text;
  for (const ProgramResult& result : results) {
    if (!text.empty()) text += text_gap_before(result);
    text += render_text(result, options);
  }
  return text;
}

}  // namespace bpflens
