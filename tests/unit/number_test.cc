// Do the many ways to write one conversion have one form, and do bounds follow the operations?
#include "judge/number.h"

#include <vector>

#include "catch.h"
#include "unit/judge_traces.h"

namespace bpflens {
namespace {

using namespace hand_built;

constexpr bool narrow = true;

NumberOperations of(const std::vector<Insn>& insns, NumberOperations done = {}) {
  for (const Insn& insn : insns) {
    const auto operations = operations_of(insn, std::nullopt);
    REQUIRE(operations);
    done = followed_by(std::move(done), *operations);
  }
  return done;
}

Insn shift(Operation kind, int64_t by) { return operation(kind, 1, by); }

// The same in C++, as the reference.
uint64_t run(const Insn& insn, uint64_t number) {
  const auto imm = static_cast<uint64_t>(insn.imm);
  const uint64_t mask = insn.is_32bit ? UINT32_MAX : UINT64_MAX;
  const uint64_t bits = insn.is_32bit ? 31 : 63;
  number &= mask;
  switch (insn.operation) {
    case Operation::Add:
      return (number + imm) & mask;
    case Operation::Sub:
      return (number - imm) & mask;
    case Operation::Mul:
      return (number * imm) & mask;
    case Operation::And:
      return (number & imm) & mask;
    case Operation::Or:
      return (number | imm) & mask;
    case Operation::Xor:
      return (number ^ imm) & mask;
    case Operation::Lsh:
      return (number << (imm & bits)) & mask;
    case Operation::Rsh:
      return number >> (imm & bits);
    case Operation::Arsh:
      return insn.is_32bit ? static_cast<uint32_t>(static_cast<int32_t>(number) >> (imm & bits))
                           : static_cast<uint64_t>(static_cast<int64_t>(number) >> (imm & bits));
    case Operation::Mod:
      return number % (imm & mask);
    case Operation::Div:
      return number / (imm & mask);
    default:
      return number;
  }
}

uint64_t run(const NumberOperation& done, uint64_t number) {
  const uint64_t constant = done.constant;
  switch (done.change) {
    case Change::LowBits:
      return number & ((uint64_t{1} << constant) - 1);
    case Change::SignExtend:
      return static_cast<uint64_t>(static_cast<int64_t>(number << (64 - constant)) >>
                                   (64 - constant));
    case Change::Add:
      return number + constant;
    case Change::Multiply:
      return number * constant;
    case Change::ShiftLeft:
      return number << constant;
    case Change::ShiftRight:
      return number >> constant;
    case Change::ShiftRightSigned:
      return static_cast<uint64_t>(static_cast<int64_t>(number) >> constant);
    case Change::And:
      return number & constant;
    case Change::Or:
      return number | constant;
    case Change::Xor:
      return number ^ constant;
    case Change::Modulo:
      return number % constant;
    case Change::Divide:
      return number / constant;
    default:
      return number;
  }
}

struct Random {
  uint64_t state = 88172645463325252ULL;
  uint64_t next() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
  }
  uint64_t below(uint64_t count) { return next() % count; }
};

Insn any_operation(Random& random) {
  constexpr Operation kinds[] = {Operation::Add, Operation::Sub, Operation::Mul,  Operation::And,
                                 Operation::Or,  Operation::Xor, Operation::Lsh,  Operation::Rsh,
                                 Operation::Lsh, Operation::Rsh, Operation::Arsh, Operation::And,
                                 Operation::Mod, Operation::Div};
  constexpr int64_t constants[] = {1,  3,  8,   16,    24,  29,   32, 48,
                                   56, 60, 255, 65535, 100, 4096, -1, -8};
  Insn insn = operation(kinds[random.below(std::size(kinds))], 1,
                        constants[random.below(std::size(constants))], random.below(3) == 0);
  const bool shifts = insn.operation == Operation::Lsh || insn.operation == Operation::Rsh ||
                      insn.operation == Operation::Arsh;
  if (shifts) insn.imm &= insn.is_32bit ? 31 : 63;
  return insn;
}

uint64_t any_value(Random& random) { return random.next() >> random.below(64); }

}  // namespace

TEST_CASE("number: every way to keep the low 32 bits is the same") {
  const NumberOperations low{{Change::LowBits, 32}};
  CHECK(of({shift(Operation::Lsh, 32), shift(Operation::Rsh, 32)}) == low);
  CHECK(of({narrow_move(1, 2)}) == low);
  CHECK(of({operation(Operation::And, 1, UINT32_MAX)}) == low);
  CHECK(of({narrow_move(1, 2), shift(Operation::Lsh, 32), shift(Operation::Rsh, 32)}) == low);
}

