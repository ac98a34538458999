// Does the walk find why a register or stack has no value, and what is still held?
#include "judge/story.h"

#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "unit/told_story.h"

namespace bpflens {
namespace {

using namespace hand_built;

bool tells(const ToldStory& story, const std::string& event) {
  return std::ranges::find(story.events, event) != story.events.end();
}

Insn narrow_store(int32_t offset, uint8_t bytes) {
  Insn insn = store(10, offset, 7);
  insn.size_bytes = bytes;
  return insn;
}

Obligation unwritten(int64_t offset, int64_t size, int64_t first_missing) {
  Obligation wanted = wants(ObligationKind::StackInitialised, "R2");
  wanted.offset = offset;
  wanted.size = size;
  wanted.limit = first_missing;
  return wanted;
}

// R2 = fp + offset
Program& with_address(Program& program, int64_t offset) {
  return program(move(2, 10))(operation(Operation::Add, 2, offset));
}

}  // namespace

TEST_CASE("story of a register: a call takes it away") {
  Program program;
  program(load(5, 1, 0),
          {{5, number_between(0, UINT32_MAX)}})(helper("bpf_ktime_get_ns"))(move(6, 5));
  const ToldStory story = told(wants(ObligationKind::RegisterInitialised, "R5"), program.steps);
  CHECK(story.events ==
        std::vector<std::string>{"0 acquired R5", "1 invalidated R5", "2 missing R5"});
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 1);
}

TEST_CASE("story of a register: the path goes around what sets it") {
  Program program;
  program(compare(Operation::Eq, 1, 5, 3));
  program.steps.push_back(step(4, move(6, 8)));
  const ToldStory story = told(wants(ObligationKind::RegisterInitialised, "R8"), program.steps);
  CHECK(story.events == std::vector<std::string>{"0 missing R8", "4 missing R8"});
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 0);
}

TEST_CASE("story of a register: a function begins with its arguments only") {
  std::vector<Step> steps{step(0, constant(6, 1)), step(1, subprogram_call()),
                          in_frame(1, step(5, move(1, 6)))};
  const ToldStory story = told(wants(ObligationKind::RegisterInitialised, "R6"), steps);
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 1);
}

TEST_CASE("story of the stack: the store before the hole decides") {
  Program program;
  program(narrow_store(-4, 2))(narrow_store(-8, 4));
  with_address(program, -8)(helper("bpf_perf_event_output"));
  const ToldStory story = told(unwritten(-8, 8, 6), program.steps);
  CHECK(tells(story, "0 computed fp-4"));
  CHECK(tells(story, "4 missing fp-2"));
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 0);
}

TEST_CASE("story of the stack: the map wants a larger key than the variable") {
  Program program;
  program(narrow_store(-12, 4));
  with_address(program, -12);
  Insn map;
  map.kind = InsnKind::LoadImm64;
  map.dst = 1;
  program(map, {{1, of_type(RegisterType::MapPtr)}})(helper("bpf_map_lookup_elem"));
  const ToldStory story = told(unwritten(-12, 8, 4), program.steps);
  CHECK(tells(story, "3 acquired R1"));
  CHECK(story.lost_at == 3);
}

TEST_CASE("story of a reference: acquired where the sentence says, missed at the exit") {
  Obligation wanted = wants(ObligationKind::ReferenceReleased);
  wanted.acquired_insn = 0;
  Program program;
  program(helper("bpf_ringbuf_reserve"))(constant(0, 0))(leave());
  const ToldStory story = told(wanted, program.steps);
  CHECK(story.events == std::vector<std::string>{"0 acquired R0", "2 missing R0"});
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 2);
}

TEST_CASE("story of a reference: given back twice") {
  Program program;
  program(helper("bpf_sk_lookup_tcp"))(move(6, 0))(move(1, 6))(helper("bpf_sk_release"))(
      move(1, 6))(helper("bpf_sk_release"));
  const ToldStory story = told(wants(ObligationKind::ReferenceReleased, "R1"), program.steps);
  CHECK(tells(story, "3 released R1"));
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 3);
}

TEST_CASE("story of a region: the newest that is still open") {
  Program program;
  program(helper("bpf_rcu_read_lock"))(helper("bpf_preempt_disable"))(helper("bpf_preempt_enable"))(
      constant(0, 0))(leave());
  const ToldStory story = told(wants(ObligationKind::LockRegion), program.steps);
  CHECK(story.events == std::vector<std::string>{"0 acquired R0", "4 missing R0"});
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 4);
}

TEST_CASE("story of a region: a function returns into the region of its caller") {
  const std::vector<Step> begun_outside{step(0, helper("bpf_rcu_read_lock")),
                                        step(1, subprogram_call()), in_frame(1, step(5, leave()))};
  const ToldStory story = told(wants(ObligationKind::LockRegion), begun_outside);
  CHECK(story.events == std::vector<std::string>{"0 acquired R0", "5 missing R0"});
  CHECK(story.ending == "rule");
  CHECK(story.layer == "verifier_limitation");
  const std::vector<Step> begun_inside{step(1, subprogram_call()),
                                       in_frame(1, step(5, helper("bpf_rcu_read_lock"))),
                                       in_frame(1, step(6, leave()))};
  CHECK(told(wants(ObligationKind::LockRegion), begun_inside).layer.empty());
}

TEST_CASE("story of a rule: nothing was lost") {
  Program program;
  program(helper("bpf_l4_csum_replace"));
  const ToldStory story = told(wants(ObligationKind::Availability), program.steps);
  CHECK(story.events == std::vector<std::string>{"0 missing R0"});
  CHECK(story.ending == "rule");
  CHECK(story.lost_at == 0);
}

}  // namespace bpflens
