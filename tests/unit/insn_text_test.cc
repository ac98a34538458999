// Instruction text of every kernel becomes fields; text that disagrees with its opcode does not.
#include "read/insn_text.h"

#include <string>
#include <vector>

#include "catch.h"
#include "facts/insn_print.h"

using namespace bpflens;

namespace {

struct Row {
  uint8_t code;
  const char* text;
  InsnKind kind;
  Operation operation = Operation::None;
};

const std::vector<Row> known{
    {0xb7, "r1 = -5", InsnKind::Move},
    {0xbf, "r1 = r2", InsnKind::Move},
    {0xbc, "w3 = w4", InsnKind::Move},
    {0xbc, "(u32) r1 = (u32) r2", InsnKind::Move},
    {0xbf, "r1 = (s8)r2", InsnKind::Move},
    {0xbc, "w1 = (s16)w2", InsnKind::Move},
    {0x04, "(u32) r1 += (u32) 7", InsnKind::Alu, Operation::Add},
    {0x04, "w1 += 7", InsnKind::Alu, Operation::Add},
    {0xc7, "r1 s>>= 32", InsnKind::Alu, Operation::Arsh},
    {0x77, "r1 >>= 32", InsnKind::Alu, Operation::Rsh},
    {0x3f, "r1 s/= r2", InsnKind::Alu, Operation::SDiv},
    {0x94, "w1 s%= 3", InsnKind::Alu, Operation::SMod},
    {0x87, "r1 = -r1", InsnKind::Negate},
    {0x84, "w1 = -w1", InsnKind::Negate},
    {0x84, "r1 = (u32) -r1", InsnKind::Negate},
    {0xdc, "r1 = be16 r1", InsnKind::ByteSwap},
    {0xd4, "r1 = le64 r1", InsnKind::ByteSwap},
    {0xd7, "r1 = bswap32 r1", InsnKind::ByteSwap},
    {0xbf, "r1 = addr_space_cast(r2, 0, 1)", InsnKind::AddressCast},
    {0xbf, "r0 = &(void __percpu *)(r0)", InsnKind::AddressCast},
    {0x18, "r1 = 0xffff8881057ef000", InsnKind::LoadImm64},
    {0x18, "r1 = subprog[+6]", InsnKind::LoadImm64},
    {0x18, "r1 = map[id:5][0]+16", InsnKind::LoadImm64},
    {0x61, "r0 = *(u32 *)(r1 +76)", InsnKind::Load},
    {0x91, "r0 = *(s8 *)(r1 -1)", InsnKind::Load},
    {0x28, "r0 = *(u16 *)skb[12]", InsnKind::LoadPacket},
    {0x50, "r0 = *(u8 *)skb[r7 + 0]", InsnKind::LoadPacket},
    {0x7b, "*(u64 *)(r10 -8) = r1", InsnKind::Store},
    {0x62, "*(u32 *)(r10 -4) = -1", InsnKind::Store},
    {0xc2, "nospec", InsnKind::Nospec},
    {0xdb, "lock *(u64 *)(r1 +0) += r2", InsnKind::Atomic, Operation::Add},
    {0xc3, "probe lock *(u32 *)(r1 +0) ^= r2", InsnKind::Atomic, Operation::Xor},
    {0xdb, "r2 = atomic64_fetch_add((u64 *)(r1 +0), r2)", InsnKind::Atomic, Operation::Add},
    {0xc3, "r1 = atomic_xchg((u32 *)(r2 +8), r1)", InsnKind::Atomic, Operation::Exchange},
    {0xdb, "r0 = atomic64_cmpxchg((u64 *)(r1 +0), r0, r2)", InsnKind::Atomic,
     Operation::CompareExchange},
    {0xdb, "r1 = load_acquire((u64 *)(r2 +0))", InsnKind::Atomic, Operation::LoadAcquire},
    {0xd3, "probe store_release((u8 *)(r1 +0), r2)", InsnKind::Atomic, Operation::StoreRelease},
    {0x05, "goto pc+2", InsnKind::Jump},
    {0x06, "gotol pc-70000", InsnKind::Jump},
    {0x0d, "gotox r1", InsnKind::Jump},
    {0xe5, "may_goto pc+1", InsnKind::Branch, Operation::MayGoto},
    {0x15, "if r1 == 0x0 goto pc+3", InsnKind::Branch, Operation::Eq},
    {0x6d, "if r1 s> r2 goto pc-4", InsnKind::Branch, Operation::SGt},
    {0x56, "if w1 != 0x5 goto pc+1", InsnKind::Branch, Operation::Ne},
    {0x45, "if r1 & 0x8 goto pc+1", InsnKind::Branch, Operation::Set},
    {0x85, "call bpf_map_lookup_elem#1", InsnKind::Call},
    {0x85, "call unknown#195896080", InsnKind::Call},
    {0x85, "call kernel-function", InsnKind::Call},
    {0x85, "call pc+12", InsnKind::CallSubprogram},
    {0x8d, "callx r2", InsnKind::CallSubprogram},
    {0x95, "exit", InsnKind::Exit},
};

}  // namespace

TEST_CASE("every spelling of an instruction", "[insn_text]") {
  for (const Row& row : known) {
    INFO(row.text);
    const Insn insn = parse_insn_text(row.code, row.text);
    CHECK(static_cast<int>(insn.kind) == static_cast<int>(row.kind));
    CHECK(static_cast<int>(insn.operation) == static_cast<int>(row.operation));
    CHECK(insn.code == row.code);
  }
}