TEST_CASE("number: signs are extended by two shifts or by a move") {
  Insn sign_extending = move(1, 2);
  sign_extending.sign_extend_bits = 16;
  CHECK(of({shift(Operation::Lsh, 48), shift(Operation::Arsh, 48)}) == of({sign_extending}));
  // The conversion from int to short makes the one before it idle.
  CHECK(of({narrow_move(1, 2), shift(Operation::Lsh, 48), shift(Operation::Arsh, 48)}) ==
        of({sign_extending}));
}

TEST_CASE("number: a 32-bit addition is the 64-bit one and a conversion") {
  CHECK(
      of({narrow_move(1, 2), operation(Operation::Add, 1, 5, narrow)}) ==
      of({operation(Operation::Add, 1, 5), shift(Operation::Lsh, 32), shift(Operation::Rsh, 32)}));
  CHECK(of({operation(Operation::Sub, 1, 5, narrow)}) ==
        of({operation(Operation::Add, 1, -5, narrow)}));
}

TEST_CASE("number: conversion and scaling in one pair of shifts") {
  CHECK(of({shift(Operation::Lsh, 32), shift(Operation::Rsh, 29)}) ==
        of({narrow_move(1, 2), shift(Operation::Lsh, 3)}));
  CHECK(of({operation(Operation::Mul, 1, 8)}) == of({shift(Operation::Lsh, 3)}));
}

TEST_CASE("number: nothing is left of what cancels out") {
  CHECK(of({operation(Operation::Add, 1, 5), operation(Operation::Sub, 1, 5)}).empty());
  CHECK(of({operation(Operation::Or, 1, 0)}).empty());
  CHECK(of({move(1, 2)}).empty());
}

TEST_CASE("number: different conversions stay different") {
  CHECK(of({narrow_move(1, 2)}) != of({operation(Operation::And, 1, 0xffff)}));
  CHECK(of({shift(Operation::Lsh, 32), shift(Operation::Rsh, 32)}) !=
        of({shift(Operation::Lsh, 32), shift(Operation::Arsh, 32)}));
  CHECK(of({operation(Operation::Add, 1, 1)}) != of({operation(Operation::Add, 1, 2)}));
  CHECK(of({shift(Operation::Rsh, 3), shift(Operation::Lsh, 3)}) != of({move(1, 2)}));
}

TEST_CASE("number: the one form computes what the instructions compute") {
  Random random;
  for (int round = 0; round < 20000; round++) {
    std::vector<Insn> insns;
    for (uint64_t i = random.below(6) + 1; i > 0; i--) insns.push_back(any_operation(random));
    const NumberOperations done = of(insns);
    for (int sample = 0; sample < 8; sample++) {
      const uint64_t number = any_value(random);
      uint64_t expected = number, found = number;
      for (const Insn& insn : insns) expected = run(insn, expected);
      for (const NumberOperation& operation : done) found = run(operation, found);
      if (found != expected) {
        for (const Insn& insn : insns)
          UNSCOPED_INFO(int(insn.operation) << " " << insn.imm << " " << insn.is_32bit);
        for (const NumberOperation& operation : done)
          UNSCOPED_INFO(int(operation.change) << " by " << operation.constant);
        INFO(number);
        CHECK(found == expected);
        return;
      }
    }
  }
}

TEST_CASE("number: bounds hold every result") {
  Random random;
  for (int round = 0; round < 20000; round++) {
    const uint64_t number = any_value(random);
    Scalar scalar;
    scalar.range.umin = number - std::min<uint64_t>(number, random.below(1000));
    scalar.range.umax = number + std::min<uint64_t>(UINT64_MAX - number, random.below(100000));
    scalar = synced(scalar, Era::F);
    const Insn insn = any_operation(random);
    const NumberOperations operations = of({insn});
    const ScalarRange after = applied(scalar, operations, Era::F).range;
    const uint64_t result = run(insn, number);
    const bool is_inside = result >= after.umin && result <= after.umax &&
                           static_cast<int64_t>(result) >= after.smin &&
                           static_cast<int64_t>(result) <= after.smax;
    INFO(int(insn.operation) << " " << insn.imm << " " << insn.is_32bit << " of " << number);
    CHECK(is_inside);
    if (!is_inside) return;
  }
}

}  // namespace bpflens
