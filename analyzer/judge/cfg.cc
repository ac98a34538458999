#include "judge/cfg.h"

#include <algorithm>
#include <utility>

#include "judge/dominators.h"

namespace bpflens {
namespace {

bool is_indirect(const Insn& insn) { return insn.kind == InsnKind::Jump && insn.src_is_register; }

bool ends_block(const Insn& insn) {
  return insn.kind == InsnKind::Jump || insn.kind == InsnKind::Branch ||
         insn.kind == InsnKind::Exit;
}

struct Builder {
  std::span<const Insn> insns;
  std::span<const IndirectJump> known;
  ControlFlow flow;
  std::vector<bool> begins = {};            // per slot of the function
  std::vector<BlockIndex> block_at = {};    // per slot of the function
  std::vector<uint32_t> targets = {};       // of the block in question
  std::vector<BlockIndex> successors = {};  // of the block in question

  uint32_t first() const { return flow.function.first; }
  uint32_t end() const { return flow.function.end; }

  // Where the next instruction is.
  uint32_t behind(uint32_t insn) const {
    const bool is_wide = insn + 1 < end() && is_second_slot(insns, insn + 1);
    return insn + (is_wide ? 2 : 1);
  }

  bool may_go_to(uint32_t slot) const {
    return slot >= first() && slot < end() && (slot == first() || !is_second_slot(insns, slot));
  }

  // The target of a jump; where the program ends if it is not in the function.
  uint32_t target_of(uint32_t insn) const {
    const int64_t next = int64_t{insn} + 1, jump = insns[insn].jump;
    if (jump < int64_t{first()} - next || jump >= int64_t{end()} - next) return end();
    return static_cast<uint32_t>(next + jump);
  }

  std::vector<uint32_t> known_targets(uint32_t insn) const {
    const auto jump = std::lower_bound(
        known.begin(), known.end(), insn,
        [](const IndirectJump& other, uint32_t slot) { return other.insn < slot; });
    return jump != known.end() && jump->insn == insn ? jump->targets : std::vector<uint32_t>{};
  }

  // Where control goes from the instruction, which ends a block.
  void find_targets(uint32_t insn) {
    targets.clear();
    const Insn& last = insns[insn];
    if (last.kind != InsnKind::Jump && last.kind != InsnKind::Exit) targets.push_back(behind(insn));
    if (is_indirect(last)) {
      targets = known_targets(insn);
      std::sort(targets.begin(), targets.end());
      targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    } else if (last.kind == InsnKind::Jump || last.kind == InsnKind::Branch) {
      targets.push_back(target_of(insn));
    }
  }

  void find_beginnings() {
    begins.assign(end() - first(), false);
    if (!begins.empty()) begins[0] = true;
    for (uint32_t insn = first(); insn < end(); insn = behind(insn)) {
      if (!ends_block(insns[insn])) continue;
      if (behind(insn) < end()) begins[behind(insn) - first()] = true;
      find_targets(insn);
      for (const uint32_t target : targets)
        if (may_go_to(target)) begins[target - first()] = true;
    }
  }

  void make_blocks() {
    block_at.resize(begins.size());
    for (uint32_t insn = first(); insn < end(); insn = behind(insn)) {
      if (begins[insn - first()]) flow.blocks.push_back({{insn, insn}, insn});
      block_at[insn - first()] = static_cast<BlockIndex>(flow.blocks.size() - 1);
      flow.blocks.back().last_insn = insn;
      flow.blocks.back().insns.end = behind(insn);
    }
  }

  void find_successors(BasicBlock& block) {
    successors.clear();
    find_targets(block.last_insn);
    block.has_unknown_targets = targets.empty() && is_indirect(insns[block.last_insn]);
    for (const uint32_t target : targets) {
      if (may_go_to(target))
        successors.push_back(block_at[target - first()]);
      else
        block.leaves_function = true;
    }
  }

  void connect_blocks() {
    IndexLists& edges = flow.successors;
    edges.first.reserve(flow.blocks.size() + 1);
    for (BasicBlock& block : flow.blocks) {
      edges.first.push_back(static_cast<uint32_t>(edges.all.size()));
      find_successors(block);
      edges.all.insert(edges.all.end(), successors.begin(), successors.end());
    }
    edges.first.push_back(static_cast<uint32_t>(edges.all.size()));
  }

  void turn_edges() {
    flow.predecessors = index_lists(flow.blocks.size(), [&](const auto& add) {
      for (BlockIndex block = 0; block < flow.blocks.size(); block++)
        for (const BlockIndex target : flow.successors.of(block)) add(target, block);
    });
    std::vector<uint32_t> next = flow.predecessors.first;
    flow.place_in_predecessors.reserve(flow.successors.all.size());
    for (const BlockIndex target : flow.successors.all)
      flow.place_in_predecessors.push_back(next[target]++);
  }
};

}  // namespace

InsnRange range_of(const ObjectFunction& function) {
  return {function.first_insn, function.first_insn + function.insn_count};
}

bool is_second_slot(std::span<const Insn> insns, uint32_t slot) {
  return slot > 0 && insns[slot - 1].kind == InsnKind::LoadImm64 &&
         insns[slot].kind == InsnKind::Unknown && insns[slot].code == 0;
}

ControlFlow control_flow(std::span<const Insn> insns, InsnRange function,
                         std::span<const IndirectJump> known) {
  Builder builder{insns, known, {}};
  const uint32_t end = std::min(function.end, static_cast<uint32_t>(insns.size()));
  builder.flow.function = {std::min(function.first, end), end};
  builder.find_beginnings();
  builder.make_blocks();
  builder.connect_blocks();
  builder.turn_edges();
  add_dominators(builder.flow);
  return std::move(builder.flow);
}

std::optional<BlockIndex> block_of(const ControlFlow& flow, uint32_t insn) {
  if (insn < flow.function.first || insn >= flow.function.end) return std::nullopt;
  const auto behind = std::upper_bound(
      flow.blocks.begin(), flow.blocks.end(), insn,
      [](uint32_t slot, const BasicBlock& block) { return slot < block.insns.first; });
  return static_cast<BlockIndex>(behind - flow.blocks.begin() - 1);
}

bool is_reachable(const ControlFlow& flow, BlockIndex block) {
  return flow.dominator_place[block] != no_block;
}

bool dominates(const ControlFlow& flow, BlockIndex dominator, BlockIndex block) {
  if (!is_reachable(flow, dominator) || !is_reachable(flow, block)) return false;
  const uint32_t first = flow.dominator_place[dominator], place = flow.dominator_place[block];
  return place >= first && place - first < flow.dominated_count[dominator];
}

bool edge_dominates(const ControlFlow& flow, BlockIndex from, BlockIndex to, BlockIndex block) {
  if (to == 0 || !dominates(flow, to, block)) return false;
  bool is_found = false;
  for (const BlockIndex before : flow.predecessors.of(to)) {
    if (!is_reachable(flow, before) || dominates(flow, to, before)) continue;
    if (before != from || is_found) return false;
    is_found = true;
  }
  return is_found;
}

bool runs_before(const ControlFlow& flow, uint32_t first, uint32_t second) {
  const auto a = block_of(flow, first), b = block_of(flow, second);
  if (!a || !b) return false;
  return *a == *b ? is_reachable(flow, *a) && first < second : dominates(flow, *a, *b);
}

}  // namespace bpflens
