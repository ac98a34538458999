// What an instruction does to registers, as far as the instruction alone tells.
#include "facts/insn.h"

namespace bpflens {

static std::optional<uint8_t> register_written_by_atomic(const Insn& insn) {
  if (insn.operation == Operation::LoadAcquire) return insn.dst;
  if (insn.operation == Operation::CompareExchange) return uint8_t{0};
  if (insn.fetches) return insn.src;
  return std::nullopt;
}

std::optional<uint8_t> written_register(const Insn& insn) {
  switch (insn.kind) {
    case InsnKind::Move:
    case InsnKind::Alu:
    case InsnKind::Negate:
    case InsnKind::ByteSwap:
    case InsnKind::LoadImm64:
    case InsnKind::Load:
    case InsnKind::AddressCast:
      return insn.dst;
    case InsnKind::LoadPacket:
    case InsnKind::Call:
    case InsnKind::CallSubprogram:
      return uint8_t{0};
    case InsnKind::Atomic:
      return register_written_by_atomic(insn);
    case InsnKind::Unknown:
    case InsnKind::Store:
    case InsnKind::Jump:
    case InsnKind::Branch:
    case InsnKind::Exit:
    case InsnKind::Nospec:
      break;
  }
  return std::nullopt;
}

std::optional<uint8_t> address_register(const Insn& insn) {
  if (insn.kind == InsnKind::Load || insn.operation == Operation::LoadAcquire) return insn.src;
  if (insn.kind == InsnKind::Store || insn.kind == InsnKind::Atomic) return insn.dst;
  return std::nullopt;
}

bool is_call(const Insn& insn) {
  return insn.kind == InsnKind::Call || insn.kind == InsnKind::CallSubprogram;
}

Operation mirrored(Operation operation) {
  switch (operation) {
    case Operation::SGt:
      return Operation::SLt;
    case Operation::SGe:
      return Operation::SLe;
    case Operation::SLt:
      return Operation::SGt;
    case Operation::SLe:
      return Operation::SGe;
    case Operation::Gt:
      return Operation::Lt;
    case Operation::Ge:
      return Operation::Le;
    case Operation::Lt:
      return Operation::Gt;
    case Operation::Le:
      return Operation::Ge;
    default:
      return operation;
  }
}

}  // namespace bpflens
