// The silent changes between the lines, each as a short log.
#include "facts/replay.h"

#include <memory>
#include <string>

#include "catch.h"
#include "read/log.h"
#include "read/register_state.h"

using namespace bpflens;

namespace {

// What is known before the last instruction of a log.
struct Before {
  explicit Before(const std::string& lines)
      : trace(read_logs(text_in_memory("0: R1=ctx() R10=fp0\n" + lines, "test")).at(0)),
        replay(trace, 0),
        last(static_cast<StepIndex>(trace.units[0].path.steps.size() - 1)) {}

  Known at(RegisterNumber number) const { return replay.register_before(last, number); }
  std::string text(RegisterNumber number) const {
    const Known known = at(number);
    return known.state ? print_register(*known.state, trace.era) : "-";
  }

  Trace trace;
  Replay replay;
  StepIndex last;
};

const std::string packet =
    "0: (61) r2 = *(u32 *)(r1 +0)          ; R1=ctx() R2_w=pkt(r=0)\n"
    "1: (61) r3 = *(u32 *)(r1 +4)          ; R1=ctx() R3_w=pkt_end()\n"
    "2: (bf) r5 = r2                       ; R2_w=pkt(r=0) R5_w=pkt(r=0)\n"
    "3: (07) r2 += 8                       ; R2_w=pkt(off=8,r=0)\n";

}  // namespace

TEST_CASE("what was told is carried until it changes") {
  const Before before("0: (b7) r6 = 7  ; R6_w=7\n1: (b7) r7 = 1  ; R7_w=1\n2: (95) exit\n");
  CHECK(before.at(7).certainty == Certainty::Told);
  CHECK(before.at(6).certainty == Certainty::Carried);
  CHECK(before.at(6).since == 0u);
  CHECK(before.text(6) == "7");
  CHECK(before.at(1).certainty == Certainty::Carried);
  CHECK_FALSE(before.at(1).since);
}

TEST_CASE("a call kills R1 to R5 and keeps R6 to R9") {
  const Before before(packet +
                      "4: (bf) r6 = r5  ; R5_w=pkt(r=0) R6_w=pkt(r=0)\n"
                      "5: (85) call bpf_ktime_get_ns#5  ; R0_w=scalar()\n6: (95) exit\n");
  for (RegisterNumber r = 1; r <= 5; ++r) {
    CHECK(before.at(r).certainty == Certainty::Derived);
    CHECK_FALSE(before.at(r).state);
    CHECK(before.at(r).since == 5u);
  }
  CHECK(before.text(6) == "pkt(r=0)");
}

TEST_CASE("a helper that moves the packet voids every pointer into it") {
  const Before before(packet +
                      "4: (bf) r6 = r5  ; R5_w=pkt(r=0) R6_w=pkt(r=0)\n"
                      "5: (85) call bpf_skb_pull_data#39  ; R0_w=scalar()\n6: (95) exit\n");
  CHECK(before.at(6).certainty == Certainty::Derived);
  CHECK(before.text(6) == "scalar()");
}

TEST_CASE("a packet check reaches the copies of the pointer") {
  const Before before(packet +
                      "4: (2d) if r2 > r3 goto pc+9          ; R2_w=pkt(off=8,r=8) R3_w=pkt_end()\n"
                      "5: (95) exit\n");
  CHECK(before.at(5).certainty == Certainty::Derived);
  CHECK(before.text(5) == "pkt(r=8)");
}

TEST_CASE("a compare narrows the copies of its operand") {
  const Before before(
      "0: (bf) r7 = r6  ; R6_w=scalar(id=1) R7_w=scalar(id=1)\n"
      "1: (25) if r6 > 0xa goto pc+6  ; "
      "R6_w=scalar(id=1,smin=smin32=0,smax=umax=smax32=umax32=10,var_off=(0x0; 0xf))\n"
      "2: (95) exit\n");
  CHECK(before.at(7).certainty == Certainty::Derived);
  CHECK(before.text(7) ==
        "scalar(id=1,smin=smin32=0,smax=umax=smax32=umax32=10,var_off=(0x0; 0xf))");
}

TEST_CASE("a null check reaches the copies of the pointer") {
  const Before before(
      "0: (bf) r6 = r0  ; R0_w=map_value_or_null(id=1,map=m,ks=4,vs=8) "
      "R6_w=map_value_or_null(id=1,map=m,ks=4,vs=8)\n"
      "1: (15) if r0 == 0x0 goto pc+6  ; R0_w=map_value(map=m,ks=4,vs=8)\n2: (95) exit\n");
  CHECK(before.text(6) == "map_value(map=m,ks=4,vs=8)");
}

TEST_CASE("a register that is written without being told is not known") {
  const Before before("0: (b7) r6 = 7  ; R6_w=7\n1: (0f) r6 += r6\n2: (95) exit\n");
  CHECK(before.at(6).certainty == Certainty::Unknown);
  CHECK_FALSE(before.at(6).state);
}

TEST_CASE("arguments go up and the result comes back") {
  const Before before(
      "0: (b7) r6 = 3  ; R6_w=3\n1: (85) call pc+1\n"
      "3: (b7) r0 = 7                       ; frame1: R0_w=7\n4: (95) exit\n"
      "to caller at 2:\n R0=7 R6=3 R10=fp0\n2: (95) exit\n");
  CHECK(before.text(0) == "7");
  CHECK(before.text(6) == "3");
}

TEST_CASE("a question about a long path is answered like one about a short one") {
  std::string lines = "0: (b7) r6 = 7  ; R6_w=7\n";
  for (int round = 0; round < 30000; ++round)
    lines += "1: (07) r7 += 1  ; R7_w=1\n2: (05) goto pc-2\n";
  const Before before(lines + "1: (07) r7 += 1\n");
  CHECK(before.text(6) == "7");
  CHECK(before.at(6).since == 0u);
  for (StepIndex step = 0; step < before.last; step += 997)
    CHECK(before.replay.register_before(step, 10).state);
}

TEST_CASE("far from the entry replay begins near, and says what it does not know") {
  std::string lines = "0: (b7) r6 = 7  ; R6_w=7\n1: (b7) r7 = 1  ; R7_w=1\n";
  for (int i = 0; i < 70'000; ++i)
    lines += i % 2 == 0 ? "2: (05) goto pc+0\n" : "3: (05) goto pc-2\n";
  lines += "2: (05) goto pc+0\n3: (b7) r8 = 5  ; R8_w=5\n4: (95) exit\n";
  const Before before(lines);
  REQUIRE(before.last > 70'000);
  CHECK(before.text(8) == "5");
  CHECK(before.at(10).certainty == Certainty::Derived);
  CHECK(before.at(6).certainty == Certainty::Unknown);
  // Back near the entry, and far away again.
  CHECK(before.replay.register_before(3, 6).certainty == Certainty::Carried);
  CHECK(before.replay.register_before(65'000, 7).certainty == Certainty::Carried);
  CHECK(before.text(8) == "5");
}
