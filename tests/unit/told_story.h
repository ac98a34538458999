// The proof walk over a trace written by hand, and what it tells in short.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "judge/story.h"
#include "unit/judge_traces.h"

namespace bpflens::hand_built {

inline RegisterState number_between(int64_t least, int64_t most) {
  RegisterState state = of_type(RegisterType::Scalar);
  ScalarRange& range = state.scalar.range;
  range.smin = least;
  range.smax = most;
  if (least >= 0) range.umin = static_cast<uint64_t>(least);
  if (least >= 0) range.umax = static_cast<uint64_t>(most);
  return state;
}

inline RegisterState any_number_at_all() { return of_type(RegisterType::Scalar); }

inline RegisterState packet_at(int64_t offset, uint32_t id = 0, int64_t range = 0) {
  RegisterState state = of_type(RegisterType::Pkt);
  state.scalar = constant_scalar(0);
  state.offset = offset;
  state.id = id;
  state.packet_range = range;
  return state;
}

inline RegisterState map_value_of(uint32_t bytes, bool may_be_null = false) {
  RegisterState state = of_type(RegisterType::MapValue);
  state.scalar = constant_scalar(0);
  state.value_size = bytes;
  state.map_name = "m";
  if (may_be_null) state.flags = OrNull, state.id = 1;
  return state;
}

// "29 checked-other-copy R4", oldest first.
struct ToldStory {
  std::vector<std::string> events;
  std::string ending;
  int lost_at = -1;   // -1: nowhere
  std::string layer;  // empty: as the page says
  std::string fact;   // "33 R3 0..65466", "23 R4 68 bytes", "12 R0 non-null"; empty: none
};

inline std::string text_of(const MissingFact& fact) {
  const std::string place = std::to_string(*fact.place.insn) + " " + fact.register_name + " ";
  if (fact.kind == FactKind::NonNull) return place + "non-null";
  if (fact.kind == FactKind::PacketRange) return place + std::to_string(*fact.bytes) + " bytes";
  return place + (fact.least ? std::to_string(*fact.least) : "") + ".." +
         (fact.most ? std::to_string(*fact.most) : "");
}

inline ToldStory told(const Obligation& wanted, std::vector<Step> steps, Era era = Era::F) {
  const auto rejected_at = static_cast<StepIndex>(steps.size() - 1);
  const auto trace = std::make_unique<Trace>(rejected(std::move(steps), {"no"}));
  trace->era = era;
  const Replay replay(*trace, 0);
  const SourceView source;
  const Evidence seen{*trace, 0, wanted, replay, source};
  ProofWalk walk(seen);
  const Story story = story_of(walk, wanted, rejected_at);
  ToldStory short_story;
  for (const ProofEvent& event : story.events)
    short_story.events.push_back(std::to_string(*event.place.insn) + " " +
                                 std::string(name_of(event.kind)) + " " + event.register_name);
  short_story.ending = name_of(story.ending);
  short_story.layer = story.layer;
  if (story.lost_at) short_story.lost_at = static_cast<int>(*story.lost_at->insn);
  if (story.missing_fact) short_story.fact = text_of(*story.missing_fact);
  return short_story;
}

inline Obligation wants(ObligationKind kind, std::string register_name = "") {
  Obligation wanted;
  wanted.kind = kind;
  wanted.register_name = std::move(register_name);
  return wanted;
}

// Steps numbered as they come.
class Program {
 public:
  Program& operator()(Insn insn, std::vector<NamedRegister> after = {}) {
    steps.push_back(step(static_cast<uint32_t>(steps.size()), std::move(insn), std::move(after)));
    return *this;
  }
  std::vector<Step> steps;
};

// A jump that the path does not take.
inline Insn skipped(Insn insn) {
  insn.jump = 40;
  return insn;
}

}  // namespace bpflens::hand_built
