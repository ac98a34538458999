// A contradiction (two logs in one paste, a line that somebody typed) leaves the range as it was.
#include "read/era_tracker.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include "facts/opcode.h"
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

// "; return x @ prog.c:12" since 6.9.
constexpr uint32_t numbered_source = uint32_t{1} << std::size(tell_tales);

constexpr uint32_t tell_tales_of(LineKind kind) {
  uint32_t bits = kind == LineKind::Source ? numbered_source : 0;
  for (size_t i = 0; i < std::size(tell_tales); ++i)
    if (tell_tales[i].kind == kind) bits |= uint32_t{1} << i;
  return bits;
}

// By kind: a log has millions of lines, and most kinds tell nothing.
constexpr auto bits_of_kinds = [] {
  std::array<uint32_t, static_cast<size_t>(LineKind::Free) + 1> bits{};
  for (size_t i = 0; i < bits.size(); ++i) bits[i] = tell_tales_of(static_cast<LineKind>(i));
  return bits;
}();

bool writes_its_register(uint8_t code) {
  const OpcodeClass of = opcode_class(code);
  return of == OpcodeClass::Ldx || of == OpcodeClass::Alu32 || of == OpcodeClass::Alu64;
}

// Never 0. Eight bytes at a time; the length keeps those apart that end in zero bytes.
uint64_t hash_of(std::string_view text) {
  constexpr uint64_t odd = 0x9e3779b97f4a7c15ULL;
  uint64_t hash = text.size() * odd + 1;
  while (!text.empty()) {
    uint64_t bytes = 0;
    const size_t taken = std::min(text.size(), sizeof bytes);
    std::memcpy(&bytes, text.data(), taken);
    text.remove_prefix(taken);
    hash = (hash ^ bytes) * odd;
    hash ^= hash >> 29;
  }
  return hash | 1;
}

}  // namespace

EraRange StateEras::of(std::string_view state) {
  const uint64_t hash = hash_of(state);
  Known& known = known_[(hash >> 32) % known_count];
  if (known.hash != hash) known = {hash, eras_of_state(state)};
  return known.range;
}

void EraTracker::narrow(EraRange tell_tale) {
  EraRange both{std::max(range_.first, tell_tale.first), std::min(range_.last, tell_tale.last)};
  if (both.first > both.last) return;
  range_ = both;
  any_ = true;
}

void EraTracker::see_words(LineKind kind, std::string_view text) {
  for (size_t i = 0; i < std::size(tell_tales); ++i) {
    const TellTale& tell_tale = tell_tales[i];
    const uint32_t bit = uint32_t{1} << i;
    const bool may_tell = tell_tale.kind == kind && (seen_ & bit) == 0;
    if (!may_tell || text.find(tell_tale.words) == std::string_view::npos) continue;
    narrow(tell_tale.range);
    seen_ |= bit;
  }
  if (kind != LineKind::Source || parse_source_line(text).line == 0) return;
  narrow({Era::F, Era::I});
  seen_ |= numbered_source;
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
  if ((bits_of_kinds[static_cast<size_t>(line.kind)] & ~seen_) != 0) see_words(line.kind, text);
  if (line.state.empty() || states_looked_at_ >= enough_states) return;
  ++states_looked_at_;
  narrow(eras_.of(line.state));
  see_liveness(line);
}

}  // namespace bpflens
