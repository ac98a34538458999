// The stack in parts that no instruction accesses in part: these are the variables.
#include <algorithm>
#include <array>

#include "judge/flow_accesses.h"

namespace bpflens {
namespace {

// More of them need too much memory: calls with a pointer to a stack of which single bytes are
// accessed.
constexpr size_t most_accesses = 4'000'000;

// Where a variable begins or ends: the bytes between two such places are never accessed in part.
struct Parts {
  std::array<bool, stack_size_bytes + 1> is_cut{};
  std::array<uint16_t, stack_size_bytes + 1> variable_from{};  // the first one at or above it

  static size_t index(int16_t offset) { return static_cast<size_t>(offset + stack_size_bytes); }

  void cut(const StackAccess& access) {
    const bool is_everything = !access.is_exact && access.first == -stack_size_bytes;
    if (!is_everything) is_cut[index(access.first)] = true;
    is_cut[index(access.end)] = true;
  }

  std::vector<FlowVariable> variables() {
    std::vector<FlowVariable> found;
    std::optional<int16_t> first;
    for (int16_t offset = -stack_size_bytes; offset <= 0; offset++) {
      const bool ends = is_cut[index(offset)];
      if (ends && first)
        found.push_back({{true, 0, *first, static_cast<uint16_t>(offset - *first)}});
      if (ends) first = offset;
      variable_from[index(offset)] = static_cast<uint16_t>(found.size());
    }
    return found;
  }
};

struct StackAccesses {
  std::span<const Insn> insns;
  std::span<const StackAccess> accessed;
  DataFlow& flow;
  Parts parts = {};
  FlowAccesses found = {};

  uint16_t first_variable(const StackAccess& access) const {
    return parts.variable_from[Parts::index(access.first)];
  }
  uint16_t end_variable(const StackAccess& access) const {
    return parts.variable_from[Parts::index(access.end)];
  }

  // What any of the accesses covers for which it is so, each variable once.
  template <typename Is>
  std::vector<uint16_t> variables_of(std::span<const StackAccess> of_insn, const Is& is) const {
    std::vector<uint16_t> variables;
    for (const StackAccess& access : of_insn)
      for (uint16_t i = first_variable(access); is(access) && i < end_variable(access); i++)
        variables.push_back(i);
    if (of_insn.size() == 1) return variables;
    std::sort(variables.begin(), variables.end());
    variables.erase(std::unique(variables.begin(), variables.end()), variables.end());
    return variables;
  }

  DefinitionIndex add_definition(const Definition& definition) {
    flow.definitions.push_back(definition);
    return static_cast<DefinitionIndex>(flow.definitions.size() - 1);
  }

  DefinitionIndex add_written(const StackAccess& access) {
    const Insn& insn = insns[access.insn];
    const bool copies = insn.src_is_register &&
                        (insn.kind == InsnKind::Store || insn.operation == Operation::StoreRelease);
    const auto size = static_cast<uint8_t>(access.end - access.first);
    Definition definition{
        DefinitionKind::Computed, size, {true, 0, access.first, size}, access.insn};
    if (copies) definition.kind = DefinitionKind::Copy;
    if (copies)
      definition.source = definition_read(flow, access.insn, insn.src).value_or(no_definition);
    return flow.on_stack[access.insn - flow.control.function.first] = add_definition(definition);
  }

  DefinitionIndex add_maybe_written(const StackAccess& access, uint16_t variable) {
    const Storage& storage = found.variables[variable].storage;
    Definition definition{DefinitionKind::MayWrite, width_of(storage), storage, access.insn};
    definition.may_be_frame = access.may_write_frame;
    return add_definition(definition);
  }

  // All of one instruction: it reads before it writes.
  void add_accesses(std::span<const StackAccess> of_insn) {
    const StackAccess& first = of_insn.front();
    const auto read_kind = first.is_exact ? AccessKind::Read : AccessKind::MayRead;
    const auto may_read = [](const StackAccess& access) { return access.may_read; };
    for (const uint16_t variable : variables_of(of_insn, may_read))
      found.accesses.push_back({first.insn, variable, read_kind});
    const bool overwrites =
        first.is_exact && insns[first.insn].operation != Operation::CompareExchange;
    const auto may_write = [](const StackAccess& access) { return access.may_write; };
    const std::vector<uint16_t> written = variables_of(of_insn, may_write);
    if (written.empty()) return;
    const DefinitionIndex all = overwrites ? add_written(first) : no_definition;
    for (const uint16_t variable : written) {
      if (overwrites)
        found.accesses.push_back({first.insn, variable, AccessKind::Write, all});
      else
        found.accesses.push_back(
            {first.insn, variable, AccessKind::MayWrite, add_maybe_written(first, variable)});
    }
  }

  bool are_too_many() const {
    size_t count = 0;
    for (const StackAccess& access : accessed)
      count += static_cast<size_t>(end_variable(access) - first_variable(access)) *
               (size_t{access.may_read} + size_t{access.may_write});
    return count > most_accesses;
  }

  void run() {
    for (const StackAccess& access : accessed) parts.cut(access);
    found.variables = parts.variables();
    if (are_too_many()) {
      flow.follows_stack = false;
      found.variables.clear();
      return;
    }
    for (FlowVariable& variable : found.variables)
      variable.entry = add_definition({DefinitionKind::Entry, width_of(variable.storage),
                                       variable.storage, flow.control.function.first});
    for (size_t first = 0, end = 0; first < accessed.size(); first = end) {
      while (end < accessed.size() && accessed[end].insn == accessed[first].insn) end++;
      add_accesses(accessed.subspan(first, end - first));
    }
  }
};

}  // namespace

FlowAccesses stack_accesses(std::span<const Insn> insns, std::span<const StackAccess> accessed,
                            DataFlow& flow) {
  StackAccesses stack{insns, accessed, flow};
  stack.run();
  return std::move(stack.found);
}

void mark_fills(std::span<const Insn> insns, const FlowAccesses& stack, DataFlow& flow) {
  const std::vector<FlowAccess>& accesses = stack.accesses;
  for (size_t first = 0, end = 0; first < accesses.size(); first = end) {
    const FlowAccess& access = accesses[first];
    const Insn& insn = insns[access.insn];
    bool is_one = access.kind == AccessKind::Read;
    for (end = first; end < accesses.size() && accesses[end].insn == access.insn; end++)
      is_one = is_one && accesses[end].definition == access.definition;
    const bool is_load = insn.kind == InsnKind::Load || insn.operation == Operation::LoadAcquire;
    if (!is_load || !is_one || access.definition == no_definition || insn.sign_extend_bits != 0)
      continue;
    const Storage loaded{true, 0, stack.variables[access.variable].storage.offset, insn.size_bytes};
    if (flow.definitions[access.definition].storage != loaded) continue;
    Definition& definition =
        flow.definitions[flow.in_register[access.insn - flow.control.function.first]];
    definition.kind = DefinitionKind::Copy;
    definition.source = access.definition;
  }
}

}  // namespace bpflens
