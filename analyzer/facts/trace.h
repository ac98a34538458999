// A Trace: what a verifier walked and knew while it looked at one program. It is an index, not a
// pile of states: a failing path can be a million steps and its log 900 MB, so a Path holds eight
// bytes per step and the text and state of a step are produced on demand by the Trace's source.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "facts/era.h"
#include "facts/insn.h"
#include "facts/state.h"

namespace bpflens {

using UnitIndex = uint32_t;
using StepIndex = uint32_t;

struct SourceSpan {
  std::string file;     // base name as the kernel prints it (6.10+); empty if unknown
  uint32_t line = 0;    // 0 if unknown
  uint32_t column = 0;  // 0 if unknown
  std::string text;     // the line, trimmed on the left
};

// A visit of one instruction. `token` is the source's own way back to it; for a log, the byte
// offset of its line from Unit::token_base.
struct StepRef {
  uint32_t insn = 0;
  uint32_t token = 0;
};

// What the source says about the state after a step. `whole`: what is not told is gone
// (from 7.2: or dead). Nothing told: no registers, no slots, not whole.
struct StateDelta {
  bool whole = false;
  VerifierState state;
  bool empty() const { return !whole && state.registers.empty() && state.slots.empty(); }
};

struct Step {
  uint32_t insn = 0;
  uint32_t frame = 0;
  Insn code;
  std::string insn_text;  // as printed, "r1 = *(u32 *)(r1 +4)"
  StateDelta told;        // after the instruction, on this path
  std::optional<SourceSpan> source;
  uint64_t log_line = 0;  // 1-based; 0 if the source is not a log
};

// From the entry of the unit to its last visited instruction.
struct Path {
  std::vector<StepRef> steps;
  std::vector<StepIndex> resumed;  // the walk came back to these steps, to go on another way
  StateDelta entry;                // the state before the first step, if told
  bool start_missing = false;      // the paste begins somewhere inside
  bool ambiguous = false;          // some resumed branch had more than one possible visit
};

// Of a conditional jump. The walk takes one side, and keeps the other for later if it can be taken.
struct BranchVisits {
  uint64_t fell_through = 0, jumped = 0;  // how often each side was begun
  uint64_t resumed = 0;                   // how often the walk came back for the side that was left
  uint64_t merged = 0;  // of these it stopped at once: an earlier visit had shown that all is well
  uint64_t behind = 0;  // instructions visited after coming back here, before coming back elsewhere
};

// Of the first instruction of a loop: the one that a jump goes back to.
struct LoopVisits {
  uint32_t last_insn = 0;    // the last one that jumps back
  uint64_t rounds = 0;       // jumps back, in the whole walk
  uint64_t most_rounds = 0;  // on one path since the loop was entered
};

// How often the whole walk, not only the path that failed, saw an instruction.
struct InsnVisits {
  uint32_t insn = 0;
  uint32_t source = UINT32_MAX;  // those with equal ones stand under one printed source line
  uint64_t visits = 0;
  std::optional<BranchVisits> branch;
  std::optional<LoopVisits> loop;
};
using Visits = std::vector<InsnVisits>;  // ascending, without those never seen

enum class Verdict : uint8_t { Unknown, Accepted, Rejected };

// One block of the kernel's own report (7.3): a place, what it marks and the label before it.
struct ReportBlock {
  std::string function;
  std::optional<SourceSpan> source;
  std::optional<uint32_t> insn;
  std::string label;       // error, update, branch, spilled, invalidated, acquired, ...
  std::string annotation;  // the text behind the label
};

struct KernelReport {
  std::string category, problem, reason, suggestion;
  std::optional<ReportBlock> at;
  std::vector<ReportBlock> causal_path;
  std::vector<std::string> other_lines;  // sections that we do not know, kept
};

struct Rejection {
  std::vector<std::string> sentence;  // the kernel's lines, verbatim; the first may name numbers
                                      // that the second explains
  uint64_t sentence_log_line = 0;     // of the first
  std::string pasted;                 // the line it stands in, where that holds more
  std::optional<StepIndex> step;      // last step of the unit's path: what the kernel looked at
  std::optional<KernelReport> report;
};

// A call of a helper or kfunc, anywhere in the walk.
struct NamedCall {
  uint32_t insn = 0;
  std::string callee;
};

enum class UnitKind : uint8_t { Main, GlobalFunction, AsyncCallback };

struct Unit {
  UnitKind kind = UnitKind::Main;
  std::string name;  // of a global function; empty if the log does not say
  Verdict verdict = Verdict::Unknown;
  std::optional<Rejection> rejection;
  Path path;
  Visits visits;
  std::vector<NamedCall> calls;  // one per instruction, in the order of the first visits
  uint64_t token_base = 0;
};

// The numbers under a log; absent ones are nullopt.
struct Stats {
  std::optional<uint64_t> processed, limit, max_states_per_insn, total_states, peak_states,
      mark_read, verification_usec, stack_depth_max;
  std::vector<uint64_t> stack_depths;  // "stack depth 8+16"
};

// A function of the program, as far as the log tells of it.
struct LoggedFunction {
  std::optional<uint32_t> first_insn;
  std::string name;                     // from 7.3; empty before
  std::optional<uint64_t> stack_bytes;  // its own frame, as the kernel counts it
};

enum class Cut : uint8_t { None, Head, Tail, Both };

// What a loader said of its load. Evidence only: it overrules nothing that the log says.
struct LoaderWords {
  std::string program;         // "prog 'x'", "program x:"; empty if it names none
  std::string error;           // verbatim: "Permission denied", "-ENOSPC"; empty if it says none
  int error_number = 0;        // its errno; 0 if not known
  uint64_t omitted_lines = 0;  // "(12 line(s) omitted)"
  bool log_is_full = false;    // the log did not fit into the loader's buffer
};

// Is the last line of a log without statistics whole? Maybe: the text ends without a line end.
// Likely: a loader printed a buffer that was full.
enum class Torn : uint8_t { No, Maybe, Likely };

// What of the log is here, and how it came.
struct Capture {
  int level = 0;  // 1 or 2 as far as the lines tell, 0 if they do not
  uint64_t lines = 0;
  uint64_t unknown_lines = 0;
  std::vector<std::pair<uint64_t, std::string>>
      unknown_samples;  // line number and text, the first few
  Cut cut = Cut::None;
  std::vector<std::string> remarks;   // what the verifier said on its way, and went on
  std::vector<std::string> carriers;  // what was taken off to get at the log, outermost first
  bool middle_missing = false;        // lines were left out inside
  bool message_only = false;          // nothing but the kernel's sentence is here
  Torn end = Torn::No;                // the last line
  bool begins_with_sentence = false;  // it is the first line of the text, what it ends is missing
  std::vector<std::string> before, behind;  // the lines around the log, a few of each
  std::vector<std::string> whole;           // all lines of a text without a log
  LoaderWords said;                         // what they say
  std::string loader;                       // slug of the loader's page; empty if it cannot be told
};

enum class TraceSource : uint8_t { Log, Model, Live };

struct Trace {
  TraceSource source = TraceSource::Log;
  Era era = Era::Unknown;
  std::string program;  // name, if the log or its loader says
  Verdict verdict = Verdict::Unknown;
  std::string reason;  // why the verdict is unknown; empty otherwise
  std::vector<Unit> units;
  std::vector<LoggedFunction> functions;  // in the kernel's order; the main program is the first
  Stats stats;
  Capture capture;
  // By instruction: bit n is set if Rn is read later, from "Live regs before insn" (6.18+, level
  // 2). Empty if not told. The verifier drops what is not live.
  std::vector<uint16_t> live_before;
  std::function<Step(UnitIndex, StepIndex)> read_step;
  // One of Unit::visits, by its place there: the instruction and its line. A state is told of an
  // ld_imm64 alone, where that is what tells a callback from a number.
  std::function<Step(UnitIndex, size_t)> read_visited;
  // What was known when the walk came back to that branch, the first few times; some may be empty.
  std::function<std::vector<VerifierState>(UnitIndex, size_t)> read_resumed;

  // The unit that was rejected; else the last one. Null if there is none.
  const Unit* decisive_unit() const;
};

}  // namespace bpflens
