// Slots of bytes become instructions, with the words that the kernel has for them.
#include "object/decode.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "catch.h"
#include "facts/insn_print.h"

using namespace bpflens;

namespace {

struct Row {
  RawInsn raw;
  const char* text;  // null: no kernel defines it
};

// code, dst, src, offset, imm
const std::vector<Row> rows = {
    {{0xb7, 1, 0, 0, -5}, "r1 = -5"},
    {{0xbf, 1, 2, 0, 0}, "r1 = r2"},
    {{0xbc, 3, 4, 0, 0}, "w3 = w4"},
    {{0xb4, 3, 0, 0, 7}, "w3 = 7"},
    {{0xbf, 1, 2, 8, 0}, "r1 = (s8)r2"},
    {{0xbf, 1, 2, 32, 0}, "r1 = (s32)r2"},
    {{0xbc, 1, 2, 16, 0}, "w1 = (s16)w2"},
    {{0xbf, 1, 2, 1, 1}, "r1 = addr_space_cast(r2, 0, 1)"},
    {{0xbf, 1, 2, 1, 0x10000}, "r1 = addr_space_cast(r2, 1, 0)"},
    {{0x0f, 1, 2, 0, 0}, "r1 += r2"},
    {{0x17, 1, 0, 0, 3}, "r1 -= 3"},
    {{0xc7, 1, 0, 0, 32}, "r1 s>>= 32"},
    {{0x3f, 1, 2, 1, 0}, "r1 s/= r2"},
    {{0x3f, 1, 2, 0, 0}, "r1 /= r2"},
    {{0x94, 1, 0, 1, 3}, "w1 s%= 3"},
    {{0x87, 1, 0, 0, 0}, "r1 = -r1"},
    {{0x84, 1, 0, 0, 0}, "w1 = -w1"},
    {{0xdc, 1, 0, 0, 16}, "r1 = be16 r1"},
    {{0xd4, 1, 0, 0, 64}, "r1 = le64 r1"},
    {{0xd7, 1, 0, 0, 32}, "r1 = bswap32 r1"},
    {{0x61, 0, 1, 76, 0}, "r0 = *(u32 *)(r1 +76)"},
    {{0x91, 3, 1, -16, 0}, "r3 = *(s8 *)(r1 -16)"},
    {{0x28, 0, 0, 0, 12}, "r0 = *(u16 *)skb[12]"},
    {{0x50, 0, 7, 0, 4}, "r0 = *(u8 *)skb[r7 + 4]"},
    {{0x7b, 10, 1, -8, 0}, "*(u64 *)(r10 -8) = r1"},
    {{0x62, 10, 0, -4, -1}, "*(u32 *)(r10 -4) = -1"},
    {{0xdb, 1, 2, 0, 0}, "lock *(u64 *)(r1 +0) += r2"},
    {{0xc3, 1, 2, 0, 0xa0}, "lock *(u32 *)(r1 +0) ^= r2"},
    {{0xdb, 1, 2, 8, 1}, "r2 = atomic64_fetch_add((u64 *)(r1 +8), r2)"},
    {{0xc3, 2, 1, 8, 0xe1}, "r1 = atomic_xchg((u32 *)(r2 +8), r1)"},
    {{0xdb, 1, 2, 0, 0xf1}, "r0 = atomic64_cmpxchg((u64 *)(r1 +0), r0, r2)"},
    {{0xdb, 1, 2, 0, 0x100}, "r1 = load_acquire((u64 *)(r2 +0))"},
    {{0xd3, 1, 2, 0, 0x110}, "store_release((u8 *)(r1 +0), r2)"},
    {{0x05, 0, 0, 2, 0}, "goto pc+2"},
    {{0x06, 0, 0, 0, -70000}, "gotol pc-70000"},
    {{0x0d, 1, 0, 0, 0}, "gotox r1"},
    {{0xe5, 0, 0, 1, 0}, "may_goto pc+1"},
    {{0x15, 1, 0, 3, 0}, "if r1 == 0x0 goto pc+3"},
    {{0x6d, 1, 2, -4, 0}, "if r1 s> r2 goto pc-4"},
    {{0x56, 1, 0, 1, -2}, "if w1 != 0xfffffffe goto pc+1"},
    {{0x45, 1, 0, 1, 8}, "if r1 & 0x8 goto pc+1"},
    {{0x85, 0, 0, 0, 1}, "call unknown#1"},
    {{0x85, 0, 2, 5, 40123}, "call unknown#40123"},
    {{0x85, 0, 1, 0, 12}, "call pc+12"},
    {{0x8d, 2, 0, 0, 0}, "callx r2"},
    {{0x8d, 0, 0, 0, 2}, "callx r2"},
    {{0x95, 0, 0, 0, 0}, "exit"},
    {{0x95, 0, 0, 1, 0}, "exit"},
    // Fields that are not used, in which a later kernel may see something else.
    {{0xb7, 1, 2, 0, 5}, nullptr},
    {{0xbf, 1, 2, 0, 5}, nullptr},
    {{0xbf, 1, 2, 24, 0}, nullptr},
    {{0xbc, 1, 2, 32, 0}, nullptr},
    {{0x0f, 1, 2, 1, 0}, nullptr},
    {{0x3f, 1, 2, 2, 0}, nullptr},
    {{0xdc, 1, 0, 0, 8}, nullptr},
    {{0xdf, 1, 0, 0, 16}, nullptr},
    {{0x99, 0, 1, 0, 0}, nullptr},
    {{0x61, 0, 1, 76, 1}, nullptr},
    {{0x38, 0, 0, 0, 12}, nullptr},
    {{0xcb, 1, 2, 0, 0}, nullptr},
    {{0xdb, 1, 2, 0, 0x30}, nullptr},
    {{0x05, 0, 0, 2, 1}, nullptr},
    {{0x0e, 1, 0, 0, 0}, nullptr},
    {{0x85, 0, 3, 0, 1}, nullptr},
    {{0x86, 0, 0, 0, 1}, nullptr},
    {{0x8d, 0, 0, 0, 15}, nullptr},
    {{0x8d, 0, 0, 0, 18}, nullptr},
    {{0x8d, 2, 0, 0, 2}, nullptr},
    {{0x8d, 2, 1, 0, 0}, nullptr},
    {{0x8d, 2, 0, 1, 0}, nullptr},
    {{0x95, 0, 0, 0, 1}, nullptr},
    {{0x96, 0, 0, 0, 0}, nullptr},
    {{0xe7, 1, 0, 0, 0}, nullptr},
    {{0xbf, 11, 2, 0, 0}, nullptr},
    {{0xc2, 0, 0, 0, 0}, nullptr},
};

std::vector<std::byte> bytes_of(std::initializer_list<int> values) {
  std::vector<std::byte> bytes;
  for (const int value : values) bytes.push_back(static_cast<std::byte>(value));
  return bytes;
}

}  // namespace

