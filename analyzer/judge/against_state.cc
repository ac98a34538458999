// The other walk is followed as far as it goes the same way. If it goes to the end, what counts is
// the values that the rejected instruction reads; else those that the last common jump looks at.
#include "judge/against_state.h"

#include <algorithm>
#include <utility>

#include "judge/alignment.h"
#include "judge/divergence.h"

namespace bpflens {
namespace {

// What led from the first difference to the rejection is told in so many steps.
constexpr size_t most_told = 3;

class Comparison {
 public:
  Comparison(const TwoLoads& loads, const Alignment& alignment)
      : loads_(loads),
        alignment_(alignment),
        along_(loads.there.trace_to(loads.unit_there, alignment.last)),
        replay_here_(loads.here, loads.unit),
        replay_there_(along_, loads.unit_there) {}

  void fill(Against& against);

 private:
  StepIndex last_common() const { return alignment_.steps - 1; }
  Place place_here(StepIndex step) const {
    return place_of(loads_.here.read_step(loads_.unit, step));
  }
  Place place_there(StepIndex step) const {
    return place_of(along_.read_step(loads_.unit_there, alignment_.begin + step));
  }
  Divergence divergence_of(StepIndex step, std::optional<RegisterNumber> named);
  ParallelPlace told(const ParallelState& state) const;
  bool has_other_constant(StepIndex step) const;
  void part_at(const Divergence& found, Against& against) const;
  ParallelPlace other_way() const;
  std::string operands_there(StepIndex step) const;
  ParallelPlace rejection() const;
  std::string same_knowledge(const Divergence& found, StepIndex step) const;
  bool was_passed_there() const;

