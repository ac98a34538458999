// Is the origin of a value found, through copies, the stack and subprograms, and are the same
// numbers recognised as such?
#include "judge/proof.h"

#include <memory>
#include <string>
#include <vector>

#include "catch.h"
#include "judge/limited_copy.h"
#include "judge/proof_memory.h"
#include "judge/proof_range.h"
#include "unit/judge_traces.h"

namespace bpflens {
namespace {

using namespace hand_built;

// Steps numbered from 0, without states.
std::vector<Step> steps_of(const std::vector<Insn>& insns) {
  std::vector<Step> steps;
  for (const Insn& insn : insns) steps.push_back(step(static_cast<uint32_t>(steps.size()), insn));
  return steps;
}

// The walk looks at the last step, which is only the place of the use.
struct Walked {
  Trace trace;
  Obligation obligation;
  Replay replay;
  SourceView source;
  Evidence seen;
  ProofWalk walk;

  explicit Walked(std::vector<Step> steps)
      : trace(rejected(std::move(steps), {"rejected"})),
        replay(trace, 0),
        seen{trace, 0, obligation, replay, source},
        walk(seen) {}
  explicit Walked(const std::vector<Insn>& insns) : Walked(steps_of(insns)) {}

  StepIndex end() const { return static_cast<StepIndex>(trace.units[0].path.steps.size() - 1); }
  Number number_in(RegisterNumber number) { return number_before(end(), number); }
  Number number_before(StepIndex step, RegisterNumber number) {
    return number_of(walk, history_before(walk, step, register_at(walk, step, number)));
  }
};

const Insn use = leave();
constexpr uint8_t word = 4, whole = 8;

std::vector<LinkKind> kinds_of(const History& history) {
  std::vector<LinkKind> kinds;
  for (const Link& link : history.links) kinds.push_back(link.kind);
  return kinds;
}

}  // namespace

TEST_CASE("proof: shift pair, 32-bit move and mask of one load are one number") {
  auto walked = std::make_unique<Walked>(
      std::vector<Insn>{load(3, 1, 8, whole), move(4, 3), operation(Operation::Lsh, 4, 32),
                        operation(Operation::Rsh, 4, 32), narrow_move(5, 3), move(6, 3),
                        operation(Operation::And, 6, UINT32_MAX), use});
  const Number four = walked->number_in(4);
  CHECK(four.origin.kind == OriginKind::Load);
  CHECK(four.origin.step == 0U);
  CHECK(is_same_number(four, walked->number_in(5)));
  CHECK(is_same_number(four, walked->number_in(6)));
  CHECK_FALSE(is_same_number(four, walked->number_in(3)));
}

TEST_CASE("proof: a load of four bytes needs no conversion") {
  auto walked =
      std::make_unique<Walked>(std::vector<Insn>{load(3, 1, 8, word), narrow_move(4, 3), use});
  CHECK(is_same_number(walked->number_in(3), walked->number_in(4)));
}

TEST_CASE("proof: two numbers that only look alike") {
  auto walked = std::make_unique<Walked>(std::vector<Insn>{
      load(3, 1, 8, whole), load(4, 1, 16, whole), move(5, 3), operation(Operation::Add, 5, 1),
      move(6, 3), operation(Operation::And, 6, 0xffff), use});
  CHECK_FALSE(is_same_number(walked->number_in(3), walked->number_in(4)));
  CHECK_FALSE(is_same_number(walked->number_in(3), walked->number_in(5)));
  CHECK_FALSE(is_same_number(walked->number_in(3), walked->number_in(6)));
}

TEST_CASE("proof: through the stack, also by another pointer to it") {
  auto walked = std::make_unique<Walked>(std::vector<Insn>{
      load(6, 1, 8, whole), store(10, -16, 6), move(2, 10), operation(Operation::Add, 2, -8),
      helper("bpf_get_prandom_u32"), move(7, 10), operation(Operation::Add, 7, -32),
      load(8, 7, 16, whole), use});
  const StepIndex end = walked->end();
  const History history = history_before(walked->walk, end, register_at(walked->walk, end, 8));
  CHECK(kinds_of(history) == std::vector{LinkKind::Filled, LinkKind::Spilled});
  CHECK(is_same_number(number_of(walked->walk, history), walked->number_in(6)));
}

TEST_CASE("proof: half of a register on the stack is its low half") {
  Insn narrow_store = store(10, -8, 6);
  narrow_store.size_bytes = 4;
  auto walked = std::make_unique<Walked>(std::vector<Insn>{
      load(6, 1, 8, whole), narrow_store, load(7, 10, -8, word), narrow_move(8, 6), use});
  CHECK(is_same_number(walked->number_in(7), walked->number_in(8)));
  CHECK_FALSE(is_same_number(walked->number_in(7), walked->number_in(6)));
}

TEST_CASE("proof: what overwrites a spill is a new value") {
  const std::vector<std::vector<Insn>> overwriting{
      {store(10, -12, 1)},
      {move(1, 10), operation(Operation::Add, 1, -8), helper("bpf_probe_read_kernel")},
      {move(1, 10), operation(Operation::Add, 1, -64), helper("bpf_probe_read_kernel")},
  };
  for (const std::vector<Insn>& between : overwriting) {
    std::vector<Insn> insns{load(6, 1, 8, whole), store(10, -8, 6)};
    insns.insert(insns.end(), between.begin(), between.end());
    insns.insert(insns.end(), {load(7, 10, -8, whole), use});
    auto walked = std::make_unique<Walked>(insns);
    CHECK_FALSE(is_same_number(walked->number_in(6), walked->number_in(7)));
  }
}

TEST_CASE("proof: a call ends R1 to R5 and makes R0") {
  auto walked = std::make_unique<Walked>(std::vector<Insn>{
      load(2, 1, 8, whole), load(6, 1, 8, whole), helper("bpf_ktime_get_ns"), use});
  CHECK(walked->number_in(0).origin.kind == OriginKind::Call);
  CHECK(walked->number_in(2).origin.kind == OriginKind::Unknown);
  CHECK(walked->number_in(6).origin.kind == OriginKind::Load);
  CHECK_FALSE(is_same_number(walked->number_in(2), walked->number_in(2)));
}

TEST_CASE("proof: into a subprogram and back") {
  auto walked = std::make_unique<Walked>(std::vector<Step>{
      step(0, load(6, 1, 8, whole)), step(1, move(1, 6)), step(2, subprogram_call()),
      in_frame(1, step(9, move(6, 1))), in_frame(1, step(10, move(0, 6))),
      in_frame(1, step(11, leave())), step(3, move(7, 0)), step(4, use)});
  CHECK(is_same_number(walked->number_in(7), walked->number_in(6)));
  // R6 of the callee is another register than the caller's.
  CHECK(is_same_number(walked->number_before(4, 6), walked->number_before(1, 6)));
  CHECK(walked->number_before(3, 6).origin.kind == OriginKind::Unknown);
  const History history = history_before(walked->walk, 7, register_at(walked->walk, 7, 7));
  CHECK(kinds_of(history) == std::vector{LinkKind::Copied, LinkKind::Returned, LinkKind::Copied,
                                         LinkKind::Copied, LinkKind::Passed, LinkKind::Copied});
}

TEST_CASE("proof: constants and masks in registers are constants") {
  Insn wide = constant(2, 0xffffffff);
  wide.kind = InsnKind::LoadImm64;
  auto walked = std::make_unique<Walked>(std::vector<Insn>{load(3, 1, 8, whole), wide, move(4, 3),
                                                           operation_with(Operation::And, 4, 2),
                                                           narrow_move(5, 3), use});
  CHECK(is_same_number(walked->number_in(4), walked->number_in(5)));
}

TEST_CASE("proof: the caller says which operand is followed") {
  auto walked = std::make_unique<Walked>(std::vector<Insn>{
      load(3, 1, 8, whole), load(4, 1, 16, whole), operation_with(Operation::Add, 3, 4), use});
  const Holder sum = register_at(walked->walk, 3, 3);
  CHECK(history_before(walked->walk, 3, sum).origin.kind == OriginKind::Computed);
  for (const RegisterNumber followed : {RegisterNumber{3}, RegisterNumber{4}}) {
    const History history = history_before(
        walked->walk, 3, sum, [&](StepIndex, const Insn&) { return std::optional(followed); });
    CHECK(history.origin.step == StepIndex{followed} - 3U);
    REQUIRE(history.links.size() == 1);
    CHECK(history.links[0].other == RegisterNumber(7 - followed));
  }
}

TEST_CASE("proof: a second load of the same memory") {
  const auto same = [](const std::vector<Insn>& between) {
    std::vector<Insn> insns{load(6, 1, 8, whole), load(3, 6, 4, word)};
    insns.insert(insns.end(), between.begin(), between.end());
    insns.insert(insns.end(), {load(4, 6, 4, word), use});
    auto walked = std::make_unique<Walked>(insns);
    const StepIndex end = walked->end();
    const Origin first = walked->number_before(2, 3).origin, last = walked->number_in(4).origin;
    CHECK(last.step == end - 1);
    return reads_same_memory(walked->walk, first, last);
  };
  CHECK(same({}));
  CHECK(same({store(6, 8, 3), store(10, -8, 3)}));
  CHECK(same({helper("bpf_ktime_get_ns")}));
  CHECK_FALSE(same({store(6, 4, 3)}));
  CHECK_FALSE(same({store(6, 0, 3)}));
  CHECK_FALSE(same({move(1, 6), helper("bpf_probe_read_kernel")}));
  CHECK_FALSE(same({load(6, 1, 8, whole)}));
  CHECK_FALSE(same({operation(Operation::Add, 6, 4)}));
}

TEST_CASE("proof: the bounds that instructions and compares imply") {
  auto walked = std::make_unique<Walked>(std::vector<Insn>{
      load(3, 1, 8, 1), operation(Operation::Add, 3, 5), compare(Operation::Gt, 3, 100), move(4, 3),
      operation(Operation::Lsh, 4, 3), use});
  const ScalarRange range = range_before(walked->walk, walked->end(), 4).range;
  CHECK(range.umin == 40);
  CHECK(range.umax == 800);
}

TEST_CASE("proof: the budget ends a walk honestly") {
  auto walked = std::make_unique<Walked>(
      std::vector<Insn>{load(3, 1, 8, whole), move(4, 3), move(5, 4), use});
  walked->walk.steps_left = 2;
  CHECK(walked->number_in(5).origin.kind == OriginKind::Unknown);
}

TEST_CASE("proof: where the value was, as long as it was only carried") {
  auto walked = std::make_unique<Walked>(
      std::vector<Insn>{load(3, 1, 8, whole), operation(Operation::Mul, 3, 7), move(4, 3),
                        operation(Operation::Add, 4, 5), move(5, 4), use});
  const StepIndex end = walked->end();
  const History all = history_before(walked->walk, end, register_at(walked->walk, end, 5));
  CHECK(holder_before(all, 5)->where == 5);
  CHECK(holder_before(all, 4)->where == 4);
  CHECK(holder_before(all, 2)->where == 3);
  CHECK_FALSE(holder_before(all, 0));
  const History carried = since_last_change(all);
  CHECK(kinds_of(carried) == std::vector{LinkKind::Copied, LinkKind::Computed, LinkKind::Copied});
  CHECK(carried.origin.step == 1U);
  CHECK_FALSE(holder_before(carried, 1));
}

TEST_CASE("proof: which copy was limited") {
  auto walked = std::make_unique<Walked>(
      std::vector<Insn>{load(3, 1, 8, whole), move(4, 3), operation(Operation::Lsh, 4, 32),
                        operation(Operation::Rsh, 4, 32), compare(Operation::Gt, 4, 100),
                        operation(Operation::Lsh, 3, 32), operation(Operation::Rsh, 3, 29), use});
  const StepIndex end = walked->end();
  const History used = history_before(walked->walk, end, register_at(walked->walk, end, 3));
  const auto copies = limited_copies(walked->walk, end, used);
  REQUIRE(copies.size() == 1);
  CHECK(copies[0].check == 4U);
  CHECK(copies[0].checked == 4);
  CHECK(copies[0].after.range.umax == 100);
  CHECK(copies[0].limits.range.umax == 800);
}

TEST_CASE("proof: a check of the number itself, or of another, is no check of a copy") {
  const std::vector<std::vector<Insn>> programs{
      {load(3, 1, 8, word), compare(Operation::Gt, 3, 100), use},
      {load(3, 1, 8, word), load(4, 1, 12, word), compare(Operation::Gt, 4, 100), use},
      {load(3, 1, 8, word), move(4, 3), operation(Operation::Add, 4, 1),
       compare(Operation::Gt, 4, 100), use},
      {load(3, 1, 8, word), move(4, 3), load(3, 1, 12, word), compare(Operation::Gt, 4, 100), use},
  };
  for (const std::vector<Insn>& insns : programs) {
    auto walked = std::make_unique<Walked>(insns);
    const StepIndex end = walked->end();
    const History used = history_before(walked->walk, end, register_at(walked->walk, end, 3));
    CHECK(limited_copies(walked->walk, end, used).empty());
  }
}

}  // namespace bpflens
