#include "judge/flow.h"

#include <algorithm>
#include <set>
#include <utility>

#include "judge/flow_accesses.h"
#include "judge/flow_copies.h"
#include "judge/flow_merges.h"
#include "judge/flow_types.h"

namespace bpflens {
namespace {

bool may_keep(const Definition& definition) {
  return definition.kind == DefinitionKind::MayWrite && definition.source != no_definition;
}

struct Building {
  std::span<const Insn> insns;
  const FlowFacts& facts;
  DataFlow flow;
  FlowAccesses registers = {}, stack = {};
  size_t definitions_of_registers = 0, merged_of_registers = 0;

  uint32_t slot_count() const { return flow.control.function.end - flow.control.function.first; }

  void add_readings(const FlowAccesses& of, std::vector<FlowAccess>::const_iterator& next,
                    uint32_t insn) {
    for (; next != of.accesses.end() && next->insn == insn; ++next)
      if (reads(*next))
        flow.readings.push_back({insn, of.variables[next->variable].storage, next->definition});
  }

  void list_readings() {
    flow.readings.clear();
    flow.first_reading.clear();
    auto in_register = registers.accesses.cbegin(), on_stack = stack.accesses.cbegin();
    for (uint32_t i = 0; i < slot_count(); i++) {
      flow.first_reading.push_back(static_cast<uint32_t>(flow.readings.size()));
      add_readings(registers, in_register, flow.control.function.first + i);
      add_readings(stack, on_stack, flow.control.function.first + i);
    }
    flow.first_reading.push_back(static_cast<uint32_t>(flow.readings.size()));
  }

  // Who goes on with what a definition made.
  void list_users() {
    order_definitions();
    flow.readings_of = index_lists(flow.definitions.size(), [&](const auto& add) {
      for (uint32_t i = 0; i < flow.readings.size(); i++)
        if (flow.readings[i].definition != no_definition) add(flow.readings[i].definition, i);
    });
    flow.passed_to = index_lists(flow.definitions.size(), [&](const auto& add) {
      for (DefinitionIndex i = 0; i < flow.definitions.size(); i++) {
        const Definition& definition = flow.definitions[i];
        if (may_keep(definition)) add(definition.source, i);
        for (uint32_t k = 0; k < definition.merged_count; k++) {
          const DefinitionIndex part = flow.merged[definition.first_merged + k];
          if (part != no_definition) add(part, i);
        }
      }
    });
  }

  // Most of what a definition is made of then stands before it.
  void order_definitions() {
    const ControlFlow& control = flow.control;
    std::vector<uint32_t> place(control.blocks.size(), no_block);
    for (uint32_t i = 0; i < control.reverse_post_order.size(); i++)
      place[control.reverse_post_order[i]] = i;
    std::vector<uint32_t> place_of_slot;
    for (BlockIndex block = 0; block < control.blocks.size(); block++)
      place_of_slot.resize(control.blocks[block].insns.end - control.function.first, place[block]);
    const auto lists = index_lists(control.reverse_post_order.size(), [&](const auto& add) {
      for (const bool merges : {true, false}) {
        for (DefinitionIndex i = 0; i < flow.definitions.size(); i++) {
          const Definition& definition = flow.definitions[i];
          const uint32_t at = place_of_slot[definition.insn - control.function.first];
          const bool is_merge = definition.kind == DefinitionKind::Merge;
          if (is_merge == merges && at != no_block) add(at, i);
        }
      }
    });
    flow.in_order = lists.all;
  }

  void follow_registers() {
    flow.in_register.assign(slot_count(), no_definition);
    flow.on_stack.assign(slot_count(), no_definition);
    registers = register_accesses(insns, facts, flow);
    link_accesses(flow, registers.variables, registers.accesses);
    list_readings();
    for (Definition& definition : flow.definitions)
      if (definition.kind == DefinitionKind::Copy)
        definition.source = definition_read(flow, definition.insn, insns[definition.insn].src)
                                .value_or(no_definition);
    list_users();
    definitions_of_registers = flow.definitions.size();
    merged_of_registers = flow.merged.size();
  }

  void forget_stack() {
    flow.definitions.resize(definitions_of_registers);
    flow.merged.resize(merged_of_registers);
    flow.on_stack.assign(slot_count(), no_definition);
    for (Definition& definition : flow.definitions) {
      if (definition.kind != DefinitionKind::Copy) continue;
      if (insns[definition.insn].kind == InsnKind::Move) continue;
      definition.kind = DefinitionKind::Computed;
      definition.source = no_definition;
    }
  }

