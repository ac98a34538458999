// Links between two turning points are one event, at the last of them: a shift pair is one
// conversion, a copy that something is added to at once is one sum.
#include "judge/story_draft.h"

#include <algorithm>
#include <utility>

#include "judge/value_words.h"

namespace bpflens {

void add_covers(std::vector<uint32_t>& covers, const std::vector<uint32_t>& more) {
  covers.insert(covers.end(), more.begin(), more.end());
  std::ranges::sort(covers);
  const auto twice = std::ranges::unique(covers);
  covers.erase(twice.begin(), twice.end());
}

namespace {

// A reader follows some events, not a hundred rounds of a loop.
constexpr size_t most_events = 6;

// Where a constant comes from that a register was computed with.
std::optional<uint32_t> constant_behind(ProofWalk& walk, const Link& link) {
  const Insn insn = walk.code.at(link.step);
  if (insn.kind != InsnKind::Alu || !insn.src_is_register || insn.src == insn.dst || link.other)
    return std::nullopt;
  const Holder operand{false, link.to.frame, insn.src, 8};
  const Origin origin = history_before(walk, link.step, operand).origin;
  return origin.step ? std::optional(walk.insn_at(*origin.step)) : std::nullopt;
}

std::vector<uint32_t> insns_of(ProofWalk& walk, const std::vector<Link>& links, StepIndex but) {
  std::vector<uint32_t> insns;
  for (const Link& link : links) {
    if (link.step != but) add_covers(insns, {walk.insn_at(link.step)});
    if (const auto constant = constant_behind(walk, link)) add_covers(insns, {*constant});
  }
  return insns;
}

bool is_addition(const Link& link) { return link.other.has_value(); }
bool is_spill(const Link& link) { return link.kind == LinkKind::Spilled; }
bool is_fill(const Link& link) { return link.kind == LinkKind::Filled; }
bool crosses_frames(const Link& link) {
  return link.kind == LinkKind::Passed || link.kind == LinkKind::Returned;
}

// A turning point ends the run that it belongs to.
bool ends_run(const std::vector<Link>& run, const Link* next) {
  const Link& last = run.back();
  if (is_addition(last) || is_fill(last) || crosses_frames(last)) return true;
  return next && (is_spill(*next) || crosses_frames(*next));
}

std::string fill_text(const std::vector<Link>& run) {
  const Link& fill = run.back();
  std::string text = name_of(fill.to) + " gets it back from the stack, " + name_of(fill.from);
  const NumberOperations& kept = run.front().operations;
  if (is_spill(run.front()) && !kept.empty() && kept[0].change == Change::LowBits)
    text += ", where " + std::to_string(kept[0].constant / 8) + " bytes of it were kept";
  return text;
}

std::string run_text(ProofWalk& walk, const std::vector<Link>& run) {
  const Link& last = run.back();
  if (last.kind == LinkKind::Passed)
    return name_of(last.from) + " is handed to the function, as " + name_of(last.to);
  if (last.kind == LinkKind::Returned) return "the function returns it in R0";
  if (is_fill(last)) return fill_text(run);
  if (is_addition(last)) return arithmetic_text(walk.code.at(last.step));
  return change_text(run);
}

ProofKind run_kind(const std::vector<Link>& run) {
  const Link& last = run.back();
  if (is_fill(last)) return ProofKind::Filled;
  if (is_spill(last)) return ProofKind::Spilled;
  const bool changes = std::ranges::any_of(
      run, [](const Link& link) { return is_addition(link) || !link.operations.empty(); });
  return changes ? ProofKind::Computed : ProofKind::Copied;
}

// Oldest first; a spill and its fill are one run.
std::vector<std::vector<Link>> runs_of(const History& history, StepIndex since) {
  std::vector<std::vector<Link>> runs;
  std::vector<Link> run;
  for (size_t i = history.links.size(); i-- > 0;) {
    const Link& link = history.links[i];
    if (link.step < since) continue;
    run.push_back(link);
    const Link* next = i == 0 ? nullptr : &history.links[i - 1];
    if (!ends_run(run, next) && next) continue;
    runs.push_back(std::exchange(run, {}));
  }
  return runs;
}

// A pure copy tells nothing that the next event does not tell.
bool is_idle(const std::vector<Link>& run) {
  return std::ranges::all_of(run, [](const Link& link) {
    return link.kind == LinkKind::Copied && link.operations.empty();
  });
}

std::string origin_text(ProofWalk& walk, const Origin& origin, const std::optional<Known>& known) {
  const std::string name = name_of(origin.holder);
  const bool is_told = known && known->state && known->certainty != Certainty::Unknown &&
                       known->state->type != RegisterType::NotInit;
  const bool is_number = is_told && known->state->type == RegisterType::Scalar;
  std::string what;
  if (is_told) what = is_number ? range_text(known->state->scalar) : type_text(*known->state);
  const std::string tail = what.empty() ? "" : ": " + what;
  if (origin.kind == OriginKind::BeforePath)
    return what.empty() ? "" : "at the beginning " + name + " is " + what;
  const Insn& insn = walk.code.at(*origin.step);
  switch (origin.kind) {
    case OriginKind::Call:
      if (origin.holder.in_stack) return callee_text(insn) + " writes " + name;
      return name + " is what " + callee_text(insn) + " returns" + tail;
    case OriginKind::Load: {
      const auto base = known_before(walk, *origin.step, insn.src);
      const bool has_base = base && base->state && base->certainty != Certainty::Unknown &&
                            base->state->type != RegisterType::Scalar;
      const std::string from = has_base ? " from " + type_text(*base->state) : "";
      return name + " is loaded" + from + ", " + bytes_text(insn.size_bytes) + tail;
    }
    case OriginKind::Constant:
      return name + " is set to " + std::to_string(origin.constant);
    case OriginKind::Computed:
      return arithmetic_text(insn) + tail;
    default:
      return name + " is set here" + tail;
  }
}

ProofKind origin_kind(const Origin& origin) {
  const bool is_computed =
      origin.kind == OriginKind::Constant || origin.kind == OriginKind::Computed;
  return is_computed ? ProofKind::Computed : ProofKind::Acquired;
}

// The story turns on such an event: what else happened to the register there is said with it.
bool decides(ProofKind kind) {
  return kind == ProofKind::Lost || kind == ProofKind::Missing || kind == ProofKind::Bounded ||
         kind == ProofKind::CheckedOtherCopy || kind == ProofKind::Invalidated;
}

}  // namespace

void tell(StoryDraft& draft, StepIndex step, ProofKind kind, const Holder& holder, std::string text,
          std::vector<uint32_t> covers) {
  const auto [first, last] = draft.events.equal_range(step);
  const std::string name = name_of(holder);
  const bool is_told = std::any_of(first, last, [&](const auto& entry) {
    const ProofEvent& told = entry.second;
    return told.register_name == name &&
           (told.kind == kind || (decides(told.kind) && !decides(kind)));
  });
  if (is_told) return;
  ProofEvent event = event_at(draft.walk.seen, step, kind, holder, std::move(text));
  event.covers = std::move(covers);
  draft.events.emplace(step, std::move(event));
}

void end(StoryDraft& draft, Ending ending, std::optional<StepIndex> lost_at) {
  draft.ending = ending;
  draft.lost_at = lost_at;
}

MissingFact fact_before(const ProofWalk& walk, StepIndex step, FactKind kind,
                        const Holder& holder) {
  MissingFact fact;
  fact.kind = kind;
  fact.place = place_of(walk.seen.step(step));
  fact.register_name = name_of(holder);
  return fact;
}

std::vector<uint32_t> insns_behind(const ProofWalk& walk, const History& history) {
  std::vector<uint32_t> insns;
  for (const Link& link : history.links) add_covers(insns, {walk.insn_at(link.step)});
  if (history.origin.step) add_covers(insns, {walk.insn_at(*history.origin.step)});
  return insns;
}

bool begins_before_paste(const StoryDraft& draft, const Origin& origin) {
  return origin.kind == OriginKind::BeforePath && draft.walk.seen.unit().path.start_missing;
}

namespace {

// What held before the first step.
void tell_beginning(StoryDraft& draft, const Holder& holder, std::string text) {
  ProofEvent event = event_at(draft.walk.seen, 0, ProofKind::Acquired, holder, std::move(text));
  draft.events.emplace_hint(draft.events.begin(), 0, std::move(event));
}

}  // namespace

bool tell_origin(StoryDraft& draft, const Origin& origin) {
  if (origin.kind == OriginKind::Unknown || origin.kind == OriginKind::FramePointer) return false;
  const bool is_before = origin.kind == OriginKind::BeforePath;
  const StepIndex step = is_before ? 0 : *origin.step;
  std::optional<Known> known;
  if (!origin.holder.in_stack) {
    const auto number = static_cast<RegisterNumber>(origin.holder.where);
    known =
        is_before ? known_before(draft.walk, step, number) : known_after(draft.walk, step, number);
  }
  std::string text = origin_text(draft.walk, origin, known);
  // Everybody knows where these are.
  const bool is_context = known && known->state && known->state->type == RegisterType::Ctx;
  if (text.empty() || (is_before && is_context)) return false;
  if (is_before)
    tell_beginning(draft, origin.holder, std::move(text));
  else
    tell(draft, step, origin_kind(origin), origin.holder, std::move(text));
  return !is_before;
}

namespace {

// What is added on the way: a constant belongs to the sum, a number has a beginning of its own.
void tell_addend(StoryDraft& draft, const Link& addition, std::vector<uint32_t>& covers) {
  ProofWalk& walk = draft.walk;
  const Holder addend{false, addition.from.frame, *addition.other, 8};
  const Origin origin = history_before(walk, addition.step, addend).origin;
  if (origin.kind == OriginKind::Constant && origin.step)
    add_covers(covers, {walk.insn_at(*origin.step)});
  else if (draft.events.find(addition.step) == draft.events.end())
    tell_origin(draft, origin);
}

}  // namespace

void tell_history(StoryDraft& draft, const History& history, StepIndex since) {
  const bool is_recent = !history.origin.step || *history.origin.step >= since;
  if (is_recent) tell_origin(draft, history.origin);
  std::vector<std::vector<Link>> runs = runs_of(history, since);
  const size_t dropped = runs.size() - std::min(runs.size(), most_events);
  for (size_t i = dropped; i < runs.size(); i++) {
    const std::vector<Link>& run = runs[i];
    if (is_idle(run) && i + 1 < runs.size()) {
      runs[i + 1].insert(runs[i + 1].begin(), run.begin(), run.end());
      continue;
    }
    const StepIndex step = run.back().step;
    std::vector<uint32_t> covers = insns_of(draft.walk, run, step);
    if (is_addition(run.back())) tell_addend(draft, run.back(), covers);
    // What the addition means is told there already.
    const auto told = is_addition(run.back()) ? draft.events.find(step) : draft.events.end();
    if (told != draft.events.end())
      add_covers(told->second.covers, covers);
    else
      tell(draft, step, run_kind(run), run.back().to, run_text(draft.walk, run), covers);
  }
}

}  // namespace bpflens
