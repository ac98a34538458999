// Each question opens the log at the step's line and reads on to the next visit.
#include "read/log_step.h"

#include <algorithm>
#include <charconv>

#include "read/insn_text.h"
#include "read/line.h"
#include "read/log_line.h"
#include "read/register_state.h"

namespace bpflens {
namespace {

constexpr size_t window_bytes = 1024;
// Between a visit and the state told after it stand backtracking lines, sometimes thousands.
constexpr int max_lines_behind_visit = 100'000;

void merge(StateDelta& into, VerifierState&& told, bool whole) {
  if (whole || into.empty()) {
    into.state = std::move(told);
    into.whole = into.whole || whole;
    return;
  }
  into.state.frame = told.frame;
  for (NamedRegister& reg : told.registers) {
    auto at = std::find_if(into.state.registers.begin(), into.state.registers.end(),
                           [&](const NamedRegister& r) { return r.number >= reg.number; });
    if (at != into.state.registers.end() && at->number == reg.number) {
      *at = std::move(reg);
    } else {
      into.state.registers.insert(at, std::move(reg));
    }
  }
  for (StackSlot& slot : told.slots) {
    auto at = std::find_if(into.state.slots.begin(), into.state.slots.end(),
                           [&](const StackSlot& s) { return s.offset == slot.offset; });
    if (at != into.state.slots.end()) {
      *at = std::move(slot);
    } else {
      into.state.slots.push_back(std::move(slot));
    }
  }
  if (!told.refs.empty()) into.state.refs = std::move(told.refs);
}

void tell(StateDelta& into, std::string_view text, Era era, bool whole) {
  if (std::optional<VerifierState> state = parse_state(text, era))
    merge(into, std::move(*state), whole);
}

bool ends_step(LineKind kind) {
  switch (kind) {
    case LineKind::Insn:
    case LineKind::From:
    case LineKind::FromSafe:
    case LineKind::Safe:
    case LineKind::Validating:
    case LineKind::FunctionDone:
    case LineKind::Function:
    case LineKind::LastStats:
    case LineKind::Report:
    case LineKind::Begin:
    case LineKind::End:
      return true;
    default:
      return false;
  }
}

// Which state a line without instruction tells, given the line before it.
enum class Tells : uint8_t { Nothing, Partial, Whole };

Tells what_is_told(LineKind kind, LineKind before, Era era) {
  if (kind == LineKind::State) return prints_state_before_insn(era) ? Tells::Whole : Tells::Partial;
  if (kind != LineKind::BareState) return Tells::Nothing;
  // Bare states stand behind "callee:" and "to caller at 9:", or directly behind a jump (to 5.16).
  // Behind "caller:", "returning from callee:" and backtracking lines they tell of another frame
  // or of an older state.
  bool of_this_point = before == LineKind::Callee || before == LineKind::ToCaller ||
                       before == LineKind::Insn || before == LineKind::State;
  return of_this_point ? Tells::Whole : Tells::Nothing;
}

// To 5.16 an access to a map's value prints the state that it finds, at level 1 too: it tells
// nothing of what the instruction changes.
bool tells_state_before(LineKind kind, LineKind before, const Insn& code) {
  const bool is_bare = kind == LineKind::BareState && before == LineKind::Insn;
  return is_bare && code.kind != InsnKind::Branch && code.kind != InsnKind::Unknown;
}

void tell_unchanged(StateDelta& into, std::string_view text, Era era, const Insn& code) {
  std::optional<VerifierState> state = parse_state(text, era);
  if (!state) return;
  const std::optional<uint8_t> written = written_register(code);
  std::erase_if(state->registers, [&](const NamedRegister& reg) {
    return is_call(code) ? reg.number <= 5 : written == reg.number;
  });
  if (code.kind != InsnKind::Load) state->slots.clear();
  merge(into, std::move(*state), false);
}

// The lines behind a visit, up to the next one. `lines` stands behind the visit's own line.
void tell_lines_behind(LineReader& lines, Era era, const Insn& code, StateDelta& told) {
  LineKind before = LineKind::Insn;
  for (int i = 0; i < max_lines_behind_visit; ++i) {
    std::optional<Line> line = lines.next();
    if (!line) return;
    LogLine parsed = classify_line(line->text);
    if (ends_step(parsed.kind)) return;
    if (tells_state_before(parsed.kind, before, code)) {
      tell_unchanged(told, parsed.state, era, code);
      before = parsed.kind;
      continue;
    }
    Tells tells = what_is_told(parsed.kind, before, era);
    if (tells != Tells::Nothing) tell(told, parsed.state, era, tells == Tells::Whole);
    before = parsed.kind;
  }
}

StateDelta told_at_resumption(const LogPlace& place, uint32_t token) {
  StateDelta told;
  LineReader lines(place.text, place.token_base + token, 0, window_bytes);
  std::optional<Line> line = lines.next();
  if (line) tell(told, classify_line(line->text).state, place.era, true);
  return told;
}

struct VisitLines {
  Insn code;
  std::string text;
  StateDelta told;
};

VisitLines read_visit(const LogPlace& place, StepIndex step, bool with_state) {
  VisitLines visit;
  LineReader lines(place.text, place.token_base + place.path.steps[step].token, 0, window_bytes);
  std::optional<Line> line = lines.next();
  if (!line) return visit;
  LogLine parsed = classify_line(line->text);
  visit.text = parsed.text;
  if (parsed.has_code) visit.code = parse_insn_text(parsed.code, parsed.text);
  if (!with_state) return visit;
  if (!parsed.state.empty()) tell(visit.told, parsed.state, place.era, parsed.glued);
  if (!parsed.glued) tell_lines_behind(lines, place.era, visit.code, visit.told);
  return visit;
}

std::optional<SourceSpan> source_in_log(const LogPlace& place, StepIndex index) {
  const StepMark* source = LogPath::in_force(place.path.sources, index);
  if (!source || source->value == LogPath::no_source) return std::nullopt;
  LineReader lines(place.text, place.token_base + source->value, 0, window_bytes);
  const std::optional<Line> line = lines.next();
  if (!line) return std::nullopt;
  return parse_source_line(classify_line(line->text).text);
}

}  // namespace

SourceSpan parse_source_line(std::string_view text) {
  SourceSpan span;
  size_t at = text.rfind(" @ ");
  size_t colon = text.rfind(':');
  if (at != std::string_view::npos && colon != std::string_view::npos && colon > at) {
    std::string_view number = text.substr(colon + 1);
    uint32_t line = 0;
    auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), line);
    if (error == std::errc() && end == number.data() + number.size()) {
      span.file = text.substr(at + 3, colon - at - 3);
      span.line = line;
      text = text.substr(0, at);
    }
  }
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  span.text = text;
  return span;
}

