// The path under resumptions, without any log: visits and jumps as the verifier makes them.
#include "read/log_path.h"

#include "catch.h"

using namespace bpflens;

namespace {

const PathBuilder::Contradicts nothing_contradicts = [](StepIndex) { return false; };

InsnShape branch_to(uint32_t target) {
  InsnShape shape;
  shape.known = shape.is_conditional = true;
  shape.jump_target = target;
  return shape;
}

InsnShape plain() {
  InsnShape shape;
  shape.known = true;
  return shape;
}

// 2 is a branch to 7, 4 a branch back to 2.
void visit(PathBuilder& builder, uint32_t insn) {
  const InsnShape shape = insn == 2 ? branch_to(7) : insn == 4 ? branch_to(2) : plain();
  builder.visit(insn, 100 + insn, shape);
}

void visit_all(PathBuilder& builder, std::initializer_list<uint32_t> insns) {
  for (const uint32_t insn : insns) visit(builder, insn);
}

std::vector<uint32_t> insns_of(const PathBuilder& builder) {
  std::vector<uint32_t> insns;
  for (const StepRef& step : builder.path().steps) insns.push_back(step.insn);
  return insns;
}

using Insns = std::vector<uint32_t>;

}  // namespace

TEST_CASE("a resumption cuts the path back to the branch") {
  PathBuilder builder;
  visit_all(builder, {0, 1, 2, 3});
  REQUIRE(builder.resume(2, 7, 55, false, nothing_contradicts));
  visit(builder, 7);
  CHECK(insns_of(builder) == Insns{0, 1, 2, 7});
  CHECK(builder.path().resumed_at(2) == 55u);
  CHECK(builder.path().ambiguous_at.empty());
}

TEST_CASE("the innermost visit is resumed, unless its state contradicts") {
  PathBuilder builder;
  visit_all(builder, {0, 1, 2, 3, 4, 2, 3, 4, 2, 3});
  SECTION("innermost, and ambiguous") {
    builder.resume(2, 7, 0, false, nothing_contradicts);
    CHECK(insns_of(builder) == Insns{0, 1, 2, 3, 4, 2, 3, 4, 2});
    CHECK(builder.path().ambiguous_at.size() == 1);
  }
  SECTION("only the first fits") {
    builder.resume(2, 7, 0, false, [](StepIndex step) { return step != 2; });
    CHECK(insns_of(builder) == Insns{0, 1, 2});
    CHECK(builder.path().ambiguous_at.empty());
  }
}

TEST_CASE("a visit that went to the target, or was resumed, is no candidate") {
  PathBuilder builder;
  visit_all(builder, {0, 1, 2, 3, 4, 2, 7});
  REQUIRE(builder.resume(2, 7, 0, false, nothing_contradicts));
  CHECK(insns_of(builder) == Insns{0, 1, 2});
  visit(builder, 7);
  CHECK_FALSE(builder.resume(2, 7, 0, false, nothing_contradicts));
  CHECK(builder.path().steps.empty());  // nothing fits: the beginning is not in the log
}

TEST_CASE("a pruned branch is used up") {
  PathBuilder builder;
  visit_all(builder, {0, 1, 2, 3, 4, 2, 3});
  builder.resume(2, 7, 0, true, nothing_contradicts);
  CHECK(insns_of(builder) == Insns{0, 1, 2, 3, 4, 2});
  builder.resume(2, 7, 0, false, nothing_contradicts);
  CHECK(insns_of(builder) == Insns{0, 1, 2});
}

TEST_CASE("an unannounced resumption finds a branch that leads there") {
  PathBuilder builder;
  visit_all(builder, {0, 1, 2, 3});
  CHECK(builder.is_successor_of_last(4));
  CHECK_FALSE(builder.is_successor_of_last(7));
  REQUIRE(builder.resume_unannounced(7, 9, nothing_contradicts));
  CHECK(insns_of(builder) == Insns{0, 1, 2});
}

TEST_CASE("sources and frames hold from their step on, and go with a cut") {
  PathBuilder builder;
  builder.set_source(11);
  visit_all(builder, {0, 1, 2});
  builder.set_source(22);
  builder.set_frame(1);
  visit_all(builder, {3});
  CHECK(LogPath::in_force(builder.path().sources, 2)->value == 11);
  CHECK(LogPath::in_force(builder.path().sources, 3)->value == 22);
  CHECK(LogPath::in_force(builder.path().frames, 3)->value == 1);
  builder.resume(2, 7, 0, false, nothing_contradicts);
  CHECK(LogPath::in_force(builder.path().sources, 2)->value == 11);
  CHECK(builder.path().frames.size() == 1);
}

TEST_CASE("visits are counted over the whole walk") {
  PathBuilder builder;
  visit_all(builder, {0, 1, 2, 3, 4, 2, 3});
  builder.resume(2, 7, 0, false, nothing_contradicts);
  visit(builder, 7);
  builder.settle();
  const Visits& visits = builder.visits();
  REQUIRE(visits.size() == 6);
  CHECK(visits[2].insn == 2);
  CHECK(visits[2].visits == 2);
  CHECK(visits[2].branch->fell_through == 2);
  CHECK(visits[2].branch->jumped == 1);
}

TEST_CASE("rounds begin anew where a loop is entered again") {
  PathBuilder builder;
  SECTION("through its first instruction") {
    // Two rounds more, out at 4, and from 5 to 1: one round more.
    visit_all(builder, {0, 1, 2, 3, 4, 2, 3, 4, 2, 3, 4, 5, 1, 2, 3, 4, 2, 3, 4, 5});
    builder.settle();
    const LoopVisits& loop = builder.visits()[2].loop.value();
    CHECK(loop.last_insn == 4);
    CHECK(loop.rounds == 3);
    CHECK(loop.most_rounds == 2);
  }
  SECTION("in its middle") {
    visit_all(builder, {0, 3, 4, 2, 3, 4, 2, 3, 4, 5, 3, 4, 2, 3, 4, 5});
    builder.settle();
    const LoopVisits& loop = builder.visits()[1].loop.value();
    CHECK(loop.rounds == 3);
    CHECK(loop.most_rounds == 2);
  }
}

TEST_CASE("what is visited after coming back to a branch is counted for it") {
  PathBuilder builder;
  visit_all(builder, {0, 1, 2, 3, 4, 2, 3});
  builder.resume(2, 7, 11, false, nothing_contradicts);
  visit_all(builder, {7, 8, 9});
  builder.resume(2, 7, 12, true, nothing_contradicts);
  builder.settle();
  const BranchVisits& branch = builder.visits()[2].branch.value();
  CHECK(branch.resumed == 2);
  CHECK(branch.merged == 1);
  CHECK(branch.behind == 3);
  CHECK(builder.take_places()[2].resumed_at == std::vector<uint32_t>{11});
}

TEST_CASE("absurd instruction numbers are not followed") {
  PathBuilder builder;
  visit(builder, 4'000'000'000U);
  CHECK(builder.path().steps.empty());
}
