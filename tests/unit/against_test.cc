// Two loads of one program: where do they part?
#include "judge/against.h"

#include <string>

#include "catch.h"
#include "explained_log.h"

using namespace bpflens;

namespace {

const std::string logs = BPFLENS_SOURCE_DIR "/testdata/logs/";

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

Text text_of(const std::string& path) { return text_in_memory(bytes_of(path), path); }

ExplainedPair pair_of(const Text& here, const Text& there) {
  return explain_against(here, other_loads(there));
}

Against against(const std::string& there, const std::string& here) {
  INFO(here << " against " << there);
  const ExplainedPair pair = pair_of(text_of(logs + here), text_of(logs + there));
  CHECK_FALSE(pair.error);
  REQUIRE(pair.results.size() == 1);
  REQUIRE(pair.results[0].against);
  return *pair.results[0].against;
}

// "12: R5 and R3 are ...", with the instruction of the rejected load.
std::string told(const ParallelPlace& place) {
  const std::string insn = place.here.insn ? std::to_string(*place.here.insn) + ": " : "";
  return insn + place.text;
}

using Lines = std::vector<std::string>;

Lines story(const Against& against) {
  Lines lines{std::string(name_of(against.parted.kind)) + " " + told(against.parted)};
  for (const ParallelPlace& place : against.led_to) lines.push_back(told(place));
  return lines;
}

// A program of one path, told as 6.12 does. `steps`: lines without their numbers.
Text log_of(const Lines& steps, const std::string& sentence, const std::string& name = "test") {
  std::string text = "func#0 @0\n0: R1=ctx() R10=fp0\n";
  for (size_t i = 0; i < steps.size(); i++) text += std::to_string(i) + ": " + steps[i] + "\n";
  if (!sentence.empty()) text += sentence + "\n";
  text +=
      "processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
      "mark_read 0\n";
  return text_in_memory(text, name);
}

}  // namespace

TEST_CASE("one object on two kernels") {
  struct Row {
    std::string there, here;
    Lines story;
  };
  const std::string operands = ", with R4 exactly 512 and R5 0 to 255";
  const auto row = GENERATE_REF(values<Row>({
      // The distance of a 32-bit sum is remembered in 6.18 because it knows what be32 leaves.
      {"6.12/mirroring.clang19.v3.log",
       "6.18/mirroring.clang19.v3.log",
       {"state 11: R3 is 0 to 4294967295 here and any number there",
        "12: R5 and R3 are taken for one number here and for two there",
        "15: R3 is another number plus 875573296 here and a number of its own there",
        "23: rejected here and passed there"}},
      {"7.2/mirroring.clang19.v3.log",
       "6.18/mirroring.clang19.v3.log",
       {"state 15: R3 is another number plus 875573296 here and a number of its own there",
        "23: rejected here and passed there"}},
      {"5.10/mirroring.clang13.v3.log",
       "6.18/level1/mirroring.clang13.v3.log",
       {"state 12: R3 is 0 to 4294967295 here and any number there",
        "13: R5 and R3 are taken for one number here and for two there",
        "16: R3 is another number plus 875573296 here and a number of its own there",
        "25: rejected here and passed there"}},
      // Newer kernels decide the compare.
      {"6.12/invalid-values.log",
       "5.10/invalid-values.log",
       {"path 8: the way goes on to insn 9 here, and there only to insn 11" + operands,
        "10: rejected here, and not walked there"}},
      {"7.3/invalid-values-checked.log",
       "6.1/invalid-values-checked.log",
       {"path 8: the way goes on to insn 9 here, and there only to insn 14" + operands,
        "13: rejected here, and not walked there"}},
      {"5.10/decided-branch-in-loop.log",
       "7.3/decided-branch-in-loop.log",
       {"none nowhere: both know the same at insn 7, and reject it"}},
      {"5.10/last-byte.clang13.v3.log",
       "6.18/last-byte.clang13.v3.log",
       {"none nowhere: both know the same at insn 3, and reject it"}},
  }));
  CHECK(story(against(row.there, row.here)) == row.story);
}

TEST_CASE("another compiler's code is compared line by line") {
  const Against found = against("6.12/mirroring.clang13.v3.log", "6.12/mirroring.clang13.v2.log");
  CHECK(found.verdict == Verdict::Accepted);
  CHECK(found.era == Era::F);
  CHECK(found.parted.here.source->text == "a += 875573296;");
  CHECK(found.parted.here_code ==
        Lines{"18: r3 += 875573296", "19: r0 = r3", "20: r0 <<= 32", "21: r0 >>= 32"});
  CHECK(found.parted.there_code == Lines{"16: w3 += 875573296"});
  const std::string check = "29: this looks at R4 here, which is not what is used; ",
                    pointer = "39: R4 is a packet pointer at offset 0 to 4294967295 with no byte ",
                    there = "a packet pointer at offset 0 to 65466 with 68 bytes checked there";
  const Lines lines{"code 18: this line is other code there",
                    check + "insn 23 there looks at R3, which is",
                    "33: R3 is 0 to 4294967295 here and 0 to 65466 there (insn 25)",
                    pointer + "checked here and " + there + " (insn 31)",
                    "39: rejected here, insn 31 is passed there"};
  CHECK(story(found) == lines);
}

