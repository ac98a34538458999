// States tell the family where the log has them: pointers with one id are of one family, and their
// fixed parts tell the distance. Else the instructions do.
#include "judge/packet_pointer.h"

#include <algorithm>

#include "facts/functions.h"
#include "judge/pointer_path.h"
#include "judge/proof_memory.h"

namespace bpflens {
namespace {

bool is_packet(const RegisterState& state) {
  return state.type == RegisterType::Pkt || state.type == RegisterType::PktMeta;
}

// Only constants were added since; their sum.
std::optional<int64_t> distance_from_origin(const History& history) {
  int64_t sum = 0;
  for (const Link& link : history.links) {
    const auto distance = constant_distance(link.operations);
    if (!distance) return std::nullopt;
    sum = bounded(sum + *distance);
  }
  return sum;
}

std::optional<RegisterState> told_state(ProofWalk& walk, StepIndex step, const Holder& holder) {
  const auto known = known_before(walk, step, static_cast<RegisterNumber>(holder.where));
  if (!known || !known->state || known->certainty == Certainty::Unknown) return std::nullopt;
  return known->state->type == RegisterType::NotInit ? std::nullopt : known->state;
}

}  // namespace

std::optional<PacketPointer> packet_pointer(ProofWalk& walk, StepIndex step, const Holder& holder) {
  const auto state = told_state(walk, step, holder);
  if (state && !is_packet(*state)) return std::nullopt;
  const History history = history_before(walk, step, holder);
  const auto distance = distance_from_origin(history);
  if (!distance && !state) return std::nullopt;
  PacketPointer pointer;
  pointer.family = history.origin;
  pointer.distance = distance.value_or(0);
  if (!state) return pointer;
  pointer.is_told = true;
  pointer.is_meta = state->type == RegisterType::PktMeta;
  pointer.id = state->id;
  pointer.told_distance = bounded(state->offset + bounded(state->scalar.range.smin));
  return pointer;
}

bool is_same_family(ProofWalk& walk, const PacketPointer& a, const PacketPointer& b) {
  if (a.is_told && b.is_told) return a.id == b.id && a.is_meta == b.is_meta;
  return is_same_origin(a.family, b.family) || reads_same_memory(walk, a.family, b.family);
}

int64_t distance_between(const PacketPointer& from, const PacketPointer& to) {
  if (from.is_told && to.is_told) return to.told_distance - from.told_distance;
  return to.distance - from.distance;
}

bool is_packet_end(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  for (const auto& ask : {known_before, known_after}) {
    const auto known = ask(walk, step, number);
    if (known && known->state && known->certainty != Certainty::Unknown)
      return known->state->type == RegisterType::PktEnd;
  }
  return false;
}

namespace {

// What `pointer OP end` says of the pointer where the condition holds.
struct Relation {
  bool is_before_end = false, is_strict = false, is_equality = false;
};

std::optional<Relation> relation_of(Operation operation, bool holds) {
  switch (operation) {
    case Operation::Gt:
      return Relation{!holds, false};
    case Operation::Ge:
      return Relation{!holds, true};
    case Operation::Lt:
      return Relation{holds, true};
    case Operation::Le:
      return Relation{holds, false};
    case Operation::Eq:
      return Relation{!holds, true, true};
    case Operation::Ne:
      return Relation{holds, true, true};
    default:
      return std::nullopt;
  }
}

constexpr size_t most_compares = 64;

bool compares_registers(const Insn& insn) {
  return insn.kind == InsnKind::Branch && insn.src_is_register;
}

// A pointer to the packet's start.
bool is_packet_start(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  const auto known = known_before(walk, step, number);
  return known && known->state && known->certainty != Certainty::Unknown &&
         known->state->type == RegisterType::Pkt && known->state->id == 0 &&
         constant_offset(*known->state) == 0;
}

std::optional<EndCompare> end_compare_at(ProofWalk& walk, StepIndex step, const Insn& insn) {
  const auto holds = side_taken(walk, step);
  if (!holds) return std::nullopt;
  for (const bool is_dst : {true, false}) {
    const RegisterNumber pointer = is_dst ? insn.dst : insn.src,
                         limit = is_dst ? insn.src : insn.dst;
    const auto relation = relation_of(is_dst ? insn.operation : mirrored(insn.operation), *holds);
    const bool is_end = is_packet_end(walk, step, limit);
    if (!relation || (!is_end && !is_packet_start(walk, step, limit))) continue;
    const auto compared = packet_pointer(walk, step, register_at(walk, step, pointer));
    if (!compared) continue;
    return EndCompare{step,
                      pointer,
                      *compared,
                      relation->is_strict,
                      insn.is_32bit || relation->is_equality || !is_end,
                      !is_end,
                      relation->is_before_end};
  }
  return std::nullopt;
}

bool moves_packet_at(ProofWalk& walk, StepIndex step) {
  const Insn& insn = walk.code.at(step);
  return insn.kind == InsnKind::Call && moves_packet(insn.callee);
}

}  // namespace

std::vector<EndCompare> end_compares(ProofWalk& walk, StepIndex before) {
  std::vector<EndCompare> compares;
  size_t looked_at = 0;
  for (StepIndex step = before; step-- > 0 && looked_at < most_compares && walk.steps_left > 0;) {
    walk.steps_left--;
    if (moves_packet_at(walk, step)) break;
    const Insn insn = walk.code.at(step);
    if (!compares_registers(insn)) continue;
    looked_at++;
    if (auto compare = end_compare_at(walk, step, insn)) compares.push_back(*compare);
  }
  return compares;
}

namespace {

// data_end - data
bool is_packet_length(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  const History history = history_before(walk, step, register_at(walk, step, number));
  const Origin& origin = history.origin;
  if (origin.kind != OriginKind::Computed || !origin.step) return false;
  const Insn insn = walk.code.at(*origin.step);
  if (insn.kind != InsnKind::Alu || insn.operation != Operation::Sub) return false;
  return is_packet_end(walk, *origin.step, insn.dst);
}

}  // namespace

std::optional<LengthCompare> length_compare(ProofWalk& walk, StepIndex before) {
  size_t looked_at = 0;
  for (StepIndex step = before; step-- > 0 && looked_at < most_compares && walk.steps_left > 0;) {
    walk.steps_left--;
    const Insn insn = walk.code.at(step);
    if (insn.kind != InsnKind::Branch || insn.operation == Operation::MayGoto) continue;
    looked_at++;
    if (is_packet_length(walk, step, insn.dst)) return LengthCompare{step, insn.dst};
    if (insn.src_is_register && is_packet_length(walk, step, insn.src))
      return LengthCompare{step, insn.src};
  }
  return std::nullopt;
}

}  // namespace bpflens
