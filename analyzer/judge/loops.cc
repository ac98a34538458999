#include "judge/loops.h"

#include <algorithm>
#include <utility>

namespace bpflens {
namespace {

struct Finder {
  const ControlFlow& flow;
  Loops found = {};
  std::vector<LoopIndex> outermost = {};  // per loop one that has it inside, or itself
  std::vector<BlockIndex> waiting = {};

  void find_irreducible() {
    std::vector<uint32_t> place(flow.blocks.size(), 0);
    for (uint32_t i = 0; i < flow.reverse_post_order.size(); i++)
      place[flow.reverse_post_order[i]] = i;
    for (const BlockIndex from : flow.reverse_post_order)
      for (const BlockIndex to : flow.successors.of(from))
        if (place[to] <= place[from] && !dominates(flow, to, from))
          found.irreducible.push_back({from, to});
  }

  LoopIndex outermost_around(LoopIndex loop) {
    LoopIndex top = loop;
    while (outermost[top] != top) top = outermost[top];
    while (loop != top) loop = std::exchange(outermost[loop], top);
    return top;
  }

  void wait_for_predecessors(BlockIndex block) {
    for (const BlockIndex from : flow.predecessors.of(block))
      if (is_reachable(flow, from)) waiting.push_back(from);
  }

  // The block, or the loop that has it already, is inside `loop`.
  void take_in(LoopIndex loop, BlockIndex block) {
    if (found.innermost[block] == no_loop) {
      found.innermost[block] = loop;
      found.loops[loop].member_count++;
      if (block != found.loops[loop].header) wait_for_predecessors(block);
      return;
    }
    const LoopIndex inside = outermost_around(found.innermost[block]);
    if (inside == loop) return;
    outermost[inside] = found.loops[inside].around = loop;
    found.loops[loop].member_count += found.loops[inside].member_count;
    wait_for_predecessors(found.loops[inside].header);
  }

  // Loops inside the one of this header have been found.
  void find_loop(BlockIndex header) {
    std::vector<BlockIndex> back_edges;
    for (const BlockIndex from : flow.predecessors.of(header))
      if (dominates(flow, header, from)) back_edges.push_back(from);
    if (back_edges.empty()) return;
    const auto loop = static_cast<LoopIndex>(found.loops.size());
    outermost.push_back(loop);
    waiting = back_edges;
    back_edges.erase(std::unique(back_edges.begin(), back_edges.end()), back_edges.end());
    found.loops.push_back({header, std::move(back_edges)});
    take_in(loop, header);
    while (!waiting.empty()) {
      const BlockIndex block = waiting.back();
      waiting.pop_back();
      take_in(loop, block);
    }
  }

  // A larger loop hands a part of its places to each one inside it, which stands before it.
  void place_members() {
    uint32_t end = 0;
    std::vector<uint32_t> next(found.loops.size());
    for (size_t i = found.loops.size(); i-- > 0;) {
      NaturalLoop& loop = found.loops[i];
      uint32_t& free = loop.around == no_loop ? end : next[loop.around];
      loop.first_member = free;
      free += loop.member_count;
      next[i] = loop.first_member + 1;
    }
    found.members.resize(end);
    for (BlockIndex block = 0; block < flow.blocks.size(); block++) {
      const LoopIndex loop = found.innermost[block];
      if (loop == no_loop) continue;
      const bool is_header = found.loops[loop].header == block;
      found.members[is_header ? found.loops[loop].first_member : next[loop]++] = block;
    }
  }
};

}  // namespace

Loops loops_of(const ControlFlow& flow) {
  Finder finder{flow};
  finder.found.innermost.assign(flow.blocks.size(), no_loop);
  finder.find_irreducible();
  const std::vector<BlockIndex>& order = flow.dominator_order;
  for (auto header = order.rbegin(); header != order.rend(); ++header) finder.find_loop(*header);
  finder.place_members();
  return std::move(finder.found);
}

std::span<const BlockIndex> members_of(const Loops& loops, LoopIndex loop) {
  const NaturalLoop& of = loops.loops[loop];
  return std::span(loops.members).subspan(of.first_member, of.member_count);
}

}  // namespace bpflens
