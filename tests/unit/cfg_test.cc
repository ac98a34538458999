// Basic blocks, dominators and loops: by hand, against a slow search, and of large functions.
#include "judge/cfg.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "catch.h"
#include "judge/loops.h"
#include "unit/hand_code.h"

namespace bpflens {
namespace {

using namespace hand_code;

std::string listed(std::span<const BlockIndex> blocks) {
  std::string text;
  for (const BlockIndex block : blocks)
    text += (text.empty() ? "" : " ") + (block == no_block ? "-" : std::to_string(block));
  return text;
}

// "0-2 to 1 2", and what is wrong with it.
std::vector<std::string> blocks_of(const ControlFlow& flow) {
  std::vector<std::string> lines;
  for (BlockIndex i = 0; i < flow.blocks.size(); i++) {
    const BasicBlock& block = flow.blocks[i];
    lines.push_back(std::to_string(block.insns.first) + "-" + std::to_string(block.last_insn) +
                    " to " + listed(flow.successors.of(i)));
    if (block.leaves_function) lines.back() += " leaves";
    if (block.has_unknown_targets) lines.back() += " unknown";
    if (!is_reachable(flow, i)) lines.back() += " unreachable";
  }
  return lines;
}

using Lines = std::vector<std::string>;

ControlFlow flow_of(const Code& code) {
  return control_flow(code, {0, static_cast<uint32_t>(code.size())});
}

// "2: 2 3 4, back from 4, in 1"
Lines loops_in(const Loops& loops) {
  Lines lines;
  for (LoopIndex i = 0; i < loops.loops.size(); i++) {
    const NaturalLoop& loop = loops.loops[i];
    std::vector<BlockIndex> members(members_of(loops, i).begin(), members_of(loops, i).end());
    REQUIRE(members.front() == loop.header);
    std::sort(members.begin(), members.end());
    lines.push_back(std::to_string(loop.header) + ": " + listed(members) + ", back from " +
                    listed(loop.back_edges));
    if (loop.around != no_loop)
      lines.back() += ", in " + std::to_string(loops.loops[loop.around].header);
  }
  return lines;
}

Insn maybe_go(int64_t jump) { return branch(1, Operation::Eq, 0, jump); }

}  // namespace

TEST_CASE("cfg: blocks and edges") {
  // 0 r1 = 0; 1 if +2; 2 r1 = 0; 3 goto +1; 4 call; 5 exit
  const ControlFlow flow = flow_of({set(1, 0), maybe_go(2), set(1, 0), go(1), call(), leave()});
  CHECK(blocks_of(flow) == Lines{"0-1 to 1 2", "2-3 to 3", "4-4 to 3", "5-5 to "});
  CHECK(listed(flow.predecessors.of(3)) == "1 2");
  CHECK(listed(flow.immediate_dominator) == "- 0 0 0");
  CHECK(block_of(flow, 3) == 1);
  CHECK(block_of(flow, 5) == 3);
  CHECK(!block_of(flow, 6));
  CHECK(runs_before(flow, 0, 1));
  CHECK(!runs_before(flow, 1, 0));
  CHECK(runs_before(flow, 1, 5));
  CHECK(!runs_before(flow, 2, 5));
  CHECK(!runs_before(flow, 2, 6));
}

TEST_CASE("cfg: an ld_imm64 has two slots") {
  const Code code = joined({wide(1), {maybe_go(-2), maybe_go(-4)}, wide(2), {leave()}});
  CHECK(blocks_of(flow_of(code)) == Lines{"0-2 to 1 leaves", "3-3 to 2 0", "4-6 to "});
  // Cut between its slots.
  CHECK(blocks_of(control_flow(code, {3, 5})) == Lines{"3-3 to 1 leaves", "4-4 to  leaves"});
  CHECK(blocks_of(control_flow(code, {5, 7})) == Lines{"5-6 to "});
}

TEST_CASE("cfg: what leaves the function") {
  const Code code{go(100),     go(-100),   maybe_go(-4), maybe_go(INT64_MAX), maybe_go(INT64_MIN),
                  maybe_go(0), may_go(-2), call()};
  CHECK(blocks_of(flow_of(code)) ==
        Lines{"0-0 to  leaves", "1-1 to  leaves unreachable", "2-2 to 3 leaves unreachable",
              "3-3 to 4 leaves unreachable", "4-4 to 5 leaves unreachable",
              "5-5 to 6 6 unreachable", "6-6 to 7 5 unreachable", "7-7 to  leaves unreachable"});
  // Into the function before it and the one behind it.
  CHECK(blocks_of(control_flow({{leave(), maybe_go(-2), go(0), leave()}}, {1, 3})) ==
        Lines{"1-1 to 1 leaves", "2-2 to  leaves"});
  CHECK(flow_of({}).blocks.empty());
  CHECK(control_flow(code, {50, 60}).blocks.empty());
  CHECK(control_flow(code, {6, 2}).blocks.empty());
}

TEST_CASE("cfg: indirect jumps") {
  const Code code{go_through(1), set(0, 0), leave(), set(0, 1), leave()};
  const Lines unknown{"0-0 to  unknown", "1-2 to  unreachable", "3-4 to  unreachable"};
  CHECK(blocks_of(flow_of(code)) == unknown);
  const std::vector<IndirectJump> known{{0, {3, 1, 3, 9}}};
  CHECK(blocks_of(control_flow(code, {0, 5}, known)) ==
        Lines{"0-0 to 1 2 leaves", "1-2 to ", "3-4 to "});
  const std::vector<IndirectJump> of_another{{1, {3}}};
  CHECK(blocks_of(control_flow(code, {0, 5}, of_another)) == unknown);
}

TEST_CASE("cfg: loops inside each other") {
  // 0 r1; 1 r1 (outer); 2 r1 (inner); 3 if inner; 4 if outer; 5 exit
  const ControlFlow flow =
      flow_of({set(1, 0), set(1, 1), set(1, 2), maybe_go(-2), maybe_go(-4), leave()});
  CHECK(blocks_of(flow) == Lines{"0-0 to 1", "1-1 to 2", "2-3 to 3 2", "4-4 to 4 1", "5-5 to "});
  const Loops loops = loops_of(flow);
  CHECK(loops_in(loops) == Lines{"2: 2, back from 2, in 1", "1: 1 2 3, back from 3"});
  CHECK(loops.irreducible.empty());
  CHECK(loops.innermost == std::vector<LoopIndex>{no_loop, 1, 0, 1, no_loop});
}

TEST_CASE("cfg: a loop with two ways back and one with two entries") {
  // 0 header; 1 if back to 0; 2 if back to 0; 3 exit
  CHECK(loops_in(loops_of(flow_of({set(1, 0), maybe_go(-2), maybe_go(-3), leave()}))) ==
        Lines{"0: 0 1, back from 0 1"});
  // 0 if +1; 1 r1; 2 if -2 to 1; 3 exit: control comes to 1 and to 2 first.
  const Loops loops = loops_of(flow_of({maybe_go(1), set(1, 0), maybe_go(-2), leave()}));
  CHECK(loops.loops.empty());
  REQUIRE(loops.irreducible.size() == 1);
  CHECK(loops.irreducible[0] == BlockEdge{2, 1});
}

namespace {

// Jumps anywhere, a little outside too.
Code random_jumps(Random& random, uint32_t size) {
  Code code;
  for (uint32_t i = 0; i < size; i++) {
    const int64_t jump = int64_t{below(random, size + 2)} - i - 1;
    const uint32_t kind = below(random, 10);
    if (kind == 0)
      code.push_back(leave());
    else if (kind == 1)
      code.push_back(go(jump));
    else if (kind <= 5)
      code.push_back(maybe_go(jump));
    else if (kind == 6)
      code.push_back(wide(1)[0]);
    else
      code.push_back(code.empty() || code.back().kind != InsnKind::LoadImm64 ? set(1, 0) : Insn{});
  }
  return code;
}

// The blocks that can be reached without going through `avoided`.
std::set<BlockIndex> reached(const ControlFlow& flow, BlockIndex avoided) {
  std::set<BlockIndex> seen;
  std::vector<BlockIndex> waiting{0};
  while (!waiting.empty()) {
    const BlockIndex block = waiting.back();
    waiting.pop_back();
    if (block == avoided || !seen.insert(block).second) continue;
    for (const BlockIndex next : flow.successors.of(block)) waiting.push_back(next);
  }
  return seen;
}

// Per header the blocks that reach one of its back edges without going through it.
std::vector<std::set<BlockIndex>> slow_loops(const ControlFlow& flow) {
  std::vector<std::set<BlockIndex>> loops(flow.blocks.size());
  for (BlockIndex header = 0; header < flow.blocks.size(); header++) {
    std::vector<BlockIndex> waiting;
    for (const BlockIndex from : flow.predecessors.of(header))
      if (dominates(flow, header, from)) waiting.push_back(from);
    if (!waiting.empty()) loops[header].insert(header);
    while (!waiting.empty()) {
      const BlockIndex block = waiting.back();
      waiting.pop_back();
      if (!is_reachable(flow, block) || !loops[header].insert(block).second) continue;
      for (const BlockIndex from : flow.predecessors.of(block)) waiting.push_back(from);
    }
  }
  return loops;
}

void check_dominators(const ControlFlow& flow) {
  const std::set<BlockIndex> all = reached(flow, no_block);
  bool same = all.size() == flow.reverse_post_order.size();
  for (BlockIndex above = 0; above < flow.blocks.size(); above++) {
    const std::set<BlockIndex> others = reached(flow, above);
    for (BlockIndex below = 0; below < flow.blocks.size(); below++) {
      const bool expected = all.contains(above) && all.contains(below) && !others.contains(below);
      same = same && dominates(flow, above, below) == expected;
      // Of those that dominate a block, all dominate the immediate one.
      const BlockIndex immediate = flow.immediate_dominator[below];
      if (expected && above != below) same = same && dominates(flow, above, immediate);
    }
  }
  CHECK(same);
}

// Without the edge the block must be out of reach.
std::set<BlockIndex> reached_without(const ControlFlow& flow, const BlockEdge& edge) {
  std::set<BlockIndex> seen;
  std::vector<BlockIndex> waiting{0};
  while (!waiting.empty()) {
    const BlockIndex block = waiting.back();
    waiting.pop_back();
    if (!seen.insert(block).second) continue;
    bool is_left_out = false;
    for (const BlockIndex next : flow.successors.of(block)) {
      const bool is_edge = edge == BlockEdge{block, next} && !is_left_out;
      is_left_out = is_left_out || is_edge;  // one of two edges
      if (!is_edge) waiting.push_back(next);
    }
  }
  return seen;
}

void check_edges(const ControlFlow& flow) {
  bool same = true;
  for (const BlockIndex from : flow.reverse_post_order) {
    for (const BlockIndex to : flow.successors.of(from)) {
      const std::set<BlockIndex> others = reached_without(flow, {from, to});
      for (BlockIndex block = 0; block < flow.blocks.size(); block++) {
        const bool expected = is_reachable(flow, block) && !others.contains(block);
        same = same && edge_dominates(flow, from, to, block) == expected;
      }
    }
  }
  CHECK(same);
}

void check_loops(const ControlFlow& flow) {
  const Loops loops = loops_of(flow);
  const std::vector<std::set<BlockIndex>> expected = slow_loops(flow);
  std::vector<std::set<BlockIndex>> found(flow.blocks.size());
  std::vector<size_t> smallest(flow.blocks.size(), SIZE_MAX);
  for (LoopIndex i = 0; i < loops.loops.size(); i++) {
    const auto members = members_of(loops, i);
    found[loops.loops[i].header] = {members.begin(), members.end()};
    for (const BlockIndex block : members)
      smallest[block] = std::min(smallest[block], members.size());
  }
  CHECK(found == expected);
  bool same = true;
  for (BlockIndex block = 0; block < flow.blocks.size(); block++) {
    const LoopIndex loop = loops.innermost[block];
    same = same && (loop == no_loop ? SIZE_MAX : members_of(loops, loop).size()) == smallest[block];
  }
  CHECK(same);
}

}  // namespace

TEST_CASE("cfg: random functions against a slow search") {
  Random random(1);
  for (int i = 0; i < 2000; i++) {
    const ControlFlow flow = flow_of(random_jumps(random, 1 + below(random, 40)));
    INFO(i);
    check_dominators(flow);
    check_edges(flow);
    check_loops(flow);
  }
}

TEST_CASE("cfg: two hundred thousand instructions") {
  constexpr uint32_t count = 200'000;
  SECTION("each may give up") {
    Code code;
    for (uint32_t i = 0; i + 1 < count; i++) code.push_back(maybe_go(int64_t{count} - i - 2));
    code.push_back(leave());
    const ControlFlow flow = flow_of(code);
    CHECK(flow.blocks.size() == count);
    CHECK(flow.immediate_dominator[count - 1] == 0);
    CHECK(flow.immediate_dominator[count - 2] == count - 3);
    CHECK(loops_of(flow).loops.empty());
  }
  SECTION("loops inside each other") {
    Code code = times(count / 2, may_go(0));
    for (uint32_t i = 0; i < count / 2; i++) code.push_back(maybe_go(-2 * int64_t{i} - 2));
    code.push_back(leave());
    const ControlFlow flow = flow_of(code);
    const Loops loops = loops_of(flow);
    REQUIRE(loops.loops.size() == count / 2);
    CHECK(loops.loops.back().member_count == count);
    CHECK(loops.loops.front().member_count == 2);
    CHECK(dominates(flow, 0, count));
  }
  SECTION("loops with two entries") {
    Code code;
    for (uint32_t i = 0; i + 4 < count; i += 4)
      code.insert(code.end(), {maybe_go(1), set(1, 0), maybe_go(-2), maybe_go(-4)});
    code.push_back(leave());
    const Loops loops = loops_of(flow_of(code));
    CHECK(loops.loops.size() == loops.irreducible.size());
    CHECK(!loops.loops.empty());
  }
}

}  // namespace bpflens
