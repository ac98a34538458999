#include "judge/flow_compares.h"

#include <algorithm>
#include <utility>

namespace bpflens {
namespace {

uint8_t bytes_compared(const DataFlow& flow, const Insn& branch, const CopyOf& copy) {
  const bool has_more = flow.definitions[copy.definition].width_bytes > 4;
  return branch.is_32bit && has_more ? std::min<uint8_t>(copy.bytes, 4) : copy.bytes;
}

// Is it always made before the instruction reads?
bool is_made_before(const DataFlow& flow, DefinitionIndex index, uint32_t insn) {
  const Definition& definition = flow.definitions[index];
  const auto made = block_of(flow.control, definition.insn), at = block_of(flow.control, insn);
  if (!made || !at) return false;
  const bool is_at_beginning =
      definition.kind == DefinitionKind::Entry || definition.kind == DefinitionKind::Merge;
  if (is_at_beginning || *made != *at) return dominates(flow.control, *made, *at);
  return runs_before(flow.control, definition.insn, insn);
}

// Of what is compared, in the order of the instructions.
std::vector<DefinitionIndex> copies_made_before(const DataFlow& flow,
                                                const OperandCompared& compared) {
  std::vector<DefinitionIndex> copies;
  for (const DefinitionIndex copy : flow.copies_of.of(flow.copy_of[compared.operand].definition))
    if (copy != compared.operand && is_made_before(flow, copy, compared.branch))
      copies.push_back(copy);
  std::sort(copies.begin(), copies.end(), [&](DefinitionIndex a, DefinitionIndex b) {
    return flow.definitions[a].insn < flow.definitions[b].insn;
  });
  return copies;
}

// From the end of one block to the other.
WayFromBranch way_between(const ControlFlow& control, BlockIndex from, BlockIndex block) {
  for (const BlockIndex to : control.successors.of(from)) {
    if (!edge_dominates(control, from, to, block)) continue;
    const bool is_next = control.blocks[to].insns.first == control.blocks[from].insns.end;
    return is_next ? WayFromBranch::FallsThrough : WayFromBranch::Jumps;
  }
  return WayFromBranch::Either;
}

}  // namespace

Compares compares_in(std::span<const Insn> insns, const DataFlow& flow) {
  Compares found;
  for (const BasicBlock& block : flow.control.blocks) {
    const Insn& branch = insns[block.last_insn];
    if (branch.kind != InsnKind::Branch) continue;
    for (const Reading& reading : readings_at(flow, block.last_insn)) {
      if (reading.definition == no_definition) continue;
      const uint8_t bytes = bytes_compared(flow, branch, flow.copy_of[reading.definition]);
      found.all.push_back({block.last_insn, reading.storage.reg, reading.definition, bytes});
    }
  }
  found.of_value = index_lists(flow.definitions.size(), [&](const auto& add) {
    for (uint32_t i = 0; i < found.all.size(); i++)
      add(flow.copy_of[found.all[i].operand].definition, i);
  });
  return found;
}

std::vector<EarlierCompare> compares_before(const DataFlow& flow, const Compares& compares,
                                            uint32_t insn, DefinitionIndex definition) {
  std::vector<EarlierCompare> found;
  const auto block = block_of(flow.control, insn);
  if (!block || definition == no_definition) return found;
  const DefinitionIndex value = flow.copy_of[definition].definition;
  for (const uint32_t index : compares.of_value.of(value)) {
    const OperandCompared& compared = compares.all[index];
    if (!runs_before(flow.control, compared.branch, insn)) continue;
    EarlierCompare& earlier = found.emplace_back();
    earlier.compared = compared;
    earlier.way = way_between(flow.control, *block_of(flow.control, compared.branch), *block);
    earlier.copied_before = copies_made_before(flow, compared);
  }
  const auto order = [&](const EarlierCompare& earlier) {
    const BlockIndex at = *block_of(flow.control, earlier.compared.branch);
    return std::pair(flow.control.dominator_place[at], earlier.compared.reg);
  };
  std::sort(found.begin(), found.end(),
            [&](const EarlierCompare& a, const EarlierCompare& b) { return order(a) < order(b); });
  return found;
}

}  // namespace bpflens
