// Where the verifier's work went, and how deep the calls go: what a program has to answer for that
// was too much for it. Counted in instructions as the verifier walked them, once for each visit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "facts/place.h"
#include "facts/trace.h"

namespace bpflens {

// When a result has them.
enum class TellLimits : uint8_t { WhereExceeded, Always };

// One source line, or one instruction.
struct LineWork {
  Place place;  // of a line: its instruction that was visited most
  uint64_t visits = 0;
  uint32_t insns = 1;  // of the line, those that were visited
};

// A register or a slot of the stack that had other values at each visit of a place.
struct VariedValue {
  std::string name;                 // "R7", "fp-16"
  std::string type;                 // "a packet pointer", "a number"; empty if that differs, too
  std::vector<std::string> values;  // what differs, the first few
  std::optional<Place> changed_at;  // the last instruction on the path that wrote it
};

// One conditional jump, or those of one source line together.
struct BranchWork {
  Place place;  // of several the one with most work behind it
  uint32_t insns = 1;
  uint64_t visits = 0;
  BranchVisits sides;
  std::vector<VariedValue> varied;  // what kept the ways behind it apart
};

// One loop, or those of one source line together.
struct LoopWork {
  Place first, last;  // the instruction it begins with, the jump that goes back
  Place line;  // where its C says `for`, `while` or `do`, if its instructions tell; else last
  uint32_t loops = 1;
  uint64_t entered = 0;      // 0: not through its first instruction
  uint64_t rounds = 0;       // in the whole walk, the first one of each path included
  uint64_t most_rounds = 0;  // on one path since the loop was entered
  uint64_t visits = 0;       // of the instructions between them
};

struct ChainedFunction {
  std::string name;  // empty if not known
  uint32_t first_insn = 0;
  std::optional<Place> call;   // in the function before it
  uint64_t stack_bytes = 0;    // its own frame
  bool is_stack_told = false;  // by the kernel; else it is what its instructions use
};

// A function of the program that is checked anew for each call: one that is not global.
struct FunctionWork {
  std::string name;  // empty if not known
  uint32_t first_insn = 0;
  std::optional<Place> call;  // one of those that call it
  uint32_t calls = 0;         // instructions that call it
  uint64_t entered = 0;
  uint64_t visits = 0;  // of its own instructions
};

struct Limits {
  uint64_t visits = 0;          // of the whole walk
  std::vector<LineWork> lines;  // most visits first, as all of these
  std::vector<LineWork> insns;
  std::vector<BranchWork> branches;  // by what was visited behind them
  std::vector<BranchWork> branch_lines;
  std::vector<LoopWork> loops;  // by their own visits
  std::vector<LoopWork> loop_lines;
  std::vector<FunctionWork> functions;
  std::vector<ChainedFunction> call_chain;  // the one that needs most stack; the program first
  // Those that multiply the work.
  std::optional<FunctionWork> dearest_function;
  std::optional<BranchWork> dearest_branch;
  std::optional<LoopWork> dearest_loop;
};

}  // namespace bpflens
