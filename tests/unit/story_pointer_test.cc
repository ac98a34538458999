// Does the walk find why a register is not the pointer that was needed?
#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "unit/told_story.h"

namespace bpflens {
namespace {

using namespace hand_built;

constexpr uint8_t word = 4;
const RegisterState value = map_value_of(64), maybe_value = map_value_of(64, true);

bool tells(const ToldStory& story, const std::string& event) {
  return std::ranges::find(story.events, event) != story.events.end();
}

Obligation not_a_number() {
  Obligation wanted = wants(ObligationKind::PointerType, "R6");
  wanted.found = "scalar";
  return wanted;
}

Program looked_up() {
  Program program;
  program(helper("bpf_map_lookup_elem"), {{0, maybe_value}})(move(6, 0), {{6, maybe_value}});
  return program;
}

}  // namespace

TEST_CASE("story of a pointer: nobody compares it with null") {
  Program program = looked_up();
  program(load(0, 6, 0, word));
  const ToldStory story = told(wants(ObligationKind::NonNull, "R6"), program.steps);
  CHECK(story.events == std::vector<std::string>{"0 acquired R0", "1 copied R6", "2 missing R6"});
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 2);
  CHECK(story.fact == "2 R6 non-null");
}

TEST_CASE("story of a pointer: another copy is compared with null") {
  // Without an id in common the copy does not learn it.
  RegisterState other = maybe_value;
  other.id = 9;
  Program program = looked_up();
  program(move(7, 0), {{7, other}})(skipped(compare(Operation::Eq, 7, 0)), {{7, value}})(
      load(0, 6, 0, word), {{6, maybe_value}});
  const ToldStory story = told(wants(ObligationKind::NonNull, "R6"), program.steps);
  CHECK(tells(story, "3 checked-other-copy R7"));
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 3);
  CHECK(story.fact == "3 R6 non-null");
}

TEST_CASE("story of a pointer: the path goes on where it is null") {
  Program program = looked_up();
  program(skipped(compare(Operation::Ne, 6, 0)), {{6, number_between(0, 0)}})(load(0, 6, 0, word));
  const ToldStory story = told(not_a_number(), program.steps);
  CHECK(tells(story, "2 missing R6"));
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 2);
}

TEST_CASE("story of a pointer: a helper moves the packet") {
  Program program;
  program(load(6, 1, 0, word), {{6, packet_at(0)}})(helper("bpf_ktime_get_ns"))(
      helper("bpf_skb_pull_data"))(helper("bpf_ktime_get_ns"))(load(0, 6, 0, word),
                                                               {{6, any_number_at_all()}});
  const ToldStory story = told(not_a_number(), program.steps);
  CHECK(story.events ==
        std::vector<std::string>{"0 acquired R6", "2 invalidated R6", "4 missing R6"});
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 2);
}

TEST_CASE("story of a pointer: a 32-bit move makes a number of it") {
  Program program = looked_up();
  program(skipped(compare(Operation::Eq, 6, 0)), {{6, value}})(
      narrow_move(6, 6), {{6, number_between(0, UINT32_MAX)}})(load(0, 6, 0, word));
  const ToldStory story = told(not_a_number(), program.steps);
  CHECK(tells(story, "3 lost R6"));
  CHECK(story.lost_at == 3);
}

TEST_CASE("story of a pointer: it never was one") {
  Program program;
  program(load(6, 1, 0, 8), {{6, any_number_at_all()}})(load(0, 6, 0, word));
  const ToldStory story = told(not_a_number(), program.steps);
  CHECK(story.events == std::vector<std::string>{"0 acquired R6", "1 missing R6"});
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 0);
}

TEST_CASE("story of a pointer: something is written over it on the stack") {
  Program program = looked_up();
  program(store(10, -8, 6))(constant(3, 7), {{3, number_between(7, 7)}});
  Insn narrow = store(10, -8, 3);
  narrow.size_bytes = 1;
  program(narrow)(load(6, 10, -8, 8), {{6, any_number_at_all()}})(load(0, 6, 0, word));
  const ToldStory story = told(not_a_number(), program.steps);
  CHECK(tells(story, "4 lost fp-8"));
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 4);
}

TEST_CASE("story of a pointer: an argument of another type is wrong from where it was made") {
  Obligation wanted = wants(ObligationKind::ArgumentType, "R1");
  wanted.found = "ctx";
  Program program;
  program(move(6, 1), {{6, of_type(RegisterType::Ctx)}})(
      move(1, 6), {{1, of_type(RegisterType::Ctx)}})(helper("bpf_sk_release"));
  const ToldStory story = told(wanted, program.steps);
  CHECK(story.ending == "rule");
  CHECK(tells(story, "2 missing R1"));
}

}  // namespace bpflens
