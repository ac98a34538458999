// A contradiction (two logs in one paste, a line that somebody typed) leaves the range as it was.
#include "read/era_tracker.h"

#include <algorithm>

#include "read/log_step.h"

namespace bpflens {
namespace {

// After this many states nothing new is to be learnt.
constexpr int enough_states = 400;

struct TellTale {
  LineKind kind;
  std::string_view words;  // somewhere in the line
  EraRange range;
};

constexpr TellTale tell_tales[] = {
    {LineKind::LastStats, "(limit 131072)", {Era::B, Era::B}},
    {LineKind::LastStats, " insns, stack depth", {Era::A, Era::A}},
    {LineKind::LastStats, "max_states_per_insn", {Era::C, Era::I}},
    {LineKind::Stats, "insns processed ", {Era::H, Era::H}},
    {LineKind::Stats, "stack depth max ", {Era::I, Era::I}},
    {LineKind::Stats, "insns_self", {Era::I, Era::I}},
    {LineKind::Stats, " max ", {Era::H, Era::I}},
    {LineKind::Report, "", {Era::I, Era::I}},
    {LineKind::TableHeader, "", {Era::G, Era::I}},
    {LineKind::Precision, "mark_precise: ", {Era::E, Era::I}},
    {LineKind::Precision, "last_idx ", {Era::C, Era::I}},
    {LineKind::FunctionDone, "('", {Era::F, Era::I}},
};

bool writes_its_register(uint8_t code) {
  uint8_t instruction_class = code & 7;
  return instruction_class == 1 || instruction_class == 4 || instruction_class == 7;
}

}  // namespace

void EraTracker::narrow(EraRange tell_tale) {
  EraRange both{std::max(range_.first, tell_tale.first), std::min(range_.last, tell_tale.last)};
  if (both.first > both.last) return;
  range_ = both;
  any_ = true;
}

void EraTracker::see_words(LineKind kind, std::string_view text) {
  for (const TellTale& tell_tale : tell_tales)
    if (tell_tale.kind == kind && text.find(tell_tale.words) != std::string_view::npos)
      narrow(tell_tale.range);
  // "; return x @ prog.c:12" since 6.9.
  if (kind == LineKind::Source && parse_source_line(text).line != 0) narrow({Era::F, Era::I});
}

// "r1 = 0 ; R1_w=0" to 6.17, "r1 = 0 ; R1=0" from 6.18; now and then before, too, so only a log
// without any mark tells.
void EraTracker::see_liveness(const LogLine& line) {
  if (line.state.find("_w=") != std::string_view::npos) marks_liveness_ = true;
  if (line.kind != LineKind::Insn || line.glued) return;
  narrow({Era::D, Era::I});
  if (writes_its_register(line.code) && line.state.find('=') != std::string_view::npos)
    has_bare_writes_ = has_bare_writes_ || line.state.find('_') == std::string_view::npos;
}

Era EraTracker::era() const {
  bool wide_open = range_.first <= Era::C && range_.last == Era::I;
  if (!any_ || wide_open) return Era::Unknown;
  bool unmarked = has_bare_writes_ && !marks_liveness_;
  if (unmarked && range_.first < Era::G && range_.last >= Era::G) return Era::G;
  // One release against ten, of which several are kept up for years.
  if (range_.first == Era::D && range_.last > Era::D) return Era::E;
  return range_.first;
}

void EraTracker::see(const LogLine& line, std::string_view text) {
  see_words(line.kind, text);
  if (line.state.empty() || states_looked_at_ >= enough_states) return;
  ++states_looked_at_;
  narrow(eras_of_state(line.state));
  see_liveness(line);
}

}  // namespace bpflens
