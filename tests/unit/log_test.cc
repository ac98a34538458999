// From text to Trace: units, verdicts, sentences, cuts, steps.
#include "read/log.h"

#include <string>

#include "catch.h"
#include "facts/finding.h"

using namespace bpflens;

namespace {

std::vector<Trace> traces_of(const std::string& text) {
  return read_logs(text_in_memory(text, "test"));
}

std::vector<uint32_t> path_of(const Unit& unit) {
  std::vector<uint32_t> insns;
  for (const StepRef& step : unit.path.steps) insns.push_back(step.insn);
  return insns;
}

using Insns = std::vector<uint32_t>;

const std::string stats =
    "processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
    "mark_read 0\n";

}  // namespace

TEST_CASE("text without a log has no trace") {
  CHECK(traces_of("").empty());
  CHECK(traces_of("make: *** [all] Error 1\n; not a log\n").empty());
  CHECK(traces_of(std::string("\0\xff\x1b[31m\n", 8)).empty());
}

TEST_CASE("a sentence before the statistics rejects") {
  const auto traces =
      traces_of("0: R1=ctx() R10=fp0\n0: (b7) r0 = 0\n1: (bf) r2 = r7\nR7 !read_ok\n" + stats);
  REQUIRE(traces.size() == 1);
  CHECK(traces[0].verdict == Verdict::Rejected);
  const Unit& unit = *traces[0].decisive_unit();
  CHECK(unit.rejection->sentence == std::vector<std::string>{"R7 !read_ok"});
  CHECK(unit.rejection->sentence_log_line == 4);
  CHECK(unit.rejection->step == 1u);
  CHECK(traces[0].stats.processed == 3u);
  CHECK(traces[0].stats.limit == 1000000u);
}

TEST_CASE("statistics without a sentence accept") {
  const auto traces = traces_of("0: R1=ctx() R10=fp0\n0: (b7) r0 = 0\n1: (95) exit\n" + stats);
  REQUIRE(traces.size() == 1);
  CHECK(traces[0].verdict == Verdict::Accepted);
  CHECK(traces[0].units[0].verdict == Verdict::Accepted);
}

TEST_CASE("a log that ends early is never accepted") {
  const auto without = traces_of("0: R1=ctx() R10=fp0\n0: (b7) r0 = 0\n");
  CHECK(without[0].verdict == Verdict::Unknown);
  CHECK(without[0].capture.cut == Cut::Tail);
  const auto with = traces_of("0: R1=ctx() R10=fp0\n0: (b7) r0 = 0\nR7 !read_ok\n");
  CHECK(with[0].verdict == Verdict::Unknown);
  REQUIRE(with[0].decisive_unit()->rejection);
  CHECK(with[0].reason == "the log ends before its statistics");
}

TEST_CASE("the source line that a paste begins with is that of its first instruction") {
  const auto traces =
      traces_of("; x = *p;\n7: (b7) r0 = 0\n8: (bf) r2 = r7\nR7 !read_ok\n" + stats);
  REQUIRE(traces.size() == 1);
  const auto source = traces[0].read_step(0, 1).source;
  REQUIRE(source);
  CHECK(source->text == "x = *p;");
  const auto apart = traces_of("; x = *p;\nmake: done\n7: (b7) r0 = 0\nR7 !read_ok\n" + stats);
  REQUIRE(apart.size() == 1);
  CHECK_FALSE(apart[0].read_step(0, 0).source);
}

TEST_CASE("a log that begins late says so") {
  const auto traces = traces_of("41: (b7) r0 = 0\n42: (bf) r2 = r7\nR7 !read_ok\n" + stats);
  CHECK(traces[0].verdict == Verdict::Rejected);
  CHECK(traces[0].capture.cut == Cut::Head);
  CHECK(traces[0].units[0].path.start_missing);
}

TEST_CASE("a message that stands alone before the statistics is the sentence") {
  const auto traces = traces_of("unknown opcode d7\n" + stats);
  REQUIRE(traces.size() == 1);
  CHECK(traces[0].verdict == Verdict::Rejected);
  CHECK(traces[0].decisive_unit()->rejection->sentence[0] == "unknown opcode d7");
  CHECK_FALSE(traces[0].decisive_unit()->rejection->step);
}

