// An address that is known says it to the byte. With one that is not, and in a function of ours
// that is called, it may be any of those that the program accesses. A helper gets the address of
// the first byte that it accesses.
#include "judge/flow_stack_bytes.h"

#include <algorithm>

namespace bpflens {
namespace {

ValueType type_read(const DataFlow& flow, uint32_t insn, uint8_t reg) {
  const auto definition = definition_read(flow, insn, reg);
  return definition && *definition != no_definition ? flow.types[*definition] : ValueType{};
}

constexpr StackAccess everything(uint32_t insn) { return {insn, -stack_size_bytes, 0}; }

// Of the bytes that an address leads to; nullopt: none of the stack.
std::optional<StackAccess> access_at(const ValueType& address, const Insn& insn, uint32_t at) {
  if (!address.may_be_frame) return std::nullopt;
  if (address.kind != ValueKind::Frame || !address.offset) return everything(at);
  if (*address.offset < -INT32_MAX || *address.offset > INT32_MAX) return std::nullopt;
  const int64_t first = *address.offset + insn.offset, end = first + insn.size_bytes;
  if (first < -stack_size_bytes || end > 0 || first >= end) return std::nullopt;
  return StackAccess{at, static_cast<int16_t>(first), static_cast<int16_t>(end), true};
}

std::optional<StackAccess> access_of_memory(const DataFlow& flow, const Insn& insn, uint32_t at) {
  const auto reg = address_register(insn);
  if (!reg) return std::nullopt;
  auto access = access_at(type_read(flow, at, *reg), insn, at);
  if (!access) return std::nullopt;
  access->may_read = insn.kind != InsnKind::Store && insn.operation != Operation::StoreRelease;
  access->may_write = insn.kind != InsnKind::Load && insn.operation != Operation::LoadAcquire;
  const bool writes_register = access->may_write && insn.src_is_register;
  access->may_write_frame = writes_register && type_read(flow, at, insn.src).may_be_frame;
  return access;
}

// Does it call a function of ours?
bool runs_ours(const DataFlow& flow, const Insn& insn, uint32_t call) {
  const auto readings = readings_at(flow, call);
  const bool passes_callback =
      std::any_of(readings.begin(), readings.end(), [&](const Reading& reading) {
        return !reading.storage.on_stack && reading.definition != no_definition &&
               flow.types[reading.definition].kind == ValueKind::Function;
      });
  return insn.kind == InsnKind::CallSubprogram || passes_callback;
}

// The argument registers that may point to the stack.
std::vector<uint8_t> arguments_on_stack(const DataFlow& flow, uint32_t call) {
  std::vector<uint8_t> registers;
  for (const Reading& reading : readings_at(flow, call))
    if (!reading.storage.on_stack && type_read(flow, call, reading.storage.reg).may_be_frame)
      registers.push_back(reading.storage.reg);
  return registers;
}

std::optional<int64_t> size_of(const DataFlow& flow, const ArgumentMemory& memory, uint32_t call) {
  if (memory.size_bytes) return *memory.size_bytes;
  if (memory.size_in == 0) return std::nullopt;
  const ValueType size = type_read(flow, call, memory.size_in);
  const bool is_known = size.kind == ValueKind::Number && size.offset && *size.offset >= 0;
  return is_known ? size.offset : std::nullopt;
}

std::optional<StackAccess> access_of_argument(const DataFlow& flow, const ArgumentMemory& memory,
                                              uint32_t call, uint8_t reg) {
  const ValueType type = type_read(flow, call, reg);
  StackAccess access = everything(call);
  access.may_write = memory.may_write;
  if (type.kind != ValueKind::Frame || !type.offset) return access;
  if (*type.offset >= 0) return std::nullopt;
  const int64_t first = std::max<int64_t>(*type.offset, -stack_size_bytes);
  const int64_t size = size_of(flow, memory, call).value_or(stack_size_bytes);
  access.first = static_cast<int16_t>(first);
  access.end = static_cast<int16_t>(first + std::min(size, -first));
  return access;
}

std::vector<StackAccess> accesses_of_call(const FlowFacts& facts, const DataFlow& flow,
                                          const Insn& insn, uint32_t at) {
  const std::vector<uint8_t> arguments = arguments_on_stack(flow, at);
  std::vector<StackAccess> accesses;
  if (!arguments.empty() && runs_ours(flow, insn, at)) {
    // It may store one of its arguments where another one points to.
    accesses.push_back(everything(at));
    accesses.back().may_write_frame = true;
    return accesses;
  }
  for (const uint8_t reg : arguments) {
    const ArgumentMemory memory =
        facts.argument_memory ? facts.argument_memory(at, reg) : ArgumentMemory{};
    if (const auto access = access_of_argument(flow, memory, at, reg)) accesses.push_back(*access);
  }
  return accesses;
}

}  // namespace

std::vector<StackAccess> accessed_bytes(std::span<const Insn> insns, const FlowFacts& facts,
                                        const DataFlow& flow) {
  std::vector<StackAccess> accesses;
  for (uint32_t at = flow.control.function.first; at < flow.control.function.end; at++) {
    if (is_call(insns[at])) {
      const auto of_call = accesses_of_call(facts, flow, insns[at], at);
      accesses.insert(accesses.end(), of_call.begin(), of_call.end());
    } else if (const auto access = access_of_memory(flow, insns[at], at)) {
      accesses.push_back(*access);
    }
  }
  return accesses;
}

}  // namespace bpflens
