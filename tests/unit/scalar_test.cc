// Knowledge about numbers: what kernels print is reproduced, and no number is ever lost.
#include "facts/scalar.h"

#include <array>
#include <random>
#include <string>
#include <vector>

#include "catch.h"
#include "read/register_state.h"

using namespace bpflens;

namespace {

constexpr std::array eras{Era::C, Era::E, Era::F, Era::G, Era::H, Era::I};
constexpr std::array operations{Operation::Eq,  Operation::Ne,  Operation::Gt,  Operation::Ge,
                                Operation::Lt,  Operation::Le,  Operation::SGt, Operation::SGe,
                                Operation::SLt, Operation::SLe, Operation::Set};

template <typename Signed, typename Unsigned>
bool holds(Operation operation, Unsigned a, Unsigned b) {
  const auto x = static_cast<Signed>(a), y = static_cast<Signed>(b);
  switch (operation) {
    case Operation::Eq:
      return a == b;
    case Operation::Ne:
      return a != b;
    case Operation::Gt:
      return a > b;
    case Operation::Ge:
      return a >= b;
    case Operation::Lt:
      return a < b;
    case Operation::Le:
      return a <= b;
    case Operation::SGt:
      return x > y;
    case Operation::SGe:
      return x >= y;
    case Operation::SLt:
      return x < y;
    case Operation::SLe:
      return x <= y;
    default:
      return (a & b) != 0;
  }
}

bool holds(Operation operation, uint64_t a, uint64_t b, bool is_32bit) {
  return is_32bit ? holds<int32_t>(operation, static_cast<uint32_t>(a), static_cast<uint32_t>(b))
                  : holds<int64_t>(operation, a, b);
}

// Numbers where things happen: around zero, the signs and the halves.
uint64_t interesting(std::mt19937_64& random) {
  constexpr std::array<uint64_t, 8> anchors{0,          1ULL << 31, 1ULL << 32, 1ULL << 63,
                                            UINT64_MAX, 255,        1ULL << 33, 0x7fffffff};
  const uint64_t near = anchors[random() % anchors.size()] + random() % 5 - 2;
  return random() % 3 == 0 ? random() >> (random() % 64) : near;
}

// Something a kernel might know of `number`: true of it, and otherwise arbitrary.
Scalar knowledge_of(uint64_t number, std::mt19937_64& random) {
  Scalar known;
  const uint64_t a = interesting(random), b = interesting(random);
  if (random() % 2 == 0 && a <= number && number <= b) known.range.umin = a, known.range.umax = b;
  const auto x = static_cast<int64_t>(a), y = static_cast<int64_t>(b);
  const auto z = static_cast<int64_t>(number);
  if (random() % 2 == 0 && x <= z && z <= y) known.range.smin = x, known.range.smax = y;
  if (random() % 2 == 0) {
    const uint64_t mask = interesting(random) | interesting(random);
    known.bits = {number & ~mask, mask};
  }
  return known;
}

struct Compare {
  Era era;
  std::string before;
  Operation operation;
  int64_t constant;
  bool is_32bit, jumped;
  std::string after;
};

// From real logs of 5.10, 6.1, 6.12, 6.18 and 7.2.
const std::vector<Compare> compares{
    {Era::C, "inv(id=1,umax_value=255,var_off=(0x0; 0xff))", Operation::Gt, 10, false, false,
     "inv(id=1,umax_value=10,var_off=(0x0; 0xf))"},
    {Era::E, "scalar(id=1,umax=255,var_off=(0x0; 0xff))", Operation::Gt, 10, false, false,
     "scalar(id=1,umax=10,var_off=(0x0; 0xf))"},
    {Era::F, "scalar(smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))", Operation::Gt,
     10, false, false, "scalar(smin=smin32=0,smax=umax=smax32=umax32=10,var_off=(0x0; 0xf))"},
    {Era::E, "scalar()", Operation::Ne, -1, true, false,
     "scalar(smin=-9223372032559808513,umin=4294967295,var_off=(0xffffffff; 0xffffffff00000000),"
     "s32_min=-1,s32_max=-1)"},
    {Era::E, "scalar(umax=255,var_off=(0x0; 0xff))", Operation::Ne, 0, false, true,
     "scalar(umax=255,var_off=(0x0; 0xff))"},
    {Era::F, "scalar(smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))", Operation::Ne,
     0, false, true,
     "scalar(smin=umin=smin32=umin32=1,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))"},
    {Era::F, "scalar(smin=smin32=0,smax=umax=smax32=umax32=2,var_off=(0x0; 0x2))", Operation::Eq, 0,
     false, false,
     "scalar(smin=umin=smin32=umin32=1,smax=umax=smax32=umax32=2,var_off=(0x0; 0x2))"},
    {Era::G, "scalar(smin=smin32=0,smax=umax=smax32=umax32=2,var_off=(0x0; 0x2))", Operation::Eq, 0,
     false, false, "2"},
    {Era::H, "scalar()", Operation::Set, 1, false, false,
     "scalar(smax=0x7ffffffffffffffe,smax32=0x7ffffffe,var_off=(0x0; 0xfffffffffffffffe))"},
    {Era::H, "scalar()", Operation::Lt, 34, true, false, "scalar(umin=umin32=34)"},
    {Era::F, "scalar()", Operation::Eq, 7, false, true, "7"},
    {Era::F, "scalar(smin=0,smax=umax=0xffffffff,smin32=-128,smax32=127,var_off=(0x0; 0xffffffff))",
     Operation::Ge, -268435456, true, false,
     "scalar(smin=smin32=0,smax=umax=smax32=umax32=127,var_off=(0x0; 0x7f))"},
    {Era::I, "scalar(smin=smin32=-128,smax=smax32=127)", Operation::Lt, 128, false, false,
     "scalar(smin=smin32=-128,smax=smax32=-1,umin=0xffffffffffffff80,umin32=0xffffff80,"
     "var_off=(0xffffffffffffff80; 0x7f))"},
    {Era::I,
     "scalar(smin=umin=0x100000006,smax=umax=0x27fffffff,smin32=-16,var_off=(0x0; 0x3ffffffff))",
     Operation::SGt, 5, true, false,
     "scalar(smin=umin=0x1fffffff0,smax=umax=0x200000005,smin32=-16,smax32=5,"
     "var_off=(0x0; 0x3ffffffff))"},
};

}  // namespace

