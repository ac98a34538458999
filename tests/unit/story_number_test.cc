// Does the walk find why a number is not bounded: which check was too weak, too late, or of another
// number, and which instruction lost what was known?
#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "unit/told_story.h"

namespace bpflens {
namespace {

using namespace hand_built;
using Events = std::vector<std::string>;

bool tells(const ToldStory& story, const std::string& event) {
  return std::ranges::find(story.events, event) != story.events.end();
}

constexpr uint8_t byte = 1, word = 4;
const RegisterState value = map_value_of(64), any_word = number_between(0, UINT32_MAX);
const Obligation in_memory = wants(ObligationKind::MemoryRange, "R6");

// R6: a map value of 64 bytes; R7: a word of it.
Program with_number() {
  Program program;
  program(helper("bpf_map_lookup_elem"), {{0, value}})(move(6, 0), {{6, value}})(
      load(7, 6, 4, word), {{7, any_word}});
  return program;
}

// ... and R6 += R7, and a byte of that.
std::vector<Step> added_and_read(Program program, const RegisterState& number) {
  RegisterState moved = value;
  moved.scalar = number.scalar;
  program(operation_with(Operation::Add, 6, 7), {{6, moved}, {7, number}})(load(0, 6, 0, byte));
  return program.steps;
}

}  // namespace

TEST_CASE("story of a number: nobody checks") {
  const ToldStory story = told(in_memory, added_and_read(with_number(), any_word));
  CHECK(story.events == Events{"0 acquired R0", "2 acquired R7", "3 computed R7", "4 missing R6"});
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 3);
  CHECK(story.layer.empty());
  CHECK(story.fact == "3 R7 0..63");
}

TEST_CASE("story of a number: the limit is too wide") {
  Program program = with_number();
  program(skipped(compare(Operation::Gt, 7, 100)), {{7, number_between(0, 100)}});
  const ToldStory story = told(in_memory, added_and_read(program, number_between(0, 100)));
  CHECK(tells(story, "3 bounded R7"));
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 3);
  CHECK(story.fact == "3 R7 0..63");
}

TEST_CASE("story of a number: a limit of what is scaled later is pulled back") {
  Program program = with_number();
  program(skipped(compare(Operation::Gt, 7, 15)), {{7, number_between(0, 15)}})(
      operation(Operation::Lsh, 7, 3), {{7, number_between(0, 120)}});
  const ToldStory story = told(in_memory, added_and_read(program, number_between(0, 120)));
  CHECK(story.lost_at == 3);
  CHECK(story.fact == "3 R7 0..7");
}

TEST_CASE("story of a number: only the other side is limited") {
  Program program = with_number();
  program(skipped(compare(Operation::Lt, 7, 5)), {{7, number_between(5, UINT32_MAX)}});
  const ToldStory story = told(in_memory, added_and_read(program, number_between(5, UINT32_MAX)));
  CHECK(tells(story, "3 missing R7"));
  CHECK(story.lost_at == 3);
  CHECK(story.fact == "4 R7 0..63");
}

TEST_CASE("story of a number: a compare of two copies that were cut apart") {
  Program program = with_number();
  program(move(8, 7), {{8, any_word}})(operation(Operation::And, 8, 127),
                                       {{8, number_between(0, 127)}})(
      skipped(compare(Operation::Gt, 8, 40)), {{8, number_between(0, 40)}});
  const ToldStory story = told(in_memory, added_and_read(program, any_word));
  CHECK(tells(story, "5 checked-other-copy R8"));
  CHECK(story.lost_at == 5);
  CHECK(story.layer.empty());  // the mask makes it another number
  CHECK(story.fact == "5 R7 0..63");
}

TEST_CASE("story of a number: the address was computed before the check") {
  RegisterState moved = value;
  moved.scalar = any_word.scalar;
  Program program = with_number();
  program(operation_with(Operation::Add, 6, 7), {{6, moved}})(
      skipped(compare(Operation::Gt, 7, 40)), {{7, number_between(0, 40)}})(load(0, 6, 0, byte));
  const ToldStory story = told(in_memory, program.steps);
  CHECK(tells(story, "4 checked-other-copy R7"));
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 3);
  CHECK(story.layer == "lowering_artifact");
  CHECK(story.fact == "3 R7 0..63");
}