TEST_CASE("the other kernel and level may differ, too") {
  const Against on_one = against("6.12/mirroring.clang13.v3.log", "6.12/mirroring.clang13.v2.log");
  for (const std::string here : {"5.10/", "6.1/level1/", "7.3/"}) {
    INFO(here);
    const Against found =
        against("7.2/mirroring.clang13.v3.log", here + "mirroring.clang13.v2.log");
    CHECK(found.parted.here_code == on_one.parted.here_code);
    CHECK(story(found) == story(on_one));
  }
}

TEST_CASE("a log without a walk says what it cannot show") {
  CHECK(story(against("6.12/level1/mirroring.clang19.v3.log", "6.18/mirroring.clang19.v3.log")) ==
        Lines{"none not seen: that log has only its statistics, one of log level 2 would show it"});
}

TEST_CASE("another program is an error, and so is one that was not rejected") {
  const Text mirroring = text_of(logs + "6.12/mirroring.clang13.v2.log"),
             last_byte = text_of(logs + "6.12/last-byte.clang13.v3.log"),
             accepted = text_of(logs + "6.12/mirroring.clang13.v3.log");
  const ExplainedPair other = pair_of(mirroring, last_byte);
  REQUIRE(other.error);
  CHECK(other.error->why == "has too little in common with " + last_byte.name);
  REQUIRE(other.results.size() == 1);
  CHECK_FALSE(other.results[0].against);
  CHECK(other.results[0].findings.size() == 1);
  const ExplainedPair turned = pair_of(accepted, mirroring);
  REQUIRE(turned.error);
  CHECK(turned.error->why == "was not rejected, so there is nothing to compare");
}

TEST_CASE("a lost link is told where it was lost, not where it is missed") {
  const Lines here{"(61) r6 = *(u32 *)(r1 +0)          ; R6_w=scalar()",
                   "(bc) w7 = w6                       ; R6_w=scalar() R7_w=scalar()",
                   "(25) if r6 > 0x8 goto pc+9         ; R6_w=scalar(umax=8)",
                   "(bf) r1 = r10                      ; R1_w=fp0", "(0f) r1 += r7"};
  Lines there = here;
  there[1] = "(bc) w7 = w6                       ; R6_w=scalar(id=1) R7_w=scalar(id=1)";
  there[2] = "(25) if r6 > 0x8 goto pc+9         ; R6_w=scalar(id=1,umax=8)";
  there.emplace_back("(95) exit");
  const ExplainedPair pair = pair_of(log_of(here, "R1 is bad"), log_of(there, ""));
  REQUIRE(pair.results[0].against);
  CHECK(story(*pair.results[0].against) ==
        Lines{"state 1: R7 and R6 are taken for two numbers here and for one there",
              "2: R7 is any number here and 0 to 8 there", "4: rejected here and passed there"});
}

TEST_CASE("two ways through the same instructions are told apart") {
  const std::string forking =
      "func#0 @0\n0: R1=ctx() R10=fp0\n"
      "0: (85) call bpf_get_cgroup_classid#17 ; R0=0\n"
      "1: (bf) r6 = r0                       ; R6=0\n"
      "2: (bf) r1 = r10                      ; R1=fp0\n"
      "3: (0f) r1 += r6                      ; R1=fp0\n"
      "4: (95) exit\n"
      "\n"
      "from 0 to 1: R0=scalar() R10=fp0\n"
      "1: (bf) r6 = r0                       ; R6=scalar()\n"
      "2: (bf) r1 = r10                      ; R1=fp0\n"
      "3: (0f) r1 += r6\n"
      "R1 is bad\n"
      "processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
      "mark_read 0\n";
  const Text text = text_in_memory(forking, "forking");
  const ExplainedPair pair = pair_of(text, text);
  REQUIRE(pair.results[0].against);
  CHECK(story(*pair.results[0].against) ==
        Lines{"none nowhere: both know the same at insn 3, and reject it"});
}

