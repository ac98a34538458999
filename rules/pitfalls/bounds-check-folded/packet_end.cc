// The log tells which registers are data_end; how one came to that is the walk of judge/proof.
#include "rules/pitfalls/bounds-check-folded/packet_end.h"

#include <algorithm>
#include <set>
#include <string>

#include "judge/path.h"
#include "judge/pointer_path.h"

namespace bpflens {
namespace {

bool is_packet_end(const Known& known) {
  return known.state && known.state->type == RegisterType::PktEnd;
}

// A compare does not change what its operands are, and some kernels tell only one of the two.
bool is_packet_end(const Evidence& seen, StepIndex step, uint8_t number) {
  return is_packet_end(seen.replay.register_before(step, number)) ||
         is_packet_end(seen.replay.register_after(step, number));
}

bool compares_order(const Insn& insn) {
  if (insn.kind != InsnKind::Branch || !insn.src_is_register || insn.is_32bit) return false;
  return insn.operation == Operation::Gt || insn.operation == Operation::Ge ||
         insn.operation == Operation::Lt || insn.operation == Operation::Le;
}

// The newest whose sides fit: is the left one data_end, is the right one?
template <typename Fits>
std::optional<StepIndex> compare_before(const Evidence& seen, PathCode& code, StepIndex before,
                                        Fits fits) {
  std::set<uint32_t> looked_at;  // one visit of each is enough
  for (StepIndex step = before; step-- > 0;) {
    const Insn& insn = code.at(step);
    if (!compares_order(insn)) continue;
    if (!looked_at.insert(seen.unit().path.steps[step].insn).second) continue;
    if (fits(is_packet_end(seen, step, insn.dst), is_packet_end(seen, step, insn.src))) return step;
  }
  return std::nullopt;
}

std::optional<ProofEvent> event_of(const Evidence& seen, const Link& link) {
  if (link.kind == LinkKind::Spilled)
    return event_at(seen, link.step, ProofKind::Spilled, link.to, "data_end is put here");
  if (link.kind != LinkKind::Copied && link.kind != LinkKind::Filled) return std::nullopt;
  const ProofKind kind = link.kind == LinkKind::Copied ? ProofKind::Copied : ProofKind::Filled;
  return event_at(seen, link.step, kind, link.to, name_of(link.to) + " is data_end, too");
}

// Two pointers to the same place in the same packet, as far as the log tells.
bool is_same_pointer(const std::optional<Known>& a, const std::optional<Known>& b) {
  if (!a || !b || !a->state || !b->state) return false;
  const auto offset = constant_offset(*a->state);
  return a->state->type == RegisterType::Pkt && b->state->type == RegisterType::Pkt && offset &&
         offset == constant_offset(*b->state);
}

}  // namespace

bool reads_through_packet_end(const Evidence& seen, StepIndex step, const Insn& insn) {
  const auto address = address_register(insn);
  if (!address || seen.obligation.kind != ObligationKind::PointerType) return false;
  return seen.obligation.found == "pkt_end" || is_packet_end(seen, step, *address);
}

std::optional<StepIndex> folded_check_before(const Evidence& seen, PathCode& code, StepIndex step) {
  return compare_before(seen, code, step, [](bool left, bool right) { return left && right; });
}

bool is_end_compared_before(const Evidence& seen, PathCode& code, StepIndex step) {
  return compare_before(seen, code, step, [](bool left, bool right) { return left || right; })
      .has_value();
}

EndOrigin origin_of_end(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  const History history = history_before(walk, step, register_at(walk, step, number));
  const Origin& made = history.origin;
  EndOrigin origin;
  if (made.step && walk.code.at(*made.step).kind == InsnKind::Load) {
    origin.load = made.step;
    origin.events.push_back(event_at(walk.seen, *made.step, ProofKind::Acquired, made.holder,
                                     name_of(made.holder) + " is data_end, the end of the packet"));
  }
  for (size_t i = history.links.size(); i-- > 0;)
    if (auto event = event_of(walk.seen, history.links[i])) origin.events.push_back(*event);
  return origin;
}

std::optional<RegisterNumber> refused_length(ProofWalk& walk, StepIndex step) {
  const ObligationKind wanted = walk.seen.obligation.kind;
  const Insn insn = walk.code.at(step);
  const bool is_wanted =
      wanted == ObligationKind::PointerArithmetic || wanted == ObligationKind::BoundedOffset;
  if (!is_wanted || !moves_pointer(insn) || insn.operation != Operation::Add) return std::nullopt;
  const auto pointer = pointer_operand(walk, step, insn);
  if (!pointer) return std::nullopt;
  const RegisterNumber length = *pointer == insn.dst ? insn.src : insn.dst;
  const History history = history_before(walk, step, register_at(walk, step, length));
  const bool is_made = history.origin.kind == OriginKind::Computed && history.origin.step &&
                       constant_distance(number_of(walk, history).operations);
  if (!is_made) return std::nullopt;
  const StepIndex made = *history.origin.step;
  const Insn difference = walk.code.at(made);
  const bool subtracts = difference.kind == InsnKind::Alu && !difference.is_32bit &&
                         difference.operation == Operation::Sub && difference.src_is_register;
  if (!subtracts) return std::nullopt;
  const auto from = known_before(walk, made, difference.dst);
  if (!from || !is_packet_end(*from)) return std::nullopt;
  const bool is_sum_end =
      is_same_pointer(known_before(walk, made, difference.src), known_before(walk, step, *pointer));
  return is_sum_end ? std::optional(length) : std::nullopt;
}

}  // namespace bpflens