TEST_CASE("story of a number: an instruction that the kernel does not follow") {
  Insn swap;
  swap.kind = InsnKind::ByteSwap;
  swap.dst = 7;
  swap.size_bytes = 2;
  Obligation wanted = wants(ObligationKind::BoundedOffset, "R6");
  Program program = with_number();
  program(swap, {{7, any_number_at_all()}})(operation_with(Operation::Add, 6, 7));
  const ToldStory story = told(wanted, program.steps);
  CHECK(tells(story, "3 lost R7"));
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 3);
  CHECK(story.layer == "verifier_limitation");
  CHECK(story.fact == "4 R7 0..63");
}

TEST_CASE("story of a number: another round of a loop begins") {
  Program program = with_number();
  program(skipped(compare(Operation::Gt, 7, 40)), {{7, number_between(0, 40)}})(
      helper("bpf_iter_num_next"), {{7, any_word}});
  const ToldStory story = told(in_memory, added_and_read(program, any_word));
  CHECK(tells(story, "4 merged R7"));
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 4);
  CHECK(story.layer == "verifier_limitation");
}

TEST_CASE("story of a number: two small ones are merged into one that nothing is known of") {
  Program program = with_number();
  program(load(7, 6, 8, byte), {{7, number_between(0, 31)}})(
      load(8, 6, 9, byte), {{8, number_between(0, 31)}})(operation_with(Operation::Or, 7, 8),
                                                         {{7, any_number_at_all()}});
  const ToldStory story = told(in_memory, added_and_read(program, any_number_at_all()));
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 5);
  CHECK(story.layer == "verifier_limitation");
  CHECK(story.fact == "6 R7 0..63");
}

TEST_CASE("story of a number: the sum was checked, not its part") {
  Program program = with_number();
  program(load(8, 6, 8, word), {{8, any_word}})(move(9, 7), {{9, any_word}})(
      operation_with(Operation::Add, 9, 8), {{9, number_between(0, 0x1fffffffe)}})(
      skipped(compare(Operation::Gt, 9, 40)), {{9, number_between(0, 40)}});
  const ToldStory story = told(in_memory, added_and_read(program, any_word));
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 6);
  CHECK(story.layer == "verifier_limitation");
}

TEST_CASE("story of a number: a mask that leaves too much") {
  Program program = with_number();
  program(operation(Operation::And, 7, 127), {{7, number_between(0, 127)}});
  const ToldStory story = told(in_memory, added_and_read(program, number_between(0, 127)));
  CHECK(tells(story, "3 bounded R7"));
  CHECK(story.lost_at == 3);
  CHECK(story.fact == "4 R7 0..63");
}

TEST_CASE("story of a number: a size that may be 0 where two numbers were found different") {
  Obligation wanted = wants(ObligationKind::HelperSize, "R2");
  wanted.size = 0;
  Program program = with_number();
  program(load(8, 6, 8, word), {{8, any_word}})(skipped(branch(Operation::Eq, 7, 8)),
                                                {{7, any_word}, {8, any_word}})(
      operation_with(Operation::Sub, 7, 8), {{7, number_between(-40, 40)}})(
      skipped(compare(Operation::Gt, 7, 32)), {{7, number_between(0, 32)}})(
      move(2, 7), {{2, number_between(0, 32)}})(move(1, 6),
                                                {{1, value}})(helper("bpf_probe_read_kernel"));
  const ToldStory story = told(wanted, program.steps);
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 4);
  CHECK(story.layer == "verifier_limitation");
  CHECK(story.fact == "9 R2 1..64");
}

TEST_CASE("story of a number: a return value is wrong from where it was computed") {
  Obligation wanted = wants(ObligationKind::ReturnValue, "R0");
  wanted.least = 0;
  wanted.most = 1;
  Program program;
  program(constant(0, 1), {{0, number_between(1, 1)}})(operation(Operation::Lsh, 0, 1),
                                                       {{0, number_between(2, 2)}})(leave());
  const ToldStory story = told(wanted, program.steps);
  CHECK(story.events == Events{"0 computed R0", "1 computed R0", "2 missing R0"});
  CHECK(story.ending == "rule");
  CHECK(story.lost_at == 1);
}

TEST_CASE("story of a number: the path contradicts itself") {
  Program program = with_number();
  program(skipped(compare(Operation::Eq, 7, 5)), {{7, any_word}})(move(8, 7), {{8, any_word}})(
      compare(Operation::Eq, 8, 5, 1), {{8, any_word}});
  std::vector<Step> steps = added_and_read(program, any_word);
  // The second one jumps.
  for (size_t i = 6; i < steps.size(); i++) steps[i].insn = static_cast<uint32_t>(i + 1);
  const ToldStory story = told(in_memory, steps);
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 5);
  CHECK(story.layer == "verifier_limitation");
}

}  // namespace bpflens
