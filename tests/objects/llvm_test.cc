// Our decoder beside LLVM's, which does not take part in it: every encoding, and every program of
// testdata/objects, means the same to both, but for what llvm_differences lists.
#include <climits>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "catch.h"
#include "object/decode.h"
#include "objects/llvm_differences.h"
#include "objects/read.h"

using namespace bpflens;

namespace {

// What was compared. `wrong` has the first few only.
struct Tally {
  size_t insns = 0, same = 0;
  std::map<const LlvmDifference*, size_t> differ;
  std::string wrong;
};

void take(Tally& tally, const Seen& seen) {
  constexpr size_t enough_bytes = 2000;
  const Compared result = compared(seen);
  ++tally.insns;
  if (result.difference)
    ++tally.differ[result.difference];
  else
    ++tally.same;
  if (!result.wrong.empty() && tally.wrong.size() < enough_bytes)
    tally.wrong += result.wrong + "\n";
}

// dst and src: 0 to 2 are helpers, subprograms and kfuncs, to 6 maps, from 11 on no registers.
constexpr std::pair<uint8_t, uint8_t> registers[] = {
    {0, 0}, {1, 0}, {2, 1}, {0, 1},  {0, 2},  {0, 3},  {10, 10},
    {2, 6}, {2, 7}, {0, 9}, {11, 0}, {1, 11}, {12, 1}, {1, 15},
};

constexpr int16_t offsets[] = {0, 1, -1, 8, 16, 24, 32, SHRT_MIN};

std::vector<int32_t> numbers_for(uint8_t code) {
  constexpr uint8_t class_bits = 7, stx = 3;
  // Atomic operations are told apart by it.
  if ((code & class_bits) == stx)
    return {0,    1,    0x10, 0x30, 0x31, 0x40, 0x41, 0x50, 0x51,  0x60,  0x61,  0xa0,
            0xa1, 0xb1, 0xe0, 0xe1, 0xf0, 0xf1, 0xff, -1,   0x100, 0x101, 0x110, 0x111};
  return {0, 1, 10, 15, 16, 32, 64, 0x10000, -1, INT_MIN};
}

std::vector<RawInsn> encodings_of(uint8_t code) {
  std::vector<RawInsn> encodings;
  for (const auto& [dst, src] : registers)
    for (const int16_t offset : offsets)
      for (const int32_t imm : numbers_for(code))
        encodings.push_back({code, dst, src, offset, imm});
  return encodings;
}

std::vector<RawInsn> all_encodings() {
  std::vector<RawInsn> all;
  for (int code = 0; code < 256; ++code) {
    const std::vector<RawInsn> of_code = encodings_of(static_cast<uint8_t>(code));
    all.insert(all.end(), of_code.begin(), of_code.end());
  }
  return all;
}

}  // namespace

TEST_CASE("LLVM reads every encoding as we do", "[decode]") {
  const bool big_endian = GENERATE(false, true);
  Tally tally;
  for (const RawInsn& raw : all_encodings()) {
    take(tally, seen_both_ways(std::array{raw, RawInsn{}}, big_endian)[0]);
    // The upper half of its number, or an offset.
    if (raw.code == ld_imm64_code)
      take(tally, seen_both_ways(std::array{raw, RawInsn{.imm = -7}}, big_endian)[0]);
  }
  INFO(tally.wrong);
  CHECK(tally.wrong.empty());
  for (const LlvmDifference& row : llvm_differences()) {
    INFO(row.reason);
    CHECK(tally.differ[&row] > 0);
  }
  CHECK(tally.same > tally.insns / 2);
}

TEST_CASE("LLVM reads both slots of a constant of 64 bits as we do", "[decode]") {
  const RawInsn first{.code = ld_imm64_code, .dst = 3, .imm = -2};
  const RawInsn seconds[] = {{.imm = 5}, {.imm = -1},          {.code = 0x95},
                             {.dst = 1}, {.src = 1, .imm = 1}, {.offset = 1}};
  const bool big_endian = GENERATE(false, true);
  Tally tally;
  for (const RawInsn& second : seconds)
    take(tally, seen_both_ways(std::array{first, second}, big_endian)[0]);
  take(tally, seen_both_ways(std::array{first}, big_endian)[0]);
  INFO(tally.wrong);
  CHECK(tally.wrong.empty());
  CHECK(tally.same == 3);
}

TEST_CASE("slots are the bytes that LLVM reads", "[decode]") {
  const std::vector<RawInsn> slots = {{0x63, 10, 1, -4, 0x01020304}, {0xb7, 1, 0, 0, -5}};
  for (const bool big_endian : {false, true})
    CHECK(raw_insns(bytes_of(slots, big_endian), big_endian) == slots);
}

TEST_CASE("LLVM reads the programs of objects as we do", "[decode]") {
  Tally tally;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(BPFLENS_SOURCE_DIR "/testdata/objects")) {
    if (entry.path().extension() != ".o") continue;
    const Object object =
        object_named(entry.path().lexically_relative(BPFLENS_SOURCE_DIR "/testdata/objects"));
    for (const Program& program : object.programs)
      for (const Seen& seen : seen_both_ways(program.raw, object.big_endian)) take(tally, seen);
  }
  INFO(tally.wrong);
  CHECK(tally.wrong.empty());
  CHECK(tally.same > 0);
}