  const TwoLoads& loads_;
  const Alignment& alignment_;
  Trace along_;
  Replay replay_here_, replay_there_;
};

Divergence Comparison::divergence_of(StepIndex step, std::optional<RegisterNumber> named) {
  const SourceView no_source;
  const Evidence seen{loads_.here, loads_.unit, loads_.explained.obligation, replay_here_,
                      no_source};
  ProofWalk walk(seen);
  const auto registers = registers_read_by(walk.code.at(step), named);
  const Lineage lineage = lineage_of(walk, step, registers);
  TwoWalks walks{walk, replay_there_, loads_.here.era, along_.era, alignment_.begin};
  return divergence(walks, lineage, std::min(step, last_common()));
}

std::string text_of(const CopyTaken& copy) {
  const std::string both = name_of(copy.to) + " and " + name_of(copy.from);
  return copy.is_linked_here ? both + " are taken for one number here and for two there"
                             : both + " are taken for two numbers here and for one there";
}

ParallelPlace Comparison::told(const ParallelState& state) const {
  ParallelPlace place;
  place.here = place_here(state.step);
  place.there = place_there(state.step);
  place.kind = PartedKind::State;
  place.register_name = name_of(state.holder);
  if (state.copy) {
    place.register_name = name_of(state.copy->to);
    place.here_text = state.copy->is_linked_here ? "one number" : "two numbers";
    place.there_text = state.copy->is_linked_here ? "two numbers" : "one number";
    place.text = text_of(*state.copy);
    return place;
  }
  ValueWords words = words_of(state.here, loads_.here.era, state.there, along_.era, loads_.print);
  place.text = place.register_name + " is " + words.here + " here and " + words.there + " there";
  place.here_text = std::move(words.here);
  place.there_text = std::move(words.there);
  return place;
}

// A copy of what was said before says nothing new.
bool says_more(const ParallelPlace& next, const ParallelPlace& last) {
  return next.here_text != last.here_text || next.there_text != last.there_text;
}

// The first ones and the last.
void shorten(std::vector<ParallelPlace>& places) {
  if (places.size() <= most_told) return;
  places.erase(places.begin() + most_told - 1, places.end() - 1);
}

// A loader fills in constants for its kernel; addresses of maps are others each time.
bool Comparison::has_other_constant(StepIndex step) const {
  const Insn here = loads_.here.read_step(loads_.unit, step).code;
  const Insn there = along_.read_step(loads_.unit_there, alignment_.begin + step).code;
  const bool is_address =
      is_call(here) || here.kind == InsnKind::LoadImm64 || here.kind != there.kind;
  return !is_address && (here.imm != there.imm || here.offset != there.offset);
}

void Comparison::part_at(const Divergence& found, Against& against) const {
  against.parted = told(found.differing.front());
  if (has_other_constant(found.differing.front().step)) {
    against.parted.kind = PartedKind::Code;
    against.parted.here_code = {against.parted.here.insn_text};
    against.parted.there_code = {against.parted.there.insn_text};
  }
  ParallelPlace last = against.parted;
  for (size_t i = 1; i < found.differing.size(); i++) {
    ParallelPlace next = told(found.differing[i]);
    if (!says_more(next, last)) continue;
    if (!found.differing[i].copy) last = next;
    against.led_to.push_back(std::move(next));
  }
  shorten(against.led_to);
  if (found.is_cut)
    against.notes.emplace_back("the way to the rejection is long, only its end was compared");
}

std::string insn_name(uint32_t insn) { return "insn " + std::to_string(insn); }

// ", with R4 exactly 512 and R5 0 to 255"
std::string Comparison::operands_there(StepIndex step) const {
  std::string words;
  for (const RegisterNumber number :
       registers_read_by(loads_.here.read_step(loads_.unit, step).code, std::nullopt)) {
    const Holder holder{false, 0, number, 8};
    const KnownValue value = value_before(replay_there_, alignment_.begin + step, holder);
    if (value.kind == KnownValue::Kind::Unknown) continue;
    words += (words.empty() ? ", with " : " and ") + name_of(number) + " " + words_of(value);
  }
  return words;
}

// The last common step is a jump, of which the other load takes only the other side.
ParallelPlace Comparison::other_way() const {
  const StepIndex step = last_common();
  ParallelPlace place;
  place.here = place_here(step);
  place.there = place_there(step);
  place.kind = PartedKind::Path;
  const uint32_t next = loads_.path().steps[step + 1].insn;
  place.here_text = insn_name(next);
  if (alignment_.left_by == LeftBy::Pruned) {
    place.there_text = "stops";
    place.text = "the way goes on to " + place.here_text +
                 " here, and stops there: that load had " +
                 "been there with a state that covers this one";
    return place;
  }
  place.there_text = insn_name(alignment_.goes_to.value_or(0));
  place.text = "the way goes on to " + place.here_text + " here, and there only to " +
               place.there_text + operands_there(step);
  return place;
}

// Something follows there, or the program ends there.
bool Comparison::was_passed_there() const {
  if (loads_.there.trace.verdict == Verdict::Accepted) return true;
  const std::vector<Visit>& visits = loads_.there.units[loads_.unit_there];
  return std::any_of(visits.begin() + alignment_.last, visits.end(),
                     [&](const Visit& visit) { return visit.before == alignment_.last; });
}

ParallelPlace Comparison::rejection() const {
  const StepIndex step = rejected_step(loads_);
  ParallelPlace place;
  place.here = place_here(step);
  place.kind = PartedKind::Rejected;
  place.here_text = "rejected";
  if (step <= last_common()) place.there = place_there(step);
  switch (alignment_.left_by) {
    case LeftBy::Nothing:
      place.there_text = was_passed_there() ? "passed" : "rejected";
      place.text =
          was_passed_there() ? "rejected here and passed there" : "rejected here and there";
      break;
    case LeftBy::OtherSide:
    case LeftBy::Pruned:
      place.there_text = "not walked";
      place.text = "rejected here, and not walked there";
      break;
    case LeftBy::NotSeen:
      place.there_text = "not seen";
      place.text = was_passed_there() ? "rejected here; the other log does not show this way"
                                      : "rejected here; the other load ends before, at " +
                                            insn_name(loads_.path().steps[last_common()].insn);
      break;
  }
  return place;
}

std::string Comparison::same_knowledge(const Divergence& found, StepIndex step) const {
  const std::string place = insn_name(loads_.path().steps[step].insn);
  if (alignment_.left_by != LeftBy::Nothing)
    return "nowhere before " + place +
           (was_passed_there() ? ", behind which the other log does not show this way"
                               : ", where the other load ends");
  if (!found.is_known)
    return "not seen: both go the same way to " + place + ", and what counts there is not printed";
  if (!was_passed_there()) return "nowhere: both know the same at " + place + ", and reject it";
  return "nowhere: both know the same at " + place + ", but only this load is rejected for it";
}

void Comparison::fill(Against& against) {
  const bool turns = alignment_.left_by == LeftBy::OtherSide;
  const bool parts = turns || alignment_.left_by == LeftBy::Pruned;
  const StepIndex step = turns ? last_common() : rejected_step(loads_);
  const auto named = register_named(loads_.explained.obligation.register_name);
  const Divergence found = divergence_of(step, turns ? std::nullopt : named);
  if (!found.differing.empty()) part_at(found, against);
  if (parts && found.differing.empty()) {
    against.parted = other_way();
  } else if (parts) {
    against.led_to.push_back(other_way());
  } else if (found.differing.empty()) {
    against.parted.text = same_knowledge(found, std::min(step, last_common()));
  }
  if (against.parted.kind != PartedKind::None) against.led_to.push_back(rejection());
  if (loads_.there.is_cut)
    against.notes.emplace_back("the other log is very long, only its beginning was compared");
}

}  // namespace

StepIndex rejected_step(const TwoLoads& loads) {
  const auto& insn = loads.explained.place.insn;
  const auto step = insn ? last_visit(loads.path(), *insn) : std::nullopt;
  return step.value_or(static_cast<StepIndex>(loads.path().steps.size() - 1));
}

void compare_knowledge(const TwoLoads& loads, Against& against) {
  const Path& path = loads.path();
  const std::vector<Visit>& visits = loads.there.units[loads.unit_there];
  const Alignment alignment =
      aligned(path, insns_of(path), loads.there, loads.unit_there, insns_of(visits));
  if (alignment.steps == 0) {
    against.parted.text = "not seen: the two logs have no step in common";
    return;
  }
  Comparison(loads, alignment).fill(against);
}

}  // namespace bpflens