TEST_CASE("what the two print in other words is no difference") {
  const std::string load = "(61) r6 = *(u32 *)(r1 +0)          ; ";
  const std::string grouped = "smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff)";
  const Lines here{load + "R6_w=scalar(id=7,umax=255,var_off=(0x0; 0xff))",
                   "(bf) r1 = r10                      ; R1_w=fp0", "(0f) r1 += r6"};
  const Lines there{load + "R6=Pscalar(id=2," + grouped + ")",
                    "(bf) r1 = r10                      ; R1=fp0",
                    "(0f) r1 += r6                      ; R1=fp(smax=255)", "(95) exit"};
  const ExplainedPair pair = pair_of(log_of(here, "R1 is bad"), log_of(there, ""));
  REQUIRE(pair.results[0].against);
  CHECK(story(*pair.results[0].against) ==
        Lines{"none nowhere: both know the same at insn 2, but only this load is rejected for it"});
}

TEST_CASE("a difference that is gone before the rejection does not count") {
  const Lines begin{"(61) r6 = *(u32 *)(r1 +0)          ; R6_w=scalar()"},
      begin_there{"(61) r6 = *(u32 *)(r1 +0)          ; R6_w=scalar(umax=9)"},
      end{"(b7) r6 = 5                        ; R6_w=5",
          "(bf) r1 = r10                      ; R1_w=fp0", "(0f) r1 += r6"};
  Lines here = begin, there = begin_there;
  here.insert(here.end(), end.begin(), end.end());
  there.insert(there.end(), end.begin(), end.end());
  there.emplace_back("(95) exit");
  const ExplainedPair pair = pair_of(log_of(here, "R1 is bad"), log_of(there, ""));
  REQUIRE(pair.results[0].against);
  CHECK(pair.results[0].against->parted.kind == PartedKind::None);
}

TEST_CASE("a constant that the loader fills in is code that differs") {
  const Lines here{"(61) r6 = *(u32 *)(r1 +0)          ; R6_w=scalar()",
                   "(57) r6 &= 255                     ; R6_w=scalar(umax=255)",
                   "(bf) r1 = r10                      ; R1_w=fp0", "(0f) r1 += r6"};
  Lines there = here;
  there[1] = "(57) r6 &= 7                       ; R6_w=scalar(umax=7)";
  there.emplace_back("(95) exit");
  const ExplainedPair pair = pair_of(log_of(here, "R1 is bad"), log_of(there, ""));
  REQUIRE(pair.results[0].against);
  const Against& found = *pair.results[0].against;
  CHECK(story(found)[0] == "code 1: R6 is 0 to 255 here and 0 to 7 there");
  CHECK(found.parted.here_code == Lines{"r6 &= 255"});
  CHECK(found.parted.there_code == Lines{"r6 &= 7"});
}

TEST_CASE("without source lines, other instructions are found by what they do") {
  Lines here, there;
  for (int i = 0; i < 16; i++) {
    here.emplace_back("(07) r6 += " + std::to_string(i + 1));
    there.emplace_back("(07) r7 += " + std::to_string(i + 1));
  }
  here.insert(here.end(), {"(bf) r1 = r10", "(0f) r1 += r6"});
  there.insert(there.end(), {"(57) r7 &= 255", "(bf) r1 = r10", "(0f) r1 += r7", "(95) exit"});
  const ExplainedPair pair = pair_of(log_of(here, "R1 is bad"), log_of(there, ""));
  REQUIRE(pair.results[0].against);
  const Against& found = *pair.results[0].against;
  CHECK(story(found)[0] == "code 16: from here on the instructions are others");
  CHECK(found.parted.here_code == Lines{"16: r1 = r10", "17: r1 += r6"});
  CHECK(found.parted.there_code == Lines{"16: r7 &= 255", "17: r1 = r10", "18: r1 += r7"});
}

TEST_CASE("the other load may be rejected before") {
  const Lines here{"(b7) r0 = 0                        ; R0_w=0",
                   "(bf) r2 = r10                      ; R2_w=fp0", "(0f) r2 += r7"};
  const ExplainedPair pair =
      pair_of(log_of(here, "R7 !read_ok"),
              log_of({here[0], "(bf) r2 = r10"}, "frame pointer may not be copied"));
  REQUIRE(pair.results[0].against);
  CHECK(story(*pair.results[0].against) ==
        Lines{"none nowhere before insn 1, where the other load ends"});
}

TEST_CASE("any bytes survive") {
  const std::string bytes = bytes_of(logs + "6.12/mirroring.clang13.v3.log");
  const Text rejected = text_of(logs + "6.12/mirroring.clang13.v2.log");
  for (size_t cut = 0; cut < bytes.size(); cut += 997) {
    std::string damaged = bytes;
    damaged.replace(cut, 40, std::string(40, static_cast<char>(cut)));
    const Text other = text_in_memory(damaged, "damaged");
    CHECK(pair_of(rejected, other).results.size() == 1);
    CHECK_NOTHROW(pair_of(other, rejected));
    CHECK_NOTHROW(pair_of(rejected, text_in_memory(bytes.substr(0, cut), "cut")));
  }
}
