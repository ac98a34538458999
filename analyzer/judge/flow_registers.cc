// Which registers an instruction reads, and what it makes in them.
#include <array>

#include "judge/flow_accesses.h"

namespace bpflens {
namespace {

// Registers in the order in which they are named, each once.
struct Registers {
  std::array<uint8_t, register_count> numbers{};
  uint8_t count = 0;

  void add(uint8_t reg) {
    for (uint8_t i = 0; i < count; i++)
      if (numbers[i] == reg) return;
    if (reg < register_count) numbers[count++] = reg;
  }
};

struct RegisterAccesses {
  std::span<const Insn> insns;
  const FlowFacts& facts;
  DataFlow& flow;
  FlowAccesses found = {};

  void add_arguments(uint32_t insn, Registers& read) const {
    constexpr uint8_t most = 5;
    const uint8_t count = facts.argument_count ? facts.argument_count(insn) : most;
    for (uint8_t reg = 1; reg <= count && reg <= most; reg++) read.add(reg);
  }

  Registers registers_read(uint32_t at) const {
    constexpr uint8_t skb_register = 6;
    const Insn& insn = insns[at];
    Registers read;
    switch (insn.kind) {
      case InsnKind::Alu:
      case InsnKind::Negate:
      case InsnKind::ByteSwap:
      case InsnKind::Store:
        read.add(insn.dst);
        break;
      case InsnKind::Branch:
        if (insn.operation != Operation::MayGoto) read.add(insn.dst);
        break;
      case InsnKind::Load:
      case InsnKind::AddressCast:
        read.add(insn.src);
        break;
      case InsnKind::Atomic:
        if (insn.operation != Operation::LoadAcquire) read.add(insn.dst);
        read.add(insn.src);
        if (insn.operation == Operation::CompareExchange) read.add(0);
        break;
      case InsnKind::LoadPacket:
        read.add(skb_register);
        break;
      case InsnKind::Call:
      case InsnKind::CallSubprogram:
        add_arguments(at, read);
        break;
      case InsnKind::Exit:
        read.add(0);
        break;
      case InsnKind::Unknown:
      case InsnKind::Move:
      case InsnKind::LoadImm64:
      case InsnKind::Jump:
      case InsnKind::Nospec:
        break;
    }
    if (insn.src_is_register && insn.operation != Operation::MayGoto) read.add(insn.src);
    return read;
  }

  DefinitionIndex add_definition(uint32_t at, DefinitionKind kind, uint8_t reg) {
    const auto index = static_cast<DefinitionIndex>(flow.definitions.size());
    flow.definitions.push_back({kind, 8, {.reg = reg}, at});
    return index;
  }

  void write(uint32_t at, uint8_t reg, DefinitionIndex definition) {
    found.accesses.push_back({at, reg, AccessKind::Write, definition});
  }

  void add_written(uint32_t at, uint8_t reg) {
    const Insn& insn = insns[at];
    const bool calls = is_call(insn);
    const auto made =
        add_definition(at, calls ? DefinitionKind::Call : DefinitionKind::Computed, reg);
    write(at, reg, made);
    flow.in_register[at - flow.control.function.first] = made;
    Definition& definition = flow.definitions[made];
    const bool accesses_memory = insn.kind == InsnKind::Load || insn.kind == InsnKind::LoadPacket ||
                                 insn.kind == InsnKind::Atomic;
    if (accesses_memory && insn.sign_extend_bits == 0) definition.width_bytes = insn.size_bytes;
    const bool swaps = insn.kind == InsnKind::ByteSwap && insn.size_bytes != 0;
    if (swaps) definition.width_bytes = insn.size_bytes;
    if (insn.is_32bit) definition.width_bytes = 4;
    const bool copies =
        insn.kind == InsnKind::Move && insn.src_is_register && insn.sign_extend_bits == 0;
    if (copies) definition.kind = DefinitionKind::Copy;
    if (!calls && insn.kind != InsnKind::LoadPacket) return;
    const auto clobbered = add_definition(at, DefinitionKind::Clobbered, 1);
    for (uint8_t argument = 1; argument <= 5; argument++) write(at, argument, clobbered);
  }

  void add_insn(uint32_t at) {
    const Registers read = registers_read(at);
    for (uint8_t i = 0; i < read.count; i++)
      found.accesses.push_back({at, read.numbers[i], AccessKind::Read});
    const auto reg = written_register(insns[at]);
    if (reg && *reg < register_count) add_written(at, *reg);
  }
};

}  // namespace

FlowAccesses register_accesses(std::span<const Insn> insns, const FlowFacts& facts,
                               DataFlow& flow) {
  const InsnRange function = flow.control.function;
  RegisterAccesses registers{insns, facts, flow};
  for (uint8_t reg = 0; reg < register_count; reg++) {
    const auto entry = registers.add_definition(function.first, DefinitionKind::Entry, reg);
    registers.found.variables.push_back({{.reg = reg}, entry});
  }
  for (uint32_t at = function.first; at < function.end; at++) registers.add_insn(at);
  return std::move(registers.found);
}

}  // namespace bpflens
