// Dominators as Lengauer and Tarjan find them, with the simple way to compress paths. Walks that
// meet at the common dominator, which are shorter to write, take quadratic time where many blocks
// jump to one: programs do that when they give up.
#include "judge/dominators.h"

#include <algorithm>

namespace bpflens {
namespace {

// Blocks in the order in which a depth-first search sees them first, and what led to each.
struct Search {
  std::vector<BlockIndex> seen;
  std::vector<uint32_t> number;  // per block its place in `seen`; no_block: not reached
  std::vector<uint32_t> parent;  // per place in `seen`
};

struct OpenBlock {
  BlockIndex block = 0;
  uint32_t next = 0;  // successor
};

// `finished` are the blocks in the order in which the search leaves them.
Search search_from_entry(const ControlFlow& flow, std::vector<BlockIndex>& finished) {
  Search search;
  search.number.assign(flow.blocks.size(), no_block);
  if (flow.blocks.empty()) return search;
  std::vector<OpenBlock> open;
  const auto enter = [&](BlockIndex block, uint32_t parent) {
    search.number[block] = static_cast<uint32_t>(search.seen.size());
    search.seen.push_back(block);
    search.parent.push_back(parent);
    open.push_back({block, 0});
  };
  enter(0, 0);
  while (!open.empty()) {
    const BlockIndex block = open.back().block;
    const auto successors = flow.successors.of(block);
    if (open.back().next == successors.size()) {
      finished.push_back(block);
      open.pop_back();
      continue;
    }
    const BlockIndex next = successors[open.back().next++];
    if (search.number[next] == no_block) enter(next, search.number[block]);
  }
  return search;
}

// All numbers are places in Search::seen.
struct LengauerTarjan {
  const ControlFlow& flow;
  const Search& search;
  std::vector<uint32_t> semidominator, dominator;
  std::vector<uint32_t> ancestor, best;               // of the forest of those that are done
  std::vector<uint32_t> waiting_first, waiting_next;  // lists per semidominator
  std::vector<uint32_t> path = {};

  LengauerTarjan(const ControlFlow& control, const Search& found)
      : flow(control),
        search(found),
        semidominator(found.seen.size()),
        dominator(found.seen.size(), 0),
        ancestor(found.seen.size(), no_block),
        best(found.seen.size()),
        waiting_first(found.seen.size(), no_block),
        waiting_next(found.seen.size(), no_block) {
    for (uint32_t i = 0; i < best.size(); i++) semidominator[i] = best[i] = i;
  }

  // Makes every block on the way up point to the root's child.
  void compress(uint32_t node) {
    path.clear();
    for (; ancestor[ancestor[node]] != no_block; node = ancestor[node]) path.push_back(node);
    for (; !path.empty(); path.pop_back()) {
      const uint32_t below = path.back(), above = ancestor[below];
      if (semidominator[best[above]] < semidominator[best[below]]) best[below] = best[above];
      ancestor[below] = ancestor[above];
    }
  }

  // Of the blocks on the way up, the root left out, the one with the smallest semidominator.
  uint32_t best_above(uint32_t node) {
    if (ancestor[node] == no_block) return node;
    compress(node);
    return best[node];
  }

  void find_semidominator(uint32_t node) {
    for (const BlockIndex from : flow.predecessors.of(search.seen[node])) {
      if (search.number[from] == no_block) continue;
      const uint32_t other = best_above(search.number[from]);
      semidominator[node] = std::min(semidominator[node], semidominator[other]);
    }
    waiting_next[node] = waiting_first[semidominator[node]];
    waiting_first[semidominator[node]] = node;
  }

  void settle_waiting(uint32_t parent) {
    for (uint32_t node = waiting_first[parent]; node != no_block; node = waiting_next[node]) {
      const uint32_t other = best_above(node);
      dominator[node] = semidominator[other] < parent ? other : parent;
    }
    waiting_first[parent] = no_block;
  }

  void run() {
    for (auto node = static_cast<uint32_t>(search.seen.size()); node-- > 1;) {
      find_semidominator(node);
      ancestor[node] = search.parent[node];
      settle_waiting(search.parent[node]);
    }
    for (uint32_t node = 1; node < search.seen.size(); node++)
      if (dominator[node] != semidominator[node]) dominator[node] = dominator[dominator[node]];
  }
};

// Where each block stands in dominator_order: behind its dominator, with room for those it
// dominates.
void place_by_dominator(ControlFlow& flow) {
  const std::vector<BlockIndex>& order = flow.reverse_post_order;
  flow.dominated_count.assign(flow.blocks.size(), 0);
  for (auto block = order.rbegin(); block != order.rend(); ++block) {
    const uint32_t count = ++flow.dominated_count[*block];
    const BlockIndex above = flow.immediate_dominator[*block];
    if (above != no_block) flow.dominated_count[above] += count;
  }
  flow.dominator_order.resize(order.size());
  std::vector<uint32_t> free(flow.blocks.size(), 0);  // next place for one that it dominates
  for (const BlockIndex block : order) {
    const BlockIndex above = flow.immediate_dominator[block];
    const uint32_t place = above == no_block ? 0 : free[above];
    if (above != no_block) free[above] += flow.dominated_count[block];
    free[block] = place + 1;
    flow.dominator_place[block] = place;
    flow.dominator_order[place] = block;
  }
}

}  // namespace

void add_dominators(ControlFlow& flow) {
  std::vector<BlockIndex>& order = flow.reverse_post_order;
  const Search search = search_from_entry(flow, order);
  std::reverse(order.begin(), order.end());
  LengauerTarjan found(flow, search);
  found.run();
  flow.immediate_dominator.assign(flow.blocks.size(), no_block);
  for (uint32_t node = 1; node < search.seen.size(); node++)
    flow.immediate_dominator[search.seen[node]] = search.seen[found.dominator[node]];
  flow.dominator_place.assign(flow.blocks.size(), no_block);
  place_by_dominator(flow);
}

}  // namespace bpflens