StateDelta told_after(const LogPlace& place, StepIndex step) {
  if (std::optional<uint32_t> resumed = place.path.resumed_at(step))
    return told_at_resumption(place, *resumed);
  return read_visit(place, step, true).told;
}

Step visit_in_log(const LogPlace& place, StepIndex index) {
  std::optional<uint32_t> resumed = place.path.resumed_at(index);
  VisitLines visit = read_visit(place, index, !resumed);
  Step step;
  step.insn = place.path.steps[index].insn;
  step.code = visit.code;
  step.insn_text = std::move(visit.text);
  step.told = resumed ? told_at_resumption(place, *resumed) : std::move(visit.told);
  if (const StepMark* frame = LogPath::in_force(place.path.frames, index))
    step.frame = frame->value;
  return step;
}

Step step_in_log(const LogPlace& place, StepIndex index) {
  Step step = visit_in_log(place, index);
  step.source = source_in_log(place, index);
  return step;
}

Step insn_in_log(const LogPlace& place, StepIndex index) {
  VisitLines visit = read_visit(place, index, false);
  if (visit.code.kind == InsnKind::LoadImm64) visit = read_visit(place, index, true);
  Step step;
  step.insn = place.path.steps[index].insn;
  step.code = visit.code;
  step.insn_text = std::move(visit.text);
  step.told = std::move(visit.told);
  step.source = source_in_log(place, index);
  return step;
}

}  // namespace bpflens