TEST_CASE("several programs in one text are told apart") {
  const std::string one = "libbpf: prog 'a': -- BEGIN PROG LOAD LOG --\n0: (b7) r0 = 0\n" + stats +
                          "-- END PROG LOAD LOG --\n";
  const auto traces =
      traces_of(one + "libbpf: failed to load\n" + one + "0: (b7) r0 = 0\n" + stats);
  CHECK(traces.size() == 3);
}

TEST_CASE("a global function is a unit of its own") {
  const auto traces = traces_of(
      "func#0 @0\nfunc#1 @5\n0: R1=ctx() R10=fp0\n0: (b7) r0 = 0\n1: (95) exit\n"
      "Validating foo() func#1...\n5: R1=scalar() R10=fp0\n5: (bf) r2 = r9\nR9 !read_ok\n" +
      stats);
  REQUIRE(traces.size() == 1);
  REQUIRE(traces[0].units.size() == 2);
  CHECK(traces[0].units[0].verdict == Verdict::Accepted);
  CHECK(traces[0].units[1].kind == UnitKind::GlobalFunction);
  CHECK(traces[0].units[1].name == "foo");
  CHECK(path_of(traces[0].units[1]) == Insns{5});
  CHECK_FALSE(traces[0].units[1].path.start_missing);
}

TEST_CASE("an async callback is a unit, and the unit that set it goes on behind it") {
  const auto traces = traces_of(
      "func#0 @0\n0: R1=ctx() R10=fp0\n0: (55) if r1 != 0x0 goto pc+2\n"
      "1: (85) call bpf_timer_set_callback#170\n2: (95) exit\n\n"
      "from 1 to 9: R10=fp0 async_cb\n9: R10=fp0 async_cb\n9: (b7) r0 = 0\n10: (95) exit\n\n"
      "from 0 to 3: R1=ctx() R10=fp0\n3: R1=ctx() R10=fp0\n3: (bf) r2 = r9\nR9 !read_ok\n" +
      stats);
  REQUIRE(traces[0].units.size() == 2);
  CHECK(traces[0].units[0].kind == UnitKind::AsyncCallback);
  CHECK(path_of(traces[0].units[0]) == Insns{9, 10});
  CHECK(path_of(*traces[0].decisive_unit()) == Insns{0, 3});
}

TEST_CASE("steps carry frame, source, state and line") {
  const auto traces = traces_of(
      "0: R1=ctx() R10=fp0\n; int x = f(); @ a.c:3\n0: (85) call pc+1\ncaller:\n R10=fp0\ncallee:\n"
      " frame1: R1=ctx() R10=fp0\n2: frame1: R1=ctx() R10=fp0\n; return 7; @ a.c:9\n"
      "2: (b7) r0 = 7                       ; frame1: R0_w=7\n3: (95) exit\n"
      "returning from callee:\n frame1: R0=7 R10=fp0\nto caller at 1:\n R0=7 R10=fp0\n"
      "1: (bf) r2 = r9\nR9 !read_ok\n" +
      stats);
  const Trace& trace = traces[0];
  CHECK(path_of(trace.units[0]) == Insns{0, 2, 3, 1});
  const Step call = trace.read_step(0, 0);
  CHECK(call.log_line == 3);
  CHECK(call.source->file == "a.c");
  CHECK(call.source->line == 3);
  CHECK(call.source->text == "int x = f();");
  CHECK(call.told.whole);
  CHECK(call.told.state.frame == 1);
  const Step move = trace.read_step(0, 1);
  CHECK(move.frame == 1);
  CHECK(move.source->line == 9);
  CHECK(move.told.state.find(0)->scalar.bits.value == 7);
  CHECK(trace.read_step(0, 3).frame == 0);
}

TEST_CASE("lines that are not understood are kept and counted") {
  const auto traces =
      traces_of("0: R1=ctx() R10=fp0\n0: (b7) r0 = 0\nwhat is this\n1: (95) exit\n" + stats);
  CHECK(traces[0].verdict == Verdict::Accepted);
  CHECK(traces[0].capture.unknown_lines == 1);
  REQUIRE(traces[0].capture.unknown_samples.size() == 1);
  CHECK(traces[0].capture.unknown_samples[0].first == 3);
  CHECK(traces[0].capture.unknown_samples[0].second == "what is this");
}

