// Counting was done while the log was read. Here it is added up by source line, and of the few
// places that count most the log is asked for words.
#include "judge/limits.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>

#include "judge/c_text.h"
#include "judge/call_chain.h"
#include "judge/path.h"
#include "judge/varied_value.h"

namespace bpflens {
namespace {

constexpr size_t most_listed = 20;
// Source lines that are read from the log; those behind them have the fewest visits.
constexpr size_t most_lines_read = 20'000;
constexpr size_t most_loops_read = 500;
// Less than this part of all visits is not why a program is too much.
constexpr uint64_t least_share = 5;  // one in five

// One visited instruction.
struct Visited {
  UnitIndex unit = 0;
  size_t index = 0;  // in the unit's visits
  const InsnVisits* counted = nullptr;
};

// One source line as printed, with its instructions.
struct PrintedLine {
  Visited most_visited;
  uint64_t visits = 0;
  uint32_t insns = 0;
};

uint32_t first_insn_of(const Visited& one) { return one.counted->insn; }
uint32_t first_insn_of(const PrintedLine& line) { return first_insn_of(line.most_visited); }
uint32_t first_insn_of(const LineWork& line) { return line.place.insn.value_or(0); }
uint32_t first_insn_of(const BranchWork& branch) { return branch.place.insn.value_or(0); }
uint32_t first_insn_of(const LoopWork& loop) { return loop.first.insn.value_or(0); }
uint32_t first_insn_of(const FunctionWork& function) { return function.first_insn; }

// In descending order of a number; equal ones in the program's order.
template <typename Row, typename Number>
void sort_most_first(std::vector<Row>& rows, Number number) {
  std::ranges::sort(rows, [&](const Row& a, const Row& b) {
    const uint64_t most = std::invoke(number, a), other = std::invoke(number, b);
    return most != other ? most > other : first_insn_of(a) < first_insn_of(b);
  });
}

std::vector<Visited> all_visited(const Trace& trace) {
  std::vector<Visited> all;
  for (UnitIndex unit = 0; unit < trace.units.size(); ++unit) {
    const Visits& visits = trace.units[unit].visits;
    for (size_t i = 0; i < visits.size(); ++i) all.push_back({unit, i, &visits[i]});
  }
  return all;
}

Place place_at(const Trace& trace, const Visited& visited) {
  return place_of(trace.read_visited(visited.unit, visited.index));
}

// The most of them, by a number.
std::vector<Visited> most_of(std::span<const Visited> all, size_t count,
                             const std::function<uint64_t(const InsnVisits&)>& number) {
  std::vector<Visited> found;
  for (const Visited& one : all)
    if (number(*one.counted) != 0) found.push_back(one);
  sort_most_first(found, [&](const Visited& one) { return number(*one.counted); });
  if (found.size() > count) found.resize(count);
  return found;
}

std::vector<PrintedLine> printed_lines(std::span<const Visited> all) {
  std::unordered_map<uint64_t, size_t> place_of_line;
  std::vector<PrintedLine> lines;
  for (const Visited& one : all) {
    if (one.counted->source == UINT32_MAX) continue;
    const uint64_t name = (uint64_t{one.unit} << 32) | one.counted->source;
    const auto [at, is_new] = place_of_line.try_emplace(name, lines.size());
    if (is_new) lines.push_back({one, 0, 0});
    PrintedLine& line = lines[at->second];
    line.visits += one.counted->visits;
    ++line.insns;
    if (one.counted->visits > line.most_visited.counted->visits) line.most_visited = one;
  }
  sort_most_first(lines, &PrintedLine::visits);
  if (lines.size() > most_lines_read) lines.resize(most_lines_read);
  return lines;
}

// Two places of one line have the same; without a line the instruction stands for it.
std::string name_of(const Place& place) {
  if (!place.source || place.source->text.empty())
    return std::to_string(place.insn.value_or(UINT32_MAX));
  const SourceSpan& span = *place.source;
  return span.file + '\n' + std::to_string(span.line) + '\n' + span.text;
}

// The kernel prints a line again whenever it comes back to it: all of them are one.
std::vector<LineWork> work_by_line(const Trace& trace, std::span<const Visited> all) {
  std::unordered_map<std::string, size_t> place_of_line;
  std::vector<LineWork> lines;
  for (const PrintedLine& printed : printed_lines(all)) {
    Place place = place_at(trace, printed.most_visited);
    if (!place.source || place.source->text.empty()) continue;
    const auto [at, is_new] = place_of_line.try_emplace(name_of(place), lines.size());
    if (is_new) lines.push_back({std::move(place), 0, 0});
    lines[at->second].visits += printed.visits;
    lines[at->second].insns += printed.insns;
  }
  sort_most_first(lines, &LineWork::visits);
  if (lines.size() > most_listed) lines.resize(most_listed);
  return lines;
}

std::vector<LineWork> work_by_insn(const Trace& trace, std::span<const Visited> all) {
  std::vector<LineWork> insns;
  for (const Visited& one :
       most_of(all, most_listed, [](const InsnVisits& in) { return in.visits; }))
    insns.push_back({place_at(trace, one), one.counted->visits, 1});
  return insns;
}

BranchWork branch_at(const Trace& trace, const Visited& one) {
  return {place_at(trace, one), 1, one.counted->visits, *one.counted->branch, {}};
}

uint64_t behind(const InsnVisits& counted) { return counted.branch ? counted.branch->behind : 0; }

std::vector<BranchWork> work_by_branch(const Trace& trace, std::span<const Visited> all) {
  std::vector<BranchWork> branches;
  for (const Visited& one : most_of(all, most_listed, behind)) {
    branches.push_back(branch_at(trace, one));
    branches.back().varied = varied_values(trace, one.unit, one.index);
  }
  return branches;
}

void add(BranchVisits& sum, const BranchVisits& more) {
  sum.fell_through += more.fell_through;
  sum.jumped += more.jumped;
  sum.resumed += more.resumed;
  sum.merged += more.merged;
  sum.behind += more.behind;
}

// A line that was unrolled, or whose function was put into several places, has many branches.
struct LineOfBranches {
  BranchWork work;
  Visited dearest;
};

uint32_t first_insn_of(const LineOfBranches& line) { return first_insn_of(line.work); }

std::vector<BranchWork> work_by_branch_line(const Trace& trace, std::span<const Visited> all) {
  std::unordered_map<std::string, size_t> place_of_line;
  std::vector<LineOfBranches> lines;
  for (const Visited& one : most_of(all, most_lines_read, behind)) {
    BranchWork branch = branch_at(trace, one);
    const auto [at, is_new] = place_of_line.try_emplace(name_of(branch.place), lines.size());
    if (is_new) {
      lines.push_back({std::move(branch), one});
      continue;
    }
    BranchWork& line = lines[at->second].work;
    ++line.insns;
    line.visits += branch.visits;
    add(line.sides, branch.sides);
  }
  sort_most_first(lines, [](const LineOfBranches& line) { return line.work.sides.behind; });
  std::vector<BranchWork> dearest;
  for (LineOfBranches& line : lines) {
    if (dearest.size() == most_listed) break;
    line.work.varied = varied_values(trace, line.dearest.unit, line.dearest.index);
    dearest.push_back(std::move(line.work));
  }
  return dearest;
}

// Of the instructions from one to another, in one unit.
uint64_t visits_between(const Visits& visits, uint32_t first, uint32_t last) {
  uint64_t sum = 0;
  for (auto at = std::ranges::lower_bound(visits, first, {}, &InsnVisits::insn);
       at != visits.end() && at->insn <= last; ++at)
    sum += at->visits;
  return sum;
}

bool says_loop(const Place& place) {
  if (!place.source) return false;
  SourceFile line;
  line.lines.emplace(1, place.source->text);
  const CText text = read_c(line);
  return std::ranges::any_of(text.tokens, [](const CToken& token) {
    return token.is("for") || token.is("while") || token.is("do");
  });
}

// Of the loop's printed lines, the last that says so: what stands before it may be of a loop around
// it. The jump back need not be of that line: clang moves it.
std::optional<Place> line_of_loop(const Trace& trace, UnitIndex unit, size_t first, size_t last) {
  constexpr size_t most_lines = 200;
  const Visits& visits = trace.units[unit].visits;
  std::optional<Place> found;
  size_t lines = 0;
  for (size_t i = last + 1; i-- > first && lines < most_lines && !found;) {
    const bool is_new = i == last || visits[i].source != visits[i + 1].source;
    if (!is_new || visits[i].source == UINT32_MAX) continue;
    ++lines;
    Place place = place_at(trace, {unit, i, &visits[i]});
    if (says_loop(place)) found = std::move(place);
  }
  return found;
}

LoopWork loop_at(const Trace& trace, const Visited& head) {
  const Visits& visits = trace.units[head.unit].visits;
  LoopWork loop;
  loop.first = place_at(trace, head);
  const LoopVisits& counted = *head.counted->loop;
  loop.entered = head.counted->visits - std::min(head.counted->visits, counted.rounds);
  loop.rounds = counted.rounds + loop.entered;
  loop.most_rounds = counted.most_rounds + (loop.entered == 0 ? 0 : 1);
  loop.visits = visits_between(visits, head.counted->insn, counted.last_insn);
  const auto last = std::ranges::lower_bound(visits, counted.last_insn, {}, &InsnVisits::insn);
  const auto index = static_cast<size_t>(last - visits.begin());
  loop.last = place_at(trace, {head.unit, index, &*last});
  loop.line = line_of_loop(trace, head.unit, head.index, index).value_or(loop.last);
  return loop;
}

// Those in which a path went round at least twice; what goes back once is hardly a loop.
uint64_t rounds(const InsnVisits& counted) {
  return counted.loop && counted.loop->most_rounds > 1 ? counted.loop->rounds : 0;
}

std::vector<LoopWork> work_by_loop(const Trace& trace, std::span<const Visited> all) {
  std::vector<LoopWork> loops;
  for (const Visited& head : most_of(all, most_loops_read, rounds))
    loops.push_back(loop_at(trace, head));
  sort_most_first(loops, &LoopWork::visits);
  return loops;
}

bool is_within(const LoopWork& inner, const LoopWork& outer) {
  return inner.first.insn >= outer.first.insn && inner.last.insn <= outer.last.insn;
}

// Loops of one line may overlap; what is in several counts once.
uint64_t visits_of(const Trace& trace, std::vector<std::pair<uint32_t, uint32_t>> ranges) {
  std::ranges::sort(ranges);
  uint64_t sum = 0;
  uint32_t begin = 0;  // of what is not counted yet
  for (const auto& [first, last] : ranges) {
    if (last < begin) continue;
    for (const Unit& unit : trace.units)
      sum += visits_between(unit.visits, std::max(begin, first), last);
    begin = last + 1;
  }
  return sum;
}

std::vector<LoopWork> work_by_loop_line(const Trace& trace, const std::vector<LoopWork>& loops) {
  std::unordered_map<std::string, size_t> place_of_line;
  std::vector<LoopWork> lines;
  std::vector<std::vector<std::pair<uint32_t, uint32_t>>> ranges;  // of each line
  for (const LoopWork& loop : loops) {
    const auto [at, is_new] = place_of_line.try_emplace(name_of(loop.line), lines.size());
    if (is_new) ranges.emplace_back();
    ranges[at->second].emplace_back(*loop.first.insn, *loop.last.insn);
    if (is_new) {
      lines.push_back(loop);
      continue;
    }
    LoopWork& line = lines[at->second];
    ++line.loops;
    line.entered += loop.entered;
    line.rounds += loop.rounds;
    line.most_rounds = std::max(line.most_rounds, loop.most_rounds);
  }
  for (size_t i = 0; i < lines.size(); ++i)
    lines[i].visits = visits_of(trace, std::move(ranges[i]));
  sort_most_first(lines, &LoopWork::visits);
  return lines;
}

// Of loops within each other the innermost one that still has half of the work of the largest.
std::optional<LoopWork> dearest_loop(const Limits& limits) {
  std::optional<LoopWork> found;
  for (const LoopWork& loop : limits.loop_lines) {
    const uint64_t least = std::max(limits.visits / least_share, limits.loop_lines[0].visits / 2);
    if (loop.visits >= least && (!found || is_within(loop, *found))) found = loop;
  }
  return found;
}

std::optional<BranchWork> dearest_branch(const Limits& limits) {
  if (limits.branch_lines.empty()) return std::nullopt;
  const BranchWork& first = limits.branch_lines[0];
  return first.sides.behind < limits.visits / least_share ? std::nullopt : std::optional(first);
}

// Of a function that begins at `first`, the instructions up to the next one.
FunctionWork work_of(const Trace& trace, uint32_t first, uint32_t end) {
  FunctionWork work;
  work.first_insn = first;
  for (const Unit& unit : trace.units) {
    work.visits += visits_between(unit.visits, first, end - 1);
    work.entered += visits_between(unit.visits, first, first);
  }
  return work;
}

std::vector<FunctionWork> work_by_function(const Trace& trace, const ProgramFunctions& functions) {
  std::map<uint32_t, FunctionWork> called;
  for (const auto& [begin, function] : functions) {
    for (const ProgramCall& call : function.calls) {
      const auto callee = functions.find(call.target);
      if (callee == functions.end() || callee->second.is_global) continue;
      const auto [at, is_new] = called.try_emplace(call.target);
      FunctionWork& work = at->second;
      const auto next = std::next(callee);
      if (is_new)
        work = work_of(trace, call.target, next == functions.end() ? UINT32_MAX : next->first);
      if (is_new) work.name = callee->second.name;
      if (!work.call) work.call = call.place;
      ++work.calls;
    }
  }
  std::vector<FunctionWork> sorted;
  for (auto& [begin, work] : called) sorted.push_back(std::move(work));
  sort_most_first(sorted, &FunctionWork::visits);
  return sorted;
}

// A function that several places call, or one place many times.
std::optional<FunctionWork> dearest_function(const Limits& limits) {
  if (limits.functions.empty()) return std::nullopt;
  const FunctionWork& first = limits.functions[0];
  const bool is_dear = first.entered > 1 && first.visits >= limits.visits / least_share;
  return is_dear ? std::optional(first) : std::nullopt;
}

template <typename Row>
void keep_first(std::vector<Row>& rows) {
  if (rows.size() > most_listed) rows.resize(most_listed);
}

void add_work(const Trace& trace, const ProgramFunctions& functions, Limits& limits) {
  const std::vector<Visited> all = all_visited(trace);
  for (const Visited& one : all) limits.visits += one.counted->visits;
  limits.lines = work_by_line(trace, all);
  limits.insns = work_by_insn(trace, all);
  limits.branches = work_by_branch(trace, all);
  limits.branch_lines = work_by_branch_line(trace, all);
  limits.loops = work_by_loop(trace, all);
  limits.loop_lines = work_by_loop_line(trace, limits.loops);
  limits.functions = work_by_function(trace, functions);
  limits.dearest_function = dearest_function(limits);
  limits.dearest_branch = dearest_branch(limits);
  limits.dearest_loop = dearest_loop(limits);
  keep_first(limits.loops);
  keep_first(limits.loop_lines);
  keep_first(limits.functions);
}

}  // namespace

Limits limits_of(const Trace& trace, LimitsOf wanted) {
  const ProgramFunctions functions = functions_of(trace);
  Limits limits;
  if (wanted != LimitsOf::Work) limits.call_chain = deepest_call_chain(functions, trace.program);
  if (wanted != LimitsOf::Stack && trace.capture.level == 2) add_work(trace, functions, limits);
  return limits;
}

}  // namespace bpflens
