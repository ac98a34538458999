// Few rows: whoever wants all of them has the JSON.
#include "render/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>

#include "render/printable.h"
#include "render/words.h"

namespace bpflens {
namespace {

constexpr size_t lines_shown = 5, branches_shown = 3, loops_shown = 3, values_shown = 2,
                 functions_shown = 3;

template <typename Row>
std::span<const Row> first_of(const std::vector<Row>& rows, size_t count) {
  return std::span(rows).first(std::min(rows.size(), count));
}

std::string percent(uint64_t part, uint64_t whole) {
  if (whole == 0) return "0 %";
  const uint64_t rounded = part * 100 / whole;
  return rounded == 0 && part != 0 ? "<1 %" : fmt::format("{} %", rounded);
}

std::string times(uint64_t count) { return count == 1 ? "once" : fmt::format("{} times", count); }

std::string insn_name(const Place& place) {
  return place.insn ? fmt::format("insn {}", *place.insn) : "";
}

// "`if (x) {` (a.c:12)", or the instruction where the log has no source lines.
std::string words_of(const Place& place) {
  if (place.source && !place.source->text.empty()) return source_words(*place.source);
  return fmt::format("`{}`", printable(place.insn_text));
}

std::string named(const Place& place) {
  return fmt::format("insn {:<5} {}", place.insn.value_or(0), words_of(place));
}

std::vector<std::string> work_lines(const Limits& limits) {
  const bool has_lines = !limits.lines.empty();
  std::vector<std::string> lines;
  lines.push_back(fmt::format("{} instructions walked; most of them {}:", limits.visits,
                              has_lines ? "of these lines" : "here"));
  for (const LineWork& line : first_of(has_lines ? limits.lines : limits.insns, lines_shown)) {
    const std::string where = has_lines ? words_of(line.place) : named(line.place);
    lines.push_back(
        fmt::format("{:>5}  {:>7}  {}", percent(line.visits, limits.visits), line.visits, where));
  }
  return lines;
}

std::string copies(uint32_t count) {
  return count == 1 ? "" : fmt::format(" and {} more of this line", count - 1);
}

std::string varied_words(const VariedValue& value) {
  std::string words = fmt::format("each time other values: {}", value.name);
  if (!value.type.empty()) words += fmt::format(" is {}", value.type);
  return printable(fmt::format("{}: {}, ...", words, fmt::join(value.values, ", ")));
}

std::vector<std::string> branch_lines(const Limits& limits) {
  std::vector<std::string> lines;
  for (const BranchWork& branch : first_of(limits.branch_lines, branches_shown)) {
    const BranchVisits& sides = branch.sides;
    lines.push_back(named(branch.place) + copies(branch.insns));
    std::string told =
        fmt::format("  went on {}, jumped {}; came back for the other way {}",
                    times(sides.fell_through), times(sides.jumped), times(sides.resumed));
    if (sides.merged != 0) told += fmt::format(", {} of them for nothing new", sides.merged);
    lines.push_back(fmt::format("{}: {} of the work", told, percent(sides.behind, limits.visits)));
    for (const VariedValue& value : first_of(branch.varied, values_shown))
      lines.push_back("  " + varied_words(value));
  }
  return lines;
}

std::vector<std::string> loop_lines(const Limits& limits) {
  std::vector<std::string> lines;
  for (const LoopWork& loop : first_of(limits.loop_lines, loops_shown)) {
    lines.push_back(named(loop.last) + copies(loop.loops));
    std::string told = fmt::format("  back to {}: up to {} rounds in a row, {} in all",
                                   insn_name(loop.first), loop.most_rounds, loop.rounds);
    if (loop.entered != 0) told += fmt::format(", entered {}", times(loop.entered));
    lines.push_back(fmt::format("{}: {} of the work", told, percent(loop.visits, limits.visits)));
  }
  return lines;
}

std::string function_name(const std::string& name, uint32_t first_insn) {
  if (!name.empty()) return printable(name);
  return first_insn == 0 ? "the program" : fmt::format("the function at insn {}", first_insn);
}

// Those that are walked more than once.
std::vector<std::string> function_lines(const Limits& limits) {
  std::vector<std::string> lines;
  for (const FunctionWork& function : first_of(limits.functions, functions_shown)) {
    if (function.entered < 2) continue;
    lines.push_back(fmt::format("{}: walked {}: {} of the work",
                                function_name(function.name, function.first_insn),
                                times(function.entered), percent(function.visits, limits.visits)));
    if (function.call)
      lines.push_back(
          fmt::format("  called at {}{}", named(*function.call),
                      function.calls == 1 ? "" : fmt::format(" and {} more", function.calls - 1)));
  }
  return lines;
}

std::vector<std::string> call_lines(const Limits& limits) {
  std::vector<std::string> lines;
  for (const ChainedFunction& function : limits.call_chain) {
    std::string line =
        fmt::format("{}: {}{} bytes of stack", function_name(function.name, function.first_insn),
                    function.is_stack_told ? "" : "at least ", function.stack_bytes);
    if (function.call) line += ", called at " + named(*function.call);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

NamedLines limit_lines(const Limits& limits) {
  NamedLines named;
  if (limits.visits != 0) named.emplace_back("work", work_lines(limits));
  if (!limits.branch_lines.empty()) named.emplace_back("branches", branch_lines(limits));
  if (!limits.loop_lines.empty()) named.emplace_back("loops", loop_lines(limits));
  std::vector<std::string> functions = function_lines(limits);
  if (!functions.empty()) named.emplace_back("functions", std::move(functions));
  if (!limits.call_chain.empty()) named.emplace_back("calls", call_lines(limits));
  return named;
}

}  // namespace bpflens
