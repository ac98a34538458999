// The loops of one function: natural loops, and edges that lead back without making one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "judge/cfg.h"

namespace bpflens {

using LoopIndex = uint32_t;
inline constexpr LoopIndex no_loop = UINT32_MAX;

// The blocks from which control comes back to the header without leaving what it dominates.
struct NaturalLoop {
  BlockIndex header = 0;
  std::vector<BlockIndex> back_edges;           // the blocks that they leave, ascending
  LoopIndex around = no_loop;                   // the next larger loop that has it inside
  uint32_t first_member = 0, member_count = 0;  // in Loops::members
};

struct BlockEdge {
  BlockIndex from = 0, to = 0;
  bool operator==(const BlockEdge&) const = default;
};

struct Loops {
  std::vector<NaturalLoop> loops;      // each behind those inside it; one per header
  std::vector<BlockIndex> members;     // each loop's stand together, the header first
  std::vector<LoopIndex> innermost;    // per block; no_loop: in none
  std::vector<BlockEdge> irreducible;  // lead back in reverse post order, not to a dominator
};

Loops loops_of(const ControlFlow& flow);

// All blocks of the loop, those of loops inside it among them; the header first.
std::span<const BlockIndex> members_of(const Loops& loops, LoopIndex loop);

}  // namespace bpflens
