// Merges are placed variable by variable, as Sreedhar and Gao do ("A linear time algorithm for
// placing phi-nodes"), in blocks where the variable is live. Then one walk down the dominator tree
// tells every read what it sees.
#include "judge/flow_merges.h"

#include <queue>
#include <utility>

namespace bpflens {
namespace {

// What a block does with a variable.
struct Touch {
  BlockIndex block = 0;
  bool reads_first = false;  // what was there at its beginning
  bool defines = false;
  bool overwrites = false;  // whatever was there at its beginning
};

struct VariableInBlock {
  uint32_t variable = 0;
  BlockIndex block = 0;
};

// A set of blocks that is emptied in one step.
struct BlockSet {
  std::vector<uint32_t> round;
  uint32_t current = 0;
  explicit BlockSet(size_t block_count) : round(block_count, 0) {}
  void clear() { current++; }
  bool contains(BlockIndex block) const { return round[block] == current; }
  bool insert(BlockIndex block) { return std::exchange(round[block], current) != current; }
};

struct Placement {
  const ControlFlow& control;
  std::vector<uint32_t> level;  // in the dominator tree
  BlockSet live, overwriting, merging, visited, defining;
  std::vector<BlockIndex> waiting = {};
  std::vector<VariableInBlock> found = {};

  explicit Placement(const ControlFlow& flow)
      : control(flow),
        level(flow.blocks.size(), 0),
        live(level.size()),
        overwriting(level.size()),
        merging(level.size()),
        visited(level.size()),
        defining(level.size()) {
    for (const BlockIndex block : flow.dominator_order)
      if (block != 0) level[block] = level[flow.immediate_dominator[block]] + 1;
  }

  // The blocks at whose beginning the variable holds what is read later.
  void find_live(std::span<const Touch> touches) {
    live.clear();
    overwriting.clear();
    for (const Touch& touch : touches) {
      if (touch.overwrites) overwriting.insert(touch.block);
      if (touch.reads_first && live.insert(touch.block)) waiting.push_back(touch.block);
    }
    while (!waiting.empty()) {
      const BlockIndex block = waiting.back();
      waiting.pop_back();
      for (const BlockIndex from : control.predecessors.of(block))
        if (!overwriting.contains(from) && live.insert(from)) waiting.push_back(from);
    }
  }

  using Leveled = std::pair<uint32_t, BlockIndex>;
  using DeepestFirst = std::priority_queue<Leveled>;

  // Edges from what `root` dominates to blocks that it does not: definitions meet others there.
  void find_frontier(uint32_t variable, BlockIndex root, DeepestFirst& roots) {
    if (visited.insert(root)) waiting.push_back(root);
    while (!waiting.empty()) {
      const BlockIndex block = waiting.back();
      waiting.pop_back();
      for (const BlockIndex next : control.successors.of(block)) {
        const bool leaves =
            control.immediate_dominator[next] != block && level[next] <= level[root];
        if (!leaves || !live.contains(next) || !merging.insert(next)) continue;
        found.push_back({variable, next});
        if (!defining.contains(next)) roots.emplace(level[next], next);
      }
      visit_below(block);
    }
  }

  // The blocks whose immediate dominator it is.
  void visit_below(BlockIndex block) {
    const uint32_t first = control.dominator_place[block];
    const uint32_t end = first + control.dominated_count[block];
    for (uint32_t place = first + 1; place < end;) {
      const BlockIndex below = control.dominator_order[place];
      if (visited.insert(below)) waiting.push_back(below);
      place += control.dominated_count[below];
    }
  }

  void place(uint32_t variable, std::span<const Touch> touches) {
    find_live(touches);
    merging.clear();
    visited.clear();
    defining.clear();
    DeepestFirst roots;
    for (const Touch& touch : touches) {
      if (!touch.defines || !is_reachable(control, touch.block)) continue;
      defining.insert(touch.block);
      roots.emplace(level[touch.block], touch.block);
    }
    while (!roots.empty()) {
      const BlockIndex root = roots.top().second;
      roots.pop();
      find_frontier(variable, root, roots);
    }
  }
};

std::vector<std::vector<Touch>> touches_of(const ControlFlow& control, size_t variable_count,
                                           std::span<const FlowAccess> accesses) {
  std::vector<std::vector<Touch>> touches(variable_count);
  auto access = accesses.begin();
  for (BlockIndex block = 0; block < control.blocks.size(); block++) {
    for (; access != accesses.end() && access->insn < control.blocks[block].insns.end; ++access) {
      std::vector<Touch>& of = touches[access->variable];
      if (of.empty() || of.back().block != block) of.push_back({block});
      Touch& touch = of.back();
      if (reads(*access))
        touch.reads_first = touch.reads_first || !touch.overwrites;
      else
        touch.defines = true;
      touch.overwrites = touch.overwrites || access->kind == AccessKind::Write;
    }
  }
  return touches;
}

struct MergeAt {
  uint32_t variable = 0;
  DefinitionIndex definition = no_definition;
};

// The walk down the dominator tree.
struct Walk {
  DataFlow& flow;
  std::span<const FlowVariable> variables;
  std::span<FlowAccess> accesses;
  std::vector<size_t> first_access = {};  // per block; one more for the end
  std::vector<MergeAt> merges = {};       // by block
  std::vector<uint32_t> first_merge = {};
  std::vector<DefinitionIndex> current = {};             // per variable
  std::vector<MergeAt> undone = {};                      // what was current before
  std::vector<std::pair<BlockIndex, size_t>> open = {};  // blocks above, and what to undo with each

