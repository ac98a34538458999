// What one line of a verifier log is, told from its own text: the grammar of every era in one
// place. Lines whose meaning depends on what stood before (tables, reports) are told apart by the
// reader.
#pragma once

#include <cstdint>
#include <string_view>

namespace bpflens {

enum class LineKind : uint8_t {
  Blank,
  Insn,           // "2: (25) if r6 > 0x5 goto pc+4", perhaps with a state behind it
  State,          // "3: R0=inv2 R10=fp0"
  BareState,      // " R0=inv2 R10=fp0"
  From,           // "from 2 to 7: R1=ctx() ..."
  FromSafe,       // "from 2 to 7: safe"
  Safe,           // "7: safe"
  Source,         // "; if (x > 5) @ prog.c:12"
  Precision,      // backtracking
  Caller,         // "caller:"
  Callee,         // "callee:"
  Returning,      // "returning from callee:"
  ToCaller,       // "to caller at 9:"
  Function,       // "func#0 @0"
  Validating,     // "Validating foo() func#1..."
  FunctionDone,   // "Func#1 is safe for any args that match its prototype"
  TableHeader,    // "Live regs before insn:", "topo_order[0] = f", "stack use/def subprog#0 ...:"
  Indented,       // a blank and then something: a table row, a report's line
  Info,           // other lines that the verifier prints while it goes on
  MessageDetail,  // "cur state: ...", "old state: ...": belongs to the message before it
  Stats,          // "verification time ...", "stack depth ...", ...
  LastStats,      // "processed N insns ...": always the last line of a log
  Report,         // "Verification failed: ..."
  Begin,          // a loader's mark before a log
  End,            // a loader's mark behind it
  Free,           // anything else: the verifier's sentence, or not of the log at all
};

struct LogLine {
  LineKind kind = LineKind::Free;
  uint32_t insn = 0;         // Insn, State, Safe: its number; From: A of "from A to B"
  uint32_t target = 0;       // From: B; Insn: the number behind a glued branch
  uint8_t code = 0;          // Insn: opcode byte
  bool has_code = false;     // false: "<invalid CO-RE relocation>" (libbpf), "BUG_ld_00" (broken)
  bool glued = false;        // Insn: level 1 goes on here with `state` as that of `target`
  bool speculative = false;  // From
  std::string_view text;     // Insn: its text; Validating: the function's name; Source: the text
  std::string_view
      message;             // Insn: a sentence that stands behind it (level 1: no line end between)
  std::string_view state;  // the state part, with its leading blank; empty if none
  bool joined = false;     // Insn: a loader's words stand in front of it on the line
};

LogLine classify_line(std::string_view line);

// Sentences about a function's arguments that reject in one place and decide nothing in another:
// what follows tells.
bool may_be_passing_remark(std::string_view line);

// Such a sentence in a line that something else may stand in front of; empty if there is none.
std::string_view passing_remark_in(std::string_view line);

// "12: (bf) r1 = r2" after any blanks: a row of a table, or a visit where visits are expected.
bool looks_like_insn_row(std::string_view line);

}  // namespace bpflens
