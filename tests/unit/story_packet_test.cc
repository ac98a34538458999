// Does the walk find why too few bytes are proven behind a packet pointer?
#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "unit/told_story.h"

namespace bpflens {
namespace {

using namespace hand_built;

constexpr uint8_t word = 4, half = 2;
const RegisterState end_of_packet = of_type(RegisterType::PktEnd);
const Obligation in_packet = wants(ObligationKind::PacketRange, "R2");

bool tells(const ToldStory& story, const std::string& event) {
  return std::ranges::find(story.events, event) != story.events.end();
}

// R2: data, R3: data_end.
Program with_packet() {
  Program program;
  program(load(2, 1, 0, word), {{2, packet_at(0)}})(load(3, 1, 4, word), {{3, end_of_packet}});
  return program;
}

// R4 = R2 + bytes; `if r4 OP r3` not taken.
Program compared(Operation operation_kind, int64_t bytes, Program program = with_packet()) {
  program(move(4, 2), {{4, packet_at(0)}})(
      operation(Operation::Add, 4, bytes),
      {{4, packet_at(bytes)}})(skipped(branch(operation_kind, 4, 3)));
  return program;
}

std::vector<Step> read_at(Program program, int32_t offset) {
  program(load(0, 2, offset, half));
  return program.steps;
}

RegisterState moved_packet(uint32_t id, int64_t most, int64_t offset = 0) {
  RegisterState state = packet_at(offset, id);
  state.scalar = number_between(0, most).scalar;
  return state;
}

// R5 is added to R2, as another number to R6.
Program moved(int64_t most, Program program = with_packet()) {
  program(load(5, 2, 0, half), {{5, number_between(0, most)}})(operation_with(Operation::Add, 2, 5),
                                                               {{2, moved_packet(7, most)}});
  return program;
}

}  // namespace

TEST_CASE("story of a packet: nobody checks") {
  const ToldStory story = told(in_packet, read_at(with_packet(), 12));
  CHECK(story.events == std::vector<std::string>{"0 acquired R2", "2 missing R2"});
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 2);
  CHECK(story.fact == "2 R2 14 bytes");
}

TEST_CASE("story of a packet: the check covers too few bytes") {
  const ToldStory story = told(in_packet, read_at(compared(Operation::Gt, 8), 12));
  CHECK(tells(story, "4 bounded R4"));
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 4);
  CHECK(story.layer.empty());
  CHECK(story.fact == "4 R4 6 bytes");
}

TEST_CASE("story of a packet: the path goes on where the bytes are not there") {
  const ToldStory story = told(in_packet, read_at(compared(Operation::Lt, 14), 12));
  CHECK(tells(story, "4 missing R4"));
  CHECK(story.lost_at == 4);
  CHECK(story.fact == "5 R2 14 bytes");
}

TEST_CASE("story of a packet: compares that tell the kernel nothing") {
  Insn narrow = branch(Operation::Gt, 4, 3);
  narrow.is_32bit = true;
  for (const Insn& compare_insn : {narrow, branch(Operation::Eq, 4, 3)}) {
    Program program = with_packet();
    program(move(4, 2), {{4, packet_at(0)}})(operation(Operation::Add, 4, 14),
                                             {{4, packet_at(14)}})(skipped(compare_insn));
    const ToldStory story = told(in_packet, read_at(program, 12));
    CHECK(tells(story, "4 missing R4"));
    CHECK(story.lost_at == 4);
    CHECK(story.fact == "4 R4 0 bytes");
  }
}

TEST_CASE("story of a packet: a strict compare of a pointer without a fixed part") {
  Program program = moved(34);
  program(skipped(branch(Operation::Ge, 2, 3)));
  Program one_byte = program;
  one_byte(load(0, 2, 0, 1));
  const ToldStory story = told(in_packet, one_byte.steps);
  CHECK(tells(story, "4 missing R2"));
  CHECK(story.ending == "never_made");
  CHECK(story.lost_at == 4);
  CHECK(story.layer == "verifier_limitation");
}

TEST_CASE("story of a packet: a number is added after the check") {
  Program program = moved(34, compared(Operation::Gt, 14));
  program(load(0, 2, 0, half));
  const ToldStory story = told(in_packet, program.steps);
  CHECK(tells(story, "4 bounded R4"));
  CHECK(tells(story, "6 lost R2"));
  CHECK(story.ending == "lost");
  CHECK(story.lost_at == 6);
  CHECK(story.fact == "7 R2 2 bytes");
}

TEST_CASE("story of a packet: the checked pointer was made by another addition") {
  Program program = moved(34);
  program(load(6, 1, 0, word), {{6, packet_at(0)}})(
      operation_with(Operation::Add, 6, 5), {{6, moved_packet(8, 34)}})(move(4, 6),
                                                                        {{4, moved_packet(8, 34)}})(
      operation(Operation::Add, 4, 2),
      {{4, moved_packet(8, 34, 2)}})(skipped(branch(Operation::Gt, 4, 3)))(load(0, 2, 0, half));
  const ToldStory story = told(in_packet, program.steps);
  CHECK(tells(story, "8 checked-other-copy R4"));
  CHECK(story.lost_at == 8);
  CHECK(story.layer == "lowering_artifact");
  CHECK(story.fact == "9 R2 2 bytes");
}

TEST_CASE("story of a packet: lengths are compared, not pointers") {
  Program program = with_packet();
  program(move(5, 3), {{5, end_of_packet}})(operation_with(Operation::Sub, 5, 2),
                                            {{5, any_number_at_all()}})(
      skipped(compare(Operation::Lt, 5, 14)), {{5, any_number_at_all()}});
  const ToldStory story = told(in_packet, read_at(program, 12));
  CHECK(tells(story, "4 checked-other-copy R5"));
  CHECK(story.lost_at == 4);
}

TEST_CASE("story of a packet: the compare is ignored because the number may be too large") {
  Program program = moved(65535);
  program(move(4, 2), {{4, moved_packet(7, 65535)}})(
      operation(Operation::Add, 4, 2),
      {{4, moved_packet(7, 65535, 2)}})(skipped(branch(Operation::Gt, 4, 3)))(load(0, 2, 0, half));
  const ToldStory story = told(in_packet, program.steps);
  CHECK(tells(story, "3 computed R5"));
  CHECK(tells(story, "6 missing R4"));
  CHECK(story.lost_at == 6);
  CHECK(story.layer == "verifier_limitation");
  CHECK(story.fact == "3 R5 0..65533");
}

TEST_CASE("story of a packet: before its start no check helps") {
  const ToldStory story = told(in_packet, read_at(compared(Operation::Gt, 14), -4));
  CHECK(story.ending == "rule");
  CHECK(story.lost_at == 5);
  CHECK(story.fact.empty());
}

}  // namespace bpflens
