// Begins with nothing for every definition and goes on along the uses until nothing changes. A type
// only ever becomes less precise, and that a few times at most.
#include "judge/flow_types.h"

#include <algorithm>

#include "judge/flow_waiting.h"

namespace bpflens {
namespace {

constexpr ValueType unreached{};
constexpr ValueType unknown{ValueKind::Unknown};

ValueType number(std::optional<int64_t> value = std::nullopt) {
  return {ValueKind::Number, false, not_one, value};
}

std::optional<int64_t> sum(const std::optional<int64_t>& a, const std::optional<int64_t>& b) {
  int64_t result = 0;
  if (!a || !b || __builtin_add_overflow(*a, *b, &result)) return std::nullopt;
  return result;
}

std::optional<int64_t> negative(const std::optional<int64_t>& a) {
  if (!a || *a == INT64_MIN) return std::nullopt;
  return -*a;
}

ValueType moved_by(ValueType pointer, const std::optional<int64_t>& distance) {
  pointer.offset = sum(pointer.offset, distance);
  return pointer;
}

bool is_pointer(const ValueType& type) {
  return type.kind >= ValueKind::Context && type.kind <= ValueKind::PacketMeta;
}

// a + b or a - b. No program may add two pointers: what is added to one is a number.
ValueType sum(const ValueType& a, const ValueType& b, bool subtracts) {
  if (a.kind == ValueKind::Unreached || b.kind == ValueKind::Unreached) return unreached;
  if (b.kind == ValueKind::Number) return moved_by(a, subtracts ? negative(b.offset) : b.offset);
  if (!subtracts && a.kind == ValueKind::Number) return moved_by(b, a.offset);
  if (is_pointer(a) && is_pointer(b)) return subtracts ? number() : unknown;
  if (is_pointer(a)) return moved_by(a, std::nullopt);
  if (is_pointer(b) && !subtracts) return moved_by(b, std::nullopt);
  return {ValueKind::Unknown, a.may_be_frame || b.may_be_frame};
}

// The low bytes of a value.
ValueType low_bytes(const ValueType& value, uint8_t bytes) {
  if (bytes >= 8 || value.kind == ValueKind::Unreached) return value;
  if (value.kind != ValueKind::Number || !value.offset) return number();
  const uint64_t mask = (uint64_t{1} << (bytes * 8)) - 1;
  return number(static_cast<int64_t>(static_cast<uint64_t>(*value.offset) & mask));
}

struct Typing {
  std::span<const Insn> insns;
  const FlowFacts& facts;
  bool is_stack_linked;
  DataFlow& flow;

  ValueType type_of(DefinitionIndex definition) const {
    return definition == no_definition ? unreached : flow.types[definition];
  }

  ValueType read(uint32_t insn, uint8_t reg) const {
    return type_of(definition_read(flow, insn, reg).value_or(no_definition));
  }

  ValueType at_entry(const Storage& storage) const {
    constexpr uint8_t frame_pointer = 10;
    if (storage.on_stack) return unknown;
    if (storage.reg == frame_pointer) return {ValueKind::Frame, true, not_one, 0};
    if (storage.reg == 1 && facts.takes_context) return {ValueKind::Context, false, not_one, 0};
    return unknown;
  }

  // Of the value in `storage`, which may be a part of what the definition made.
  ValueType in_storage(const Storage& storage, DefinitionIndex definition) const {
    const ValueType whole = type_of(definition);
    if (whole.kind == ValueKind::Unreached) return whole;
    if (flow.definitions[definition].storage.size_bytes == storage.size_bytes) return whole;
    return {ValueKind::Unknown, whole.may_be_frame};
  }

  ValueType merge(const Definition& definition) const {
    ValueType type;
    for (uint32_t i = 0; i < definition.merged_count; i++) {
      const DefinitionIndex part = flow.merged[definition.first_merged + i];
      type = either(type, in_storage(definition.storage, part));
    }
    return type;
  }

  ValueType operand(uint32_t at) const {
    const Insn& insn = insns[at];
    return insn.src_is_register ? read(at, insn.src) : number(insn.imm);
  }

  ValueType calculated(uint32_t at) const {
    const Insn& insn = insns[at];
    const bool adds = insn.operation == Operation::Add || insn.operation == Operation::Sub;
    if (insn.kind != InsnKind::Alu || insn.is_32bit || !adds) return number();
    return sum(read(at, insn.dst), operand(at), insn.operation == Operation::Sub);
  }

  ValueType constant(uint32_t at) const {
    const Reference* const reference = reference_at(facts, at);
    if (!reference) return number(insns[at].imm);
    switch (reference->kind) {
      case ReferenceKind::Map:
        return {ValueKind::Map, false, reference->map, 0};
      case ReferenceKind::MapValue:
      case ReferenceKind::Config:
        return {ValueKind::MapValue, false, reference->map, reference->offset};
      case ReferenceKind::Callback:
        return {ValueKind::Function, false, not_one, 0};
      default:
        return unknown;
    }
  }