TEST_CASE("each instruction in the kernel's words", "[decode]") {
  for (const Row& row : rows) {
    const std::vector<Insn> insns = decode(std::array{row.raw});
    REQUIRE(insns.size() == 1);
    INFO("0x" << std::hex << int{row.raw.code} << (row.text ? row.text : " is not defined"));
    CHECK(insns[0].code == row.raw.code);
    if (row.text)
      CHECK(print_insn(insns[0]) == row.text);
    else
      CHECK(insns[0].kind == InsnKind::Unknown);
  }
}

TEST_CASE("a constant of 64 bits takes two slots", "[decode]") {
  const std::vector<RawInsn> slots = {
      {0x18, 1, 0, 0, -2}, {0, 0, 0, 0, 5}, {0x95, 0, 0, 0, 0}, {0x18, 2, 0, 0, 1}};
  const std::vector<Insn> insns = decode(slots);
  REQUIRE(insns.size() == 4);
  CHECK(insns[0].kind == InsnKind::LoadImm64);
  CHECK(insns[0].imm == 0x5fffffffe);
  CHECK(insns[1].kind == InsnKind::Unknown);
  CHECK(insns[1].code == 0);
  CHECK(insns[2].kind == InsnKind::Exit);
  CHECK(insns[3].kind == InsnKind::Unknown);  // its second half is missing
  CHECK(decode(std::vector<RawInsn>{slots[0], slots[2]})[0].kind == InsnKind::Unknown);
}

TEST_CASE("the second slot of a map is empty, that of a map's value is an offset", "[decode]") {
  const RawInsn offset{0, 0, 0, 0, 8}, none{};
  const auto is_known = [](PseudoSource source, const RawInsn& second) {
    const RawInsn first{0x18, 1, static_cast<uint8_t>(source), 0, 3};
    return decode(std::array{first, second})[0].kind == InsnKind::LoadImm64;
  };
  for (const PseudoSource source : {PseudoSource::MapFd, PseudoSource::MapIndex}) {
    CHECK(is_known(source, none));
    CHECK_FALSE(is_known(source, offset));
  }
  for (const PseudoSource source : {PseudoSource::MapValue, PseudoSource::MapIndexValue})
    CHECK(is_known(source, offset));
}

TEST_CASE("slots of either byte order are the same", "[decode]") {
  const auto little = bytes_of({0x63, 0x1a, 0xfc, 0xff, 0x04, 0x03, 0x02, 0x01});
  const auto big = bytes_of({0x63, 0xa1, 0xff, 0xfc, 0x01, 0x02, 0x03, 0x04});
  const RawInsn expected{0x63, 10, 1, -4, 0x01020304};
  CHECK(raw_insns(little, false) == std::vector{expected});
  CHECK(raw_insns(big, true) == std::vector{expected});
  CHECK(raw_insns(std::span(little).first(7), false).empty());
}

TEST_CASE("every opcode is an instruction or unknown, and is printed", "[decode]") {
  int known = 0;
  for (int code = 0; code < 256; ++code) {
    RawInsn raw;
    raw.code = static_cast<uint8_t>(code);
    const std::vector<Insn> insns = decode(std::array{raw, RawInsn{}});
    REQUIRE(insns.size() == 2);
    CHECK_FALSE(print_insn(insns[0]).empty());
    known += insns[0].kind != InsnKind::Unknown ? 1 : 0;
  }
  // Of all 256, without operands: a byte swap needs its size, load_acquire needs its imm.
  CHECK(known == 125);
}
