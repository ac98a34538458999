// All that was walked, not only the last path.
#include <string>

#include "catch.h"
#include "read/log.h"

using namespace bpflens;

namespace {

const std::string branching =
    "func#0 @0\n"
    "0: R1=ctx() R10=fp0\n"
    "; int i = 0; @ a.c:3\n"
    "0: (b7) r0 = 0                        ; R0_w=0\n"
    "1: (61) r2 = *(u32 *)(r1 +0)          ; R2_w=scalar()\n"
    "2: (15) if r2 == 0x0 goto pc+2        ; R2_w=scalar()\n"
    "; return 1; @ a.c:5\n"
    "3: (b7) r0 = 1                        ; R0_w=1\n"
    "4: (15) if r2 == 0x1 goto pc+0        ; R2_w=scalar()\n"
    "5: (95) exit\n"
    "\n"
    "from 4 to 5: safe\n"
    "\n"
    "from 2 to 5: R0=0 R1=ctx() R2=0 R10=fp0\n"
    "5: (95) exit\n"
    "processed 7 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
    "mark_read 0\n";

Walk walk_of(const std::string& text) {
  std::vector<Walk> walks = read_walks(text_in_memory(text, "test"));
  REQUIRE(walks.size() == 1);
  return walks[0];
}

// "5<4", "5<2", "5<4 pruned": an instruction and the one before it.
std::vector<std::string> told(const std::vector<Visit>& visits) {
  std::vector<std::string> lines;
  for (const Visit& visit : visits) {
    std::string line = std::to_string(visit.insn);
    if (visit.before != no_visit) line += "<" + std::to_string(visits[visit.before].insn);
    lines.push_back(line + (visit.is_pruned ? " pruned" : ""));
  }
  return lines;
}

}  // namespace

TEST_CASE("every visit follows one before it") {
  const Walk walk = walk_of(branching);
  REQUIRE(walk.units.size() == 1);
  CHECK(told(walk.units[0]) ==
        std::vector<std::string>{"0", "1<0", "2<1", "3<2", "4<3", "5<4", "5<4 pruned", "5<2"});
  CHECK_FALSE(walk.is_cut);
  CHECK(walk.trace.units[0].path.steps.size() == 4);
}

TEST_CASE("a trace can be had of each path") {
  const Walk walk = walk_of(branching);
  const Trace first = walk.trace_to(0, 5), second = walk.trace_to(0, 7);
  REQUIRE(first.units[0].path.steps.size() == 6);
  const Step third = first.read_step(0, 3);
  CHECK(third.insn == 3);
  CHECK(third.source->line == 5);
  CHECK(third.log_line == 8);
  CHECK(first.read_step(0, 0).source->line == 3);
  // What the branch told is told by the line where it was resumed.
  CHECK_FALSE(first.read_step(0, 2).told.whole);
  CHECK(second.read_step(0, 2).told.whole);
  CHECK(second.read_step(0, 2).told.state.find(2)->scalar.is_const());
  CHECK(second.read_step(0, 3).insn == 5);
}

TEST_CASE("a visit is read without its path") {
  const Step step = walk_of(branching).read_visit(0, 3);
  CHECK(step.insn == 3);
  CHECK(step.insn_text == "r0 = 1");
  CHECK(step.source->line == 5);
}

TEST_CASE("a pruned way ends with a visit that was not made") {
  const Walk walk = walk_of(
      "func#0 @0\n0: R1=ctx() R10=fp0\n0: (b7) r0 = 0\n1: (05) goto pc-1\n1: safe\n"
      "processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
      "mark_read 0\n");
  CHECK(told(walk.units[0]) == std::vector<std::string>{"0", "1<0", "1<1 pruned"});
}
