// What a line is, told from its own words: one row per form of each era.
#include "read/log_line.h"

#include "catch.h"

using namespace bpflens;

namespace {

struct Row {
  const char* text;
  LineKind kind;
};

constexpr Row rows[] = {
    {"", LineKind::Blank},
    {"0: (b4) w0 = 0", LineKind::Insn},
    {"5: (bf) r2 = r10                       ; R2_w=fp0 R10=fp0", LineKind::Insn},
    {"7: <invalid CO-RE relocation>", LineKind::Insn},
    {"2: BUG_ld_00", LineKind::Insn},
    {"3: R0=inv2 R10=fp0", LineKind::State},
    {"5: frame1: R1=ctx() R10=fp0", LineKind::State},
    {"12:", LineKind::State},
    {"12: fp-8=mmmmmmmm", LineKind::State},
    {" R0=inv2 R1=pkt_end(id=0,off=0,imm=0) R10=fp0", LineKind::BareState},
    {" frame1: R1_w=ctx() R10=fp0", LineKind::BareState},
    {"from 2 to 7: R1=ctx() R10=fp0", LineKind::From},
    {"from 2 to 7 (speculative execution): R1=ctx()", LineKind::From},
    {"from 2 to 7: safe", LineKind::FromSafe},
    {"7: safe", LineKind::Safe},
    {"; return x; @ prog.c:12", LineKind::Source},
    {";", LineKind::Source},
    {"last_idx 4 first_idx 0", LineKind::Precision},
    {"regs=80 stack=0 before 3: (07) r7 += 1", LineKind::Precision},
    {"parent didn't have regs=80 stack=0 marks", LineKind::Precision},
    {"mark_precise: frame0: last_idx 4 first_idx 0 subseq_idx -1 ", LineKind::Precision},
    {"frame 0: propagating r6,r7", LineKind::Precision},
    {"frame pointer is read only", LineKind::Free},
    {"caller:", LineKind::Caller},
    {"callee:", LineKind::Callee},
    {"returning from callee:", LineKind::Returning},
    {"to caller at 9:", LineKind::ToCaller},
    {"func#0 @0", LineKind::Function},
    {"Validating foo() func#1...", LineKind::Validating},
    {"Func#1 is global and valid. Skipping.", LineKind::FunctionDone},
    {"Live regs before insn:", LineKind::TableHeader},
    {"      0: .1........ (b4) w0 = 0", LineKind::Indented},
    {"SCC enter (1)", LineKind::Info},
    {"(0) frame 0 insn 32 +live -8,-16 ", LineKind::Info},
    {"cur state: R0=1 R10=fp0", LineKind::MessageDetail},
    {"verification time 12 usec", LineKind::Stats},
    {"stack depth 8+16", LineKind::Stats},
    {"processed 14 insns, stack depth 8", LineKind::LastStats},
    {"processed 4 insns (limit 1000000) max_states_per_insn 0", LineKind::LastStats},
    {"processed by hand", LineKind::Free},
    {"libbpf: prog 'x': -- BEGIN PROG LOAD LOG --", LineKind::Begin},
    {"-- END PROG LOAD LOG --", LineKind::End},
    {"Verification failed: Memory Safety: Out of range", LineKind::Report},
    {"R1 invalid mem access 'inv'", LineKind::Free},
    {"12: something else", LineKind::Free},
    {"99999999999999: (bf) r1 = r2", LineKind::Free},
    {"from here to there", LineKind::Free},
};

}  // namespace

TEST_CASE("each form of line is recognised") {
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(static_cast<int>(classify_line(row.text).kind) == static_cast<int>(row.kind));
  }
}

TEST_CASE("an instruction's line is cut into text and state") {
  const LogLine line = classify_line("5: (bf) r2 = r10                       ; R2_w=fp0 R10=fp0");
  CHECK(line.insn == 5);
  CHECK(line.code == 0xbf);
  CHECK(line.text == "r2 = r10");
  CHECK(line.state == " R2_w=fp0 R10=fp0");
}

TEST_CASE("at level 1 the resumed state stands on the branch's line") {
  const LogLine line = classify_line("2: (25) if r6 > 0x5 goto pc+4 7: R1=ctx() R10=fp0");
  CHECK(line.glued);
  CHECK(line.target == 7);
  CHECK(line.text == "if r6 > 0x5 goto pc+4");
  CHECK(line.state == " R1=ctx() R10=fp0");
}

TEST_CASE("at level 1 the last sentence may stand on the branch's line") {
  const LogLine line =
      classify_line("3: (15) if r0 == 0x0 goto pc-3 infinite loop detected at insn 1");
  CHECK(line.text == "if r0 == 0x0 goto pc-3");
  CHECK(line.message == "infinite loop detected at insn 1");
  CHECK_FALSE(line.glued);
}

TEST_CASE("a sentence without line end is cut from the statistics") {
  const LogLine time =
      classify_line("expected prog array map for tail callverification time 9 usec");
  CHECK(static_cast<int>(time.kind) == static_cast<int>(LineKind::Stats));
  CHECK(time.message == "expected prog array map for tail call");
  CHECK(time.text == "verification time 9 usec");
  const LogLine last = classify_line("not a mapprocessed 3 insns (limit 1000000) total_states 0");
  CHECK(static_cast<int>(last.kind) == static_cast<int>(LineKind::LastStats));
  CHECK(last.message == "not a map");
}

TEST_CASE("a jump between two states carries both numbers") {
  const LogLine line = classify_line("from 2 to 7 (speculative execution): R1=ctx()");
  CHECK(line.insn == 2);
  CHECK(line.target == 7);
  CHECK(line.speculative);
  CHECK(line.state == " R1=ctx()");
}

TEST_CASE("a loader may join the last lines of a log") {
  const LogLine line = classify_line(
      "load program: permission denied: 9: (79) r3 = *(u64 *)(r1 +16): R1 invalid mem access "
      "'scalar' (12 line(s) omitted)");
  CHECK(static_cast<int>(line.kind) == static_cast<int>(LineKind::Insn));
  CHECK(line.insn == 9);
  CHECK(line.text == "r3 = *(u64 *)(r1 +16)");
  CHECK(line.message == "R1 invalid mem access 'scalar'");
  const LogLine words = classify_line("load program: permission denied: 9: (79) is no instruction");
  CHECK(static_cast<int>(words.kind) == static_cast<int>(LineKind::Free));
}
