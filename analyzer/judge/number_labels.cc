#include "judge/number_labels.h"

#include "facts/layer.h"
#include "facts/mechanism.h"
#include "judge/pointer_path.h"

namespace bpflens {
namespace {

enum class Memory : uint8_t { Packet, Stack, Other };

Memory memory_wanted(ObligationKind kind) {
  if (kind == ObligationKind::PacketRange) return Memory::Packet;
  return kind == ObligationKind::StackRange ? Memory::Stack : Memory::Other;
}

// Where the pointer leads, as far back as it is known; else what the obligation says.
Memory memory_behind(ProofWalk& walk, const Obligation& wanted, const Subject& subject) {
  if (subject.useless_check) return Memory::Packet;
  const Holder pointer = register_at(walk, subject.step, subject.pointer);
  const auto path = pointer_path(walk, subject.step, pointer);
  if (!path || !path->base) return memory_wanted(wanted.kind);
  switch (path->base->type) {
    case RegisterType::Pkt:
    case RegisterType::PktMeta:
      return Memory::Packet;
    case RegisterType::Fp:
      return Memory::Stack;
    default:
      return Memory::Other;
  }
}

}  // namespace

std::string_view mechanism_of(ProofWalk& walk, const Obligation& wanted, const Subject& subject) {
  if (subject.is_size && wanted.kind == ObligationKind::HelperSize) return mechanism::helper_size;
  switch (memory_behind(walk, wanted, subject)) {
    case Memory::Packet:
      return subject.is_size ? mechanism::pkt_bounds : mechanism::pkt_var_offset;
    case Memory::Stack:
      return mechanism::stack_bounds;
    case Memory::Other:
      break;
  }
  return mechanism::mem_bounds;
}

std::string_view layer_of(const LimitedCopy& copy) {
  return copy.is_other_load ? layer::source_bug : layer::lowering_artifact;
}

}  // namespace bpflens