  void set(uint32_t variable, DefinitionIndex definition) {
    undone.push_back({variable, std::exchange(current[variable], definition)});
  }

  void find_first_accesses() {
    size_t access = 0;
    for (const BasicBlock& block : flow.control.blocks) {
      first_access.push_back(access);
      while (access < accesses.size() && accesses[access].insn < block.insns.end) access++;
    }
    first_access.push_back(access);
  }

  void make_merge(uint32_t variable, BlockIndex block) {
    Definition merge{DefinitionKind::Merge, width_of(variables[variable].storage),
                     variables[variable].storage, flow.control.blocks[block].insns.first};
    merge.first_merged = static_cast<uint32_t>(flow.merged.size());
    merge.merged_count = static_cast<uint32_t>(flow.control.predecessors.of(block).size());
    if (block == 0) merge.merged_count++;
    flow.merged.resize(flow.merged.size() + merge.merged_count, no_definition);
    if (block == 0) flow.merged.back() = variables[variable].entry;
    merges.push_back({variable, static_cast<DefinitionIndex>(flow.definitions.size())});
    flow.definitions.push_back(merge);
  }

  void make_merges(std::span<const VariableInBlock> found) {
    const IndexLists variables_of = index_lists(flow.control.blocks.size(), [&](const auto& add) {
      for (const VariableInBlock& merge : found) add(merge.block, merge.variable);
    });
    first_merge = variables_of.first;
    for (BlockIndex block = 0; block < flow.control.blocks.size(); block++)
      for (const uint32_t variable : variables_of.of(block)) make_merge(variable, block);
  }

  std::span<const MergeAt> merges_of(BlockIndex block) const {
    return std::span(merges).subspan(first_merge[block],
                                     first_merge[block + 1] - first_merge[block]);
  }

  void leave_all_below(BlockIndex dominator) {
    for (; !open.empty() && open.back().first != dominator; open.pop_back()) {
      for (; undone.size() > open.back().second; undone.pop_back())
        current[undone.back().variable] = undone.back().definition;
    }
  }

  void pass(FlowAccess& access) {
    if (reads(access)) {
      access.definition = current[access.variable];
      return;
    }
    if (access.kind == AccessKind::MayWrite)
      flow.definitions[access.definition].source = current[access.variable];
    set(access.variable, access.definition);
  }

  void hand_on(BlockIndex block) {
    const ControlFlow& control = flow.control;
    for (uint32_t i = control.successors.first[block]; i < control.successors.first[block + 1];
         i++) {
      const BlockIndex next = control.successors.all[i];
      const uint32_t place = control.place_in_predecessors[i] - control.predecessors.first[next];
      for (const MergeAt& merge : merges_of(next))
        flow.merged[flow.definitions[merge.definition].first_merged + place] =
            current[merge.variable];
    }
  }

  void run() {
    for (const FlowVariable& variable : variables) current.push_back(variable.entry);
    for (const BlockIndex block : flow.control.dominator_order) {
      leave_all_below(flow.control.immediate_dominator[block]);
      open.emplace_back(block, undone.size());
      for (const MergeAt& merge : merges_of(block)) set(merge.variable, merge.definition);
      for (size_t i = first_access[block]; i < first_access[block + 1]; i++) pass(accesses[i]);
      hand_on(block);
    }
  }
};

}  // namespace

uint8_t width_of(const Storage& storage) {
  return storage.on_stack && storage.size_bytes < 8 ? static_cast<uint8_t>(storage.size_bytes) : 8;
}

bool reads(const FlowAccess& access) {
  return access.kind == AccessKind::Read || access.kind == AccessKind::MayRead;
}

void link_accesses(DataFlow& flow, std::span<const FlowVariable> variables,
                   std::span<FlowAccess> accesses) {
  Placement placement(flow.control);
  const auto touches = touches_of(flow.control, variables.size(), accesses);
  for (uint32_t variable = 0; variable < variables.size(); variable++)
    placement.place(variable, touches[variable]);
  Walk walk{flow, variables, accesses};
  walk.find_first_accesses();
  walk.make_merges(placement.found);
  walk.run();
}

}  // namespace bpflens