  ValueType field_of_context(const ValueType& context, const Insn& insn) const {
    if (!context.offset || !facts.context_field) return unknown;
    const auto offset = sum(context.offset, insn.offset);
    const ValueKind kind =
        offset ? facts.context_field(*offset, insn.size_bytes) : ValueKind::Unknown;
    if (kind == ValueKind::Unknown || kind == ValueKind::Unreached) return unknown;
    if (kind == ValueKind::Number) return number();
    return {kind, false, not_one, 0};
  }

  // From the stack, where it is not a copy of what was stored there.
  bool may_load_frame(uint32_t at) const {
    const auto readings = readings_at(flow, at);
    return !flow.follows_stack ||
           std::any_of(readings.begin(), readings.end(), [&](const Reading& reading) {
             return reading.storage.on_stack && type_of(reading.definition).may_be_frame;
           });
  }

  ValueType loaded(uint32_t at) const {
    const Insn& insn = insns[at];
    const ValueType from = read(at, insn.src);
    if (from.kind == ValueKind::Unreached || (from.may_be_frame && !is_stack_linked))
      return unreached;
    if (from.kind == ValueKind::Context) return field_of_context(from, insn);
    if (insn.size_bytes < 8 || from.kind == ValueKind::Packet) return number();
    return {ValueKind::Unknown, from.may_be_frame && may_load_frame(at)};
  }

  ValueType returned(uint32_t at) const {
    constexpr int64_t map_lookup = 1;
    const Insn& insn = insns[at];
    const Reference* const reference = reference_at(facts, at);
    const bool is_kfunc = reference && reference->kind == ReferenceKind::Kfunc;
    const bool looks_up = insn.kind == InsnKind::Call && insn.callee_id == map_lookup;
    if (looks_up && !is_kfunc) {
      const ValueType map = read(at, 1);
      if (map.kind == ValueKind::Unreached && definition_read(flow, at, 1)) return unreached;
      if (map.kind == ValueKind::Map) return {ValueKind::MapValue, false, map.of, 0};
    }
    return {ValueKind::CallResult, false, at, 0};
  }

  // What the instruction makes in a register, other than a copy.
  ValueType made(uint32_t at) const {
    const Insn& insn = insns[at];
    switch (insn.kind) {
      case InsnKind::Move:
        return insn.src_is_register ? number() : low_bytes(number(insn.imm), insn.is_32bit ? 4 : 8);
      case InsnKind::LoadImm64:
        return constant(at);
      case InsnKind::Load:
        return loaded(at);
      case InsnKind::Atomic:
        return insn.operation == Operation::LoadAcquire ? loaded(at) : number();
      case InsnKind::Call:
      case InsnKind::CallSubprogram:
        return returned(at);
      case InsnKind::AddressCast:
        return unknown;
      default:
        return calculated(at);
    }
  }

  ValueType stored(const Insn& insn) const {
    const bool is_constant = insn.kind == InsnKind::Store && !insn.src_is_register;
    return is_constant ? low_bytes(number(insn.imm), insn.size_bytes) : number();
  }

  ValueType evaluate(const Definition& definition) const {
    switch (definition.kind) {
      case DefinitionKind::Entry:
        return at_entry(definition.storage);
      case DefinitionKind::Copy:
        return low_bytes(type_of(definition.source), definition.width_bytes);
      case DefinitionKind::Clobbered:
        return unknown;
      case DefinitionKind::MayWrite:
        return either(in_storage(definition.storage, definition.source),
                      {ValueKind::Unknown, definition.may_be_frame});
      case DefinitionKind::Merge:
        return merge(definition);
      default:
        return definition.storage.on_stack ? stored(insns[definition.insn]) : made(definition.insn);
    }
  }

  void run() {
    flow.types.assign(flow.definitions.size(), unreached);
    for (WaitingDefinitions waiting(flow); !waiting.empty();) {
      const DefinitionIndex definition = waiting.take();
      const ValueType old = flow.types[definition];
      flow.types[definition] = either(old, evaluate(flow.definitions[definition]));
      if (!(flow.types[definition] == old)) waiting.add_users(definition);
    }
  }
};

}  // namespace

ValueType either(const ValueType& a, const ValueType& b) {
  if (a.kind == ValueKind::Unreached) return b;
  if (b.kind == ValueKind::Unreached) return a;
  const bool may_be_frame = a.may_be_frame || b.may_be_frame;
  if (a.kind != b.kind) return {ValueKind::Mixed, may_be_frame};
  ValueType both = a;
  both.may_be_frame = may_be_frame;
  if (a.of != b.of) both.of = not_one;
  if (a.offset != b.offset) both.offset = std::nullopt;
  return both;
}

const Reference* reference_at(const FlowFacts& facts, uint32_t insn) {
  const auto found = std::lower_bound(
      facts.references.begin(), facts.references.end(), insn,
      [](const Reference& reference, uint32_t slot) { return reference.insn < slot; });
  return found != facts.references.end() && found->insn == insn ? &*found : nullptr;
}

void find_types(std::span<const Insn> insns, const FlowFacts& facts, bool is_stack_linked,
                DataFlow& flow) {
  Typing{insns, facts, is_stack_linked, flow}.run();
}

}  // namespace bpflens
