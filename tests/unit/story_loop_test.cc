// Does the walk find what a loop ends on, and branches that disagree about the same field?
#include <string>
#include <vector>

#include "catch.h"
#include "session/session.h"
#include "unit/explained_log.h"

namespace bpflens {
namespace {

using Events = std::vector<std::string>;

const std::string stats =
    "processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
    "mark_read 0\n";

Finding finding_of(const std::string& log) {
  const auto results = explain(text_in_memory(log + stats, "test"));
  REQUIRE(results.size() == 1);
  REQUIRE(results[0].findings.size() == 1);
  return results[0].findings[0];
}

// A word is read through R6 twice, with a call in between; `held` is what R6 holds, `first` what
// the call gets.
std::string read_twice(const std::string& held, const std::string& first) {
  const std::string word = "scalar(smin=0,smax=umax=0xffffffff,var_off=(0x0; 0xffffffff))";
  return "0: R1=ctx() R10=fp0\n0: (bf) r6 = r1 ; R6_w=" + held +
         "\n1: (b7) r9 = 0 ; R9_w=0\n2: (61) r1 = *(u32 *)(r6 +16) ; R1_w=" + word +
         "\n3: (55) if r1 != 0x3 goto pc+1\nfrom 3 to 5: R6=" + held +
         " R9=0 R10=fp0\n5: (bf) r1 = " + first + " ; R1_w=" + held +
         "\n6: (b7) r2 = 0 ; R2_w=0\n7: (85) call bpf_xdp_adjust_head#44 ; R0_w=scalar()\n"
         "8: (61) r1 = *(u32 *)(r6 +16) ; R1_w=" +
         word +
         "\n9: (55) if r1 != 0x3 goto pc+4 ; R1_w=3\n10: (61) r0 = *(u32 *)(r9 +0)\n"
         "R9 invalid mem access 'scalar'\n";
}

std::string without_call(std::string log) {
  const size_t begin = log.find("5: (bf)"), end = log.find("8: (61)");
  return log.replace(begin, end - begin,
                     "5: (b7) r0 = 0 ; R0_w=0\n6: (b7) r2 = 0 ; R2_w=0\n7: (b7) r3 = 0 ; R3_w=0\n");
}

}  // namespace

TEST_CASE("story of a loop: it ends on what is in memory") {
  const Finding finding = finding_of(
      "0: R1=ctx() R10=fp0\n0: (61) r1 = *(u32 *)(r0 +0) ; R0=map_value(map=m,ks=4,vs=8) "
      "R1_w=scalar()\n"
      "1: (a5) if r1 < 0xa goto pc-2 infinite loop detected at insn 0\n");
  CHECK(story_of(finding) == Events{"0 acquired R1", "1 missing R1"});
  CHECK(finding.proof[1].text.find("R1 is read again in every round") != std::string::npos);
  CHECK(finding.ending == Ending::Rule);
}

TEST_CASE("story of a loop: nothing can leave it") {
  const Finding finding = finding_of(
      "0: R1=ctx() R10=fp0\n0: (b7) r6 = 1 ; R6_w=1\n1: (b7) r7 = 1 ; R7_w=1\n2: (05) goto pc-2\n"
      "infinite loop detected at insn 1\n");
  REQUIRE(finding.proof.size() == 1);
  CHECK(*finding.proof[0].place.insn == 2u);
  CHECK(finding.proof[0].text.find("no condition ends the loop") != std::string::npos);
}

TEST_CASE("story of a loop: the branch that the path comes to most often") {
  std::string log = "0: R1=ctx() R10=fp0\n0: (b7) r1 = 0 ; R1_w=0\n";
  for (int round = 0; round < 40; round++)
    log +=
        "1: (07) r1 += 1 ; R1_w=scalar()\n2: (bf) r2 = r1 ; R1_w=scalar() R2_w=scalar()\n"
        "3: (55) if r1 != 0x64 goto pc-3 ; R1_w=scalar()\n";
  const Finding finding = finding_of(log + "BPF program is too large. Processed 1000001 insn\n");
  REQUIRE(finding.proof.size() == 1);
  CHECK(*finding.proof[0].place.insn == 3u);
  CHECK(finding.proof[0].text.find("comes here 40 times") != std::string::npos);
}

TEST_CASE("story of two branches: a field of the context is the same when it is read again") {
  const Finding same = finding_of(without_call(read_twice("ctx()", "r6")));
  CHECK(story_of(same) == Events{"1 computed R9", "3 missing R1", "9 lost R1", "10 missing R9"});
  CHECK(same.ending == Ending::Lost);
  CHECK(*same.lost_at->insn == 9u);
}

TEST_CASE("story of two branches: what is in a map may change, and a context in a call") {
  const std::string in_map = "map_value(map=m,ks=4,vs=64)";
  for (const std::string& log :
       {without_call(read_twice(in_map, "r6")), read_twice("ctx()", "r6")}) {
    const Finding finding = finding_of(log);
    CHECK(finding.ending != Ending::Lost);
    CHECK(story_of(finding) == Events{"1 computed R9", "10 missing R9"});
  }
}

}  // namespace bpflens