TEST_CASE("compares teach what kernels print", "[scalar]") {
  for (const Compare& row : compares) {
    INFO(row.before << " -> " << row.after);
    RegisterState state = parse_register(row.before, row.era);
    REQUIRE(state.type == RegisterType::Scalar);
    state.scalar =
        refined_by_compare(state.scalar, row.operation, static_cast<uint64_t>(row.constant),
                           row.is_32bit, row.jumped, row.era);
    CHECK(print_register(state, row.era) == row.after);
  }
}

TEST_CASE("no number that takes a side is lost on it", "[scalar]") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100000; ++i) {
    const uint64_t a = interesting(random), b = interesting(random);
    const Scalar left = knowledge_of(a, random), right = knowledge_of(b, random);
    const Era era = eras[random() % eras.size()];
    const Operation operation = operations[random() % operations.size()];
    const bool is_32bit = random() % 2 == 0;
    const bool jumped = holds(operation, a, b, is_32bit);
    const auto [new_left, new_right] =
        refined_by_compare(left, operation, right, is_32bit, jumped, era);
    const Scalar by_constant = refined_by_compare(left, operation, b, is_32bit, jumped, era);
    const bool kept = contains(new_left, a) && contains(new_right, b) && contains(by_constant, a) &&
                      contains(synced(left, era), a);
    if (kept) continue;
    INFO(a << " " << static_cast<int>(operation) << " " << b << " era " << static_cast<int>(era));
    REQUIRE(kept);
  }
}

TEST_CASE("both sides together hold every number", "[scalar]") {
  const Scalar byte = synced({{INT64_MIN, INT64_MAX, 0, 255}, {0, 255}}, Era::F);
  for (const Operation operation : operations)
    for (uint64_t number = 0; number < 256; ++number) {
      const bool jumped = holds(operation, number, 16, false);
      CHECK(contains(refined_by_compare(byte, operation, 16, false, jumped), number));
      // And an order is learnt exactly.
      const bool is_order =
          operation != Operation::Set && operation != Operation::Ne && operation != Operation::Eq;
      const ScalarRange other = refined_by_compare(byte, operation, 16, false, !jumped).range;
      if (is_order) CHECK((number < other.umin || number > other.umax));
    }
}

TEST_CASE("a side that no number takes is impossible", "[scalar]") {
  const Scalar five = constant_scalar(5);
  CHECK(is_impossible(refined_by_compare(five, Operation::Gt, 10, false, true)));
  CHECK(is_impossible(refined_by_compare(five, Operation::Eq, 6, false, true)));
  CHECK(is_impossible(refined_by_compare(Scalar{}, Operation::Lt, 0, false, true)));
  CHECK_FALSE(is_impossible(refined_by_compare(five, Operation::Eq, 5, false, true)));
  CHECK_FALSE(is_impossible(Scalar{}));
}

TEST_CASE("tristate numbers", "[scalar]") {
  CHECK(tnum_of_range(0, 255) == Tnum{0, 255});
  CHECK(tnum_of_range(4, 6) == Tnum{4, 3});
  CHECK(tnum_of_range(0, UINT64_MAX) == Tnum{});
  CHECK(tnum_of_range(9, 9) == Tnum{9, 0});
  CHECK(intersection(Tnum{0, 0xff}, Tnum{1, ~1ULL}) == Tnum{1, 0xfe});
}