TEST_CASE("a sentence about a resumed branch belongs to the branch") {
  const auto traces = traces_of(
      "func#0 @0\n0: R1=ctx() R10=fp0\n0: (b7) r6 = 0\n1: (07) r6 += 0\n"
      "2: (15) if r1 == 0x0 goto pc-2         ; R1=ctx()\n3: (95) exit\n"
      "infinite loop detected at insn 1\ncur state: R1=0 R6=0 R10=fp0\n" +
      stats);
  CHECK(path_of(traces[0].units[0]) == Insns{0, 1, 2});
}

TEST_CASE("what a paste has in front of every line is taken off") {
  const std::string log =
      "0: R1=ctx() R10=fp0\n0: (b7) r0 = 0\n1: (bf) r2 = r7\nR7 !read_ok\n" + stats;
  for (const std::string front : {"\t", "    ", "> ", "> > "}) {
    std::string pasted = "It says:\n";
    for (size_t at = 0; at < log.size();) {
      const size_t end = log.find('\n', at) + 1;
      pasted += front + log.substr(at, end - at);
      at = end;
    }
    const auto traces = traces_of(pasted);
    REQUIRE(traces.size() == 1);
    CHECK(traces[0].decisive_unit()->rejection->sentence ==
          std::vector<std::string>{"R7 !read_ok"});
    CHECK(traces[0].decisive_unit()->rejection->sentence_log_line == 5);
    CHECK(path_of(*traces[0].decisive_unit()) == Insns{0, 1});
  }
}

TEST_CASE("a second log in a paste is another program, also without statistics between them") {
  const std::string first = "0: (b7) r0 = 0\n1: (bf) r2 = r7\nR7 !read_ok\n";
  const auto traces = traces_of(first + "41: (b7) r0 = 0\n42: (bf) r3 = r8\nR8 !read_ok\n");
  REQUIRE(traces.size() == 2);
  CHECK(traces[0].decisive_unit()->rejection->sentence[0] == "R7 !read_ok");
  CHECK(traces[1].decisive_unit()->rejection->sentence[0] == "R8 !read_ok");
  CHECK(path_of(*traces[1].decisive_unit()) == Insns{41, 42});
}

TEST_CASE("steps behind backtracking lines that are skipped keep their line numbers") {
  const std::string step = "mark_precise: frame0: regs=r6 stack= before 7: (57) r2 &= 1023\n";
  std::string log = "func#0 @0\n0: R1=ctx() R10=fp0\n0: (b7) r6 = 0  ; R6=0\n";
  for (int i = 0; i < 2000; ++i) log += step;
  log += "0: R6=P0\n1: (b7) r7 = 0  ; R7=0\n" + step + step + "2: (bf) r2 = r8\nR8 !read_ok\n";
  const auto traces = traces_of(log + stats);
  REQUIRE(traces.size() == 1);
  CHECK(traces[0].capture.lines == 2010);
  CHECK(traces[0].capture.unknown_lines == 0);
  CHECK(traces[0].read_step(0, 2).log_line == 2008);
  CHECK(traces[0].read_step(0, 1).log_line == 2005);
  CHECK(traces[0].read_step(0, 0).log_line == 3);
  CHECK(traces[0].decisive_unit()->rejection->sentence_log_line == 2009);
}

TEST_CASE("a log that is cut within backtracking lines has all its lines") {
  const std::string step = "mark_precise: frame0: regs=r6 stack= before 7: (57) r2 &= 1023\n";
  const auto traces = traces_of("0: R1=ctx() R10=fp0\n0: (95) exit\n" + step + step + step);
  REQUIRE(traces.size() == 1);
  CHECK(traces[0].capture.lines == 5);
}

TEST_CASE("a remark, then dots for what was left out: the sentence is what comes behind them") {
  const std::string remark = "arg#0 reference type('FWD sock') size cannot be determined: -22\n";
  const auto traces =
      traces_of(remark + "0: R1=ctx() R10=fp0\n...\nR5 invalid mem access 'scalar'\n" + stats);
  REQUIRE(traces.size() == 1);
  CHECK(traces[0].decisive_unit()->rejection->sentence ==
        std::vector<std::string>{"R5 invalid mem access 'scalar'"});
  CHECK(traces[0].capture.remarks.size() == 1);
  // A sentence that is no remark is kept, whatever was left out behind it.
  const auto other =
      traces_of("0: (bf) r2 = r7\nR7 !read_ok\n...\nwhat a user says of it\n" + stats);
  CHECK(other[0].decisive_unit()->rejection->sentence[0] == "R7 !read_ok");
}