TEST_CASE("an instruction that is printed is read as itself", "[insn_text]") {
  for (const Row& row : known) {
    Insn insn = parse_insn_text(row.code, row.text);
    // Of what a log has its own words for, addresses that the kernel filled in.
    if (insn.kind == InsnKind::LoadImm64) insn.callee.clear(), insn.jump = 0;
    if (insn.kind == InsnKind::Call && insn.callee_id < 0) continue;
    if (std::string_view(row.text).find("__percpu") != std::string_view::npos) continue;
    INFO(row.text << " -> " << print_insn(insn));
    CHECK(parse_insn_text(row.code, print_insn(insn)) == insn);
  }
  CHECK(print_insn(parse_insn_text(0xc7, "r1 s>>= 32")) == "r1 s>>= 32");
  CHECK(print_insn(parse_insn_text(0x56, "if w1 != 0x5 goto pc+1")) == "if w1 != 0x5 goto pc+1");
  CHECK(print_insn(parse_insn_text(0x62, "*(u32 *)(r10 -4) = -1")) == "*(u32 *)(r10 -4) = -1");
  CHECK(print_insn(parse_insn_text(0x91, "r3 = *(s8 *)(r1 -16)")) == "r3 = *(s8 *)(r1 -16)");
  CHECK(print_insn(parse_insn_text(0xff, "")) == "unknown (0xff)");
}

TEST_CASE("text and opcode must agree to the last letter", "[insn_text]") {
  for (const Row& row : known) {
    INFO(row.text);
    const std::string text = row.text;
    // The text of a map is free; all others end where they end.
    if (text.find("map[") == std::string::npos)
      CHECK(parse_insn_text(row.code, text + " ").kind == InsnKind::Unknown);
    if (row.code != 0xc2) CHECK(parse_insn_text(0xc2, text).kind == InsnKind::Unknown);
    CHECK(parse_insn_text(row.code, " " + text).kind == InsnKind::Unknown);
  }
  CHECK(parse_insn_text(0x61, "r0 = *(u8 *)(r1 +0)").kind == InsnKind::Unknown);
  CHECK(parse_insn_text(0x25, "if r1 == 0x0 goto pc+3").kind == InsnKind::Unknown);
  CHECK(parse_insn_text(0x07, "w1 += 7").kind == InsnKind::Unknown);
  CHECK(parse_insn_text(0xb7, "r1 = r2").kind == InsnKind::Unknown);
  CHECK(parse_insn_text(0xb7, "r1 = 99999999999").kind == InsnKind::Unknown);
  CHECK(parse_insn_text(0xdb, "r3 = atomic64_fetch_add((u64 *)(r1 +0), r2)").kind ==
        InsnKind::Unknown);
  CHECK(parse_insn_text(0x1f, "BUG_1f").kind == InsnKind::Unknown);
  CHECK(parse_insn_text(0x00, "").kind == InsnKind::Unknown);
}

TEST_CASE("the fields of memory accesses", "[insn_text]") {
  const Insn load = parse_insn_text(0x91, "r3 = *(s8 *)(r1 -16)");
  CHECK(load.dst == 3);
  CHECK(load.src == 1);
  CHECK(load.offset == -16);
  CHECK(load.size_bytes == 1);
  CHECK(load.sign_extend_bits == 8);

  const Insn store = parse_insn_text(0x62, "*(u32 *)(r10 -4) = -1");
  CHECK(store.dst == 10);
  CHECK(store.imm == -1);
  CHECK_FALSE(store.src_is_register);

  const Insn add = parse_insn_text(0xdb, "r2 = atomic64_fetch_add((u64 *)(r1 +8), r2)");
  CHECK(add.dst == 1);
  CHECK(add.src == 2);
  CHECK(add.fetches);
  CHECK(written_register(add) == uint8_t{2});
  CHECK(written_register(parse_insn_text(0xdb, "r5 = load_acquire((u64 *)(r2 +0))")) == uint8_t{5});
  CHECK(written_register(parse_insn_text(0xdb, "r0 = atomic64_cmpxchg((u64 *)(r1 +0), r0, r2)")) ==
        uint8_t{0});
  CHECK_FALSE(written_register(parse_insn_text(0xdb, "lock *(u64 *)(r1 +0) += r2")));
}

TEST_CASE("the fields of jumps and calls", "[insn_text]") {
  const Insn branch = parse_insn_text(0x16, "if w1 == 0xfffffffe goto pc-4");
  CHECK(branch.is_32bit);
  CHECK(branch.imm == -2);
  CHECK(branch.jump == -4);
  const Insn helper = parse_insn_text(0x85, "call bpf_map_lookup_elem#1");
  CHECK(helper.callee == "bpf_map_lookup_elem");
  CHECK(helper.callee_id == 1);
  CHECK(written_register(helper) == uint8_t{0});
  CHECK(parse_insn_text(0x85, "call pc+12").jump == 12);
  CHECK(parse_insn_text(0x18, "r1 = subprog[+6]").jump == 6);
  CHECK(parse_insn_text(0x18, "r1 = 0xffffffffffffffff").imm == -1);
  CHECK(parse_insn_text(0xdc, "r1 = be16 r1").size_bytes == 2);
}
