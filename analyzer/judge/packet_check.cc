// The side of the compare that the path takes decides whether anything is proven.
#include "judge/packet_check.h"

#include "judge/pointer_path.h"

namespace bpflens {

std::optional<MovedPointer> moved_pointer(ProofWalk& walk, StepIndex step, const Holder& holder) {
  const History history = history_before(walk, step, holder);
  if (history.origin.kind != OriginKind::Computed) return std::nullopt;
  const auto distance = constant_distance(number_of(walk, history).operations);
  return distance ? std::optional(MovedPointer{history.origin, *distance}) : std::nullopt;
}

namespace {

bool is_packet_end(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  for (const auto& ask : {known_before, known_after}) {
    const auto known = ask(walk, step, number);
    if (known && known->state) return known->state->type == RegisterType::PktEnd;
  }
  return false;
}

// Does the pointer stand at the end or before it, on this side of `pointer OP end`?
bool is_before_end(Operation operation, bool holds) {
  if (operation == Operation::Gt || operation == Operation::Ge) return !holds;
  return (operation == Operation::Lt || operation == Operation::Le) && holds;
}

}  // namespace

std::optional<PacketCheck> packet_check_at(ProofWalk& walk, StepIndex step, const Origin& moved) {
  const Insn insn = walk.code.at(step);
  if (insn.kind != InsnKind::Branch || !insn.src_is_register || insn.is_32bit) return std::nullopt;
  const auto jumped = side_taken(walk, step);
  if (!jumped) return std::nullopt;
  for (const bool is_dst : {true, false}) {
    const RegisterNumber pointer = is_dst ? insn.dst : insn.src, end = is_dst ? insn.src : insn.dst;
    if (!is_before_end(is_dst ? insn.operation : mirrored(insn.operation), *jumped)) continue;
    const auto compared = moved_pointer(walk, step, register_at(walk, step, pointer));
    if (!compared || !is_same_origin(compared->moved, moved)) continue;
    if (is_packet_end(walk, step, end)) return PacketCheck{step, pointer, compared->distance};
  }
  return std::nullopt;
}

}  // namespace bpflens