  void link_stack(std::span<const StackAccess> accessed) {
    forget_stack();
    stack = stack_accesses(insns, accessed, flow);
    link_accesses(flow, stack.variables, stack.accesses);
    mark_fills(insns, stack, flow);
    list_readings();
    list_users();
    find_types(insns, facts, true, flow);
  }

  // Where the stack is accessed depends on what registers hold, and that on what is loaded from the
  // stack. Begins as if these gave nothing, and repeats with what comes out.
  void follow_stack() {
    constexpr int most_rounds = 5;
    find_types(insns, facts, false, flow);
    std::vector<StackAccess> accessed;
    for (int round = 0; flow.follows_stack; round++) {
      std::vector<StackAccess> found = accessed_bytes(insns, facts, flow);
      if (round > 0 && found == accessed) return;
      accessed = std::move(found);
      if (round == most_rounds) flow.follows_stack = false;
      link_stack(flow.follows_stack ? accessed : std::vector<StackAccess>{});
    }
  }
};

// All definitions that the steps of `next` lead to, and `from`. Ascending.
template <typename Next>
std::vector<DefinitionIndex> reached_from(DefinitionIndex from, const Next& next) {
  std::set<DefinitionIndex> seen;
  std::vector<DefinitionIndex> waiting{from};
  while (!waiting.empty()) {
    const DefinitionIndex definition = waiting.back();
    waiting.pop_back();
    if (definition != no_definition && seen.insert(definition).second) next(definition, waiting);
  }
  return {seen.begin(), seen.end()};
}

std::optional<DefinitionIndex> at_slot(const DataFlow& flow, uint32_t insn,
                                       std::span<const DefinitionIndex> per_slot) {
  const InsnRange function = flow.control.function;
  if (insn < function.first || insn >= function.end) return std::nullopt;
  const DefinitionIndex definition = per_slot[insn - function.first];
  return definition == no_definition ? std::nullopt : std::optional(definition);
}

}  // namespace

DataFlow data_flow(std::span<const Insn> insns, ControlFlow control, const FlowFacts& facts) {
  Building building{insns, facts, {}};
  building.flow.control = std::move(control);
  if (building.slot_count() == 0) return std::move(building.flow);
  building.follow_registers();
  building.follow_stack();
  find_copies(building.flow);
  return std::move(building.flow);
}

std::span<const Reading> readings_at(const DataFlow& flow, uint32_t insn) {
  const InsnRange function = flow.control.function;
  if (insn < function.first || insn >= function.end) return {};
  const uint32_t first = flow.first_reading[insn - function.first];
  const uint32_t end = flow.first_reading[insn - function.first + 1];
  return std::span(flow.readings).subspan(first, end - first);
}

std::optional<DefinitionIndex> definition_read(const DataFlow& flow, uint32_t insn, uint8_t reg) {
  for (const Reading& reading : readings_at(flow, insn))
    if (!reading.storage.on_stack && reading.storage.reg == reg) return reading.definition;
  return std::nullopt;
}

std::optional<DefinitionIndex> definition_made(const DataFlow& flow, uint32_t insn) {
  return at_slot(flow, insn, flow.in_register);
}

std::optional<DefinitionIndex> definition_stored(const DataFlow& flow, uint32_t insn) {
  return at_slot(flow, insn, flow.on_stack);
}

std::vector<DefinitionIndex> reaching_definitions(const DataFlow& flow, DefinitionIndex merge) {
  const auto step = [&](DefinitionIndex index, std::vector<DefinitionIndex>& waiting) {
    const Definition& definition = flow.definitions[index];
    if (may_keep(definition)) waiting.push_back(definition.source);
    const auto parts =
        std::span(flow.merged).subspan(definition.first_merged, definition.merged_count);
    waiting.insert(waiting.end(), parts.begin(), parts.end());
  };
  std::vector<DefinitionIndex> found = reached_from(merge, step);
  std::erase_if(found, [&](DefinitionIndex index) {
    return flow.definitions[index].kind == DefinitionKind::Merge;
  });
  return found;
}

std::vector<Reading> uses_reached(const DataFlow& flow, DefinitionIndex definition) {
  const auto step = [&](DefinitionIndex index, std::vector<DefinitionIndex>& waiting) {
    const auto next = flow.passed_to.of(index);
    waiting.insert(waiting.end(), next.begin(), next.end());
  };
  std::vector<uint32_t> uses;
  for (const DefinitionIndex index : reached_from(definition, step)) {
    const auto readings = flow.readings_of.of(index);
    uses.insert(uses.end(), readings.begin(), readings.end());
  }
  std::sort(uses.begin(), uses.end());
  std::vector<Reading> found;
  for (const uint32_t use : uses) found.push_back(flow.readings[use]);
  return found;
}

}  // namespace bpflens
