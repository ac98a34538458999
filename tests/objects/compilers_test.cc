// Objects that no ordinary clang wrote: what is read of them, program by program.
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "catch.h"
#include "facts/byte_order.h"
#include "facts/insn_print.h"
#include "facts/section_name.h"
#include "object/object.h"
#include "objects/lines.h"
#include "objects/read.h"
#include "rules/pages.h"

using namespace bpflens;

namespace {

// Where the jump table that an instruction names leads to, as instructions of its program.
std::vector<uint32_t> targets_of(const Object& object, const Program& program, size_t reference) {
  const Reference& table = program.references.at(reference);
  const ObjectFunction* user = nullptr;
  for (const ObjectFunction& function : program.functions)
    if (function.first_insn <= table.insn) user = &function;
  REQUIRE(user);
  const std::vector<uint8_t>& data = object.maps.at(table.map).data;
  std::vector<uint32_t> targets;
  for (size_t at = 0; at < data.size(); at += 8) {
    const uint64_t place =
        number_at(std::as_bytes(std::span(data)), at, 4, object.big_endian) - user->section_offset;
    targets.push_back(user->first_insn + static_cast<uint32_t>(place / 8));
  }
  return targets;
}

}  // namespace

TEST_CASE("a jump table is a map of instructions", "[compilers]") {
  const Object object = object_named("jumps.o");
  CHECK(maps_of(object.maps) == Lines{".rodata type 2 key 4 value 32 entries 1 flags 128 data 32",
                                      "BPF.JT.2.0 type 34 key 4 value 16 entries 5 flags 0",
                                      "BPF.JT.2.1 type 34 key 4 value 16 entries 4 flags 0",
                                      "BPF.JT.4.0 type 34 key 4 value 16 entries 4 flags 0"});
  REQUIRE(object.programs.size() == 3);
  const Program& tables = object.programs[1];
  CHECK(functions_of(tables) == Lines{"0+50 two_tables tc+24 global"});
  CHECK(references_of(tables) ==
        Lines{"6 value BPF.JT.2.0 src 2 imm 1 0", "27 value BPF.JT.2.1 src 2 imm 2 0"});
  CHECK(print_insn(tables.insns[10]) == "gotox r1");
  CHECK(targets_of(object, tables, 0) == std::vector<uint32_t>{11, 19, 24, 15, 23});
  CHECK(targets_of(object, tables, 1) == std::vector<uint32_t>{32, 44, 36, 40});
}

TEST_CASE("a jump table of a function that is appended leads into it", "[compilers]") {
  const Object object = object_named("jumps.o");
  REQUIRE(object.programs.size() == 3);
  const Program& labels = object.programs[2];
  CHECK(functions_of(labels) ==
        Lines{"0+17 labels xdp+0 global", "17+21 chosen .text+24", "38+3 scaled .text+0"});
  CHECK(references_of(labels) ==
        Lines{"2 call chosen src 1 imm 14", "6 value labels.where src 2 imm 0 0",
              "21 value BPF.JT.4.0 src 2 imm 3 0", "33 call scaled src 1 imm 4"});
  CHECK(print_insn(labels.insns[25]) == "gotox r1");
  CHECK(targets_of(object, labels, 2) == std::vector<uint32_t>{26, 35, 29, 32});
}

TEST_CASE("the callback that a tag names stands behind all that is called", "[compilers]") {
  const Object object = object_named("throws.o");
  REQUIRE(object.programs.size() == 4);
  CHECK(functions_of(object.programs[0]) ==
        Lines{"0+3 throws tc+0 global", "3+6 checked .text+112", "9+2 on_tc .text+96 global"});
  CHECK(references_of(object.programs[0]) ==
        Lines{"1 call checked src 1 imm 1", "5 kfunc bpf_throw src 2 imm 0"});
  CHECK(functions_of(object.programs[1]) ==
        Lines{"0+7 throws_and_adds tc+24 global", "7+6 checked .text+112",
              "13+9 add .text+0 global", "22+3 on_throw .text+72 global"});
  CHECK(references_of(object.programs[1]) ==
        Lines{"1 call checked src 1 imm 5", "4 call add src 1 imm 8",
              "9 kfunc bpf_throw src 2 imm 0", "13 value thrown src 2 imm 0 0",
              "22 call add src 1 imm -10"});
  REQUIRE(object.btf);
  CHECK(object.btf->type(object.programs[1].functions[3].type).name == "on_throw");
}

TEST_CASE("no callback stands behind a program that names none, or two", "[compilers]") {
  const Object object = object_named("throws.o");
  REQUIRE(object.programs.size() == 4);
  CHECK(functions_of(object.programs[2]) ==
        Lines{"0+3 throws_to_both tc+80 global", "3+6 checked .text+112"});
  CHECK(functions_of(object.programs[3]) ==
        Lines{"0+3 throws_without tc+104 global", "3+6 checked .text+112"});
}

// Their tables are no maps that an instruction could name.
TEST_CASE("programs of struct_ops, of sections with a target, without, and not loaded by default",
          "[compilers]") {
  const Object object = object_named("ops.o");
  CHECK(maps_of(object.maps) == Lines{".bss type 2 key 4 value 8 entries 1 flags 1024 data 0"});
  Lines programs;
  for (const Program& program : object.programs) {
    const auto kind = kind_of_section(program.section, embedded_sections());
    REQUIRE(kind);
    CHECK(kind->type == "STRUCT_OPS");
    CHECK(kind->sleepable == program.section.ends_with(".s"));
    programs.push_back(program.section + " " + functions_of(program).front());
  }
  CHECK(programs == Lines{"struct_ops/started 0+4 started struct_ops/started+0 global",
                          "struct_ops 0+2 threshold struct_ops+0 global",
                          "struct_ops 0+6 avoid struct_ops+16 global",
                          "struct_ops 0+6 undone struct_ops+64 global",
                          "?struct_ops.s 0+2 never ?struct_ops.s+0 global"});
  CHECK(references_of(object.programs[0]) ==
        Lines{"2 call count src 1 imm 1", "6 value counts src 2 imm 0 0"});
  REQUIRE(object.programs[0].core.size() == 1);
  CHECK(object.programs[0].core[0].insn == 1);
  CHECK(object.programs[0].core[0].spec == "struct sock.sk_pacing_status");
  CHECK(references_of(object.programs[2]) == Lines{"4 kfunc tcp_reno_cong_avoid src 2 imm 0"});
  CHECK(references_of(object.programs[3]) == Lines{"2 call count src 1 imm 3",
                                                   "4 kfunc tcp_reno_undo_cwnd src 2 imm 0",
                                                   "8 value counts src 2 imm 0 0"});
}

// Symbols are mangled ("_ZN3aya6answer17h1fe019b3ba4ddcceE"); the kernel names functions as their
// types do, and takes from these which are global.
TEST_CASE("Rust: functions have the names of their types, panics are called as all else",
          "[compilers]") {
  const Object object = object_named("aya.o");
  CHECK(object.license == "Dual MIT/GPL");
  REQUIRE(object.programs.size() == 2);
  const Program& count = object.programs[0];
  CHECK(count.section == "xdp");
  CHECK(functions_of(count) == Lines{"0+38 count xdp+0 global", "38+29 answer .text+24",
                                     "67+3 weigh .text+0 global",
                                     "70+1 panic_bounds_check .text.unlikely.+0 global",
                                     "71+1 panic_fmt .text.unlikely.+8 global"});
  CHECK(references_of(count) == Lines{"4 map NAMES src 1 imm 1 0", "13 call answer src 1 imm 24",
                                      "17 call weigh src 1 imm 49", "42 map COUNTS src 1 imm 0 0",
                                      "48 value LIMIT src 2 imm 2 0",
                                      "69 call panic_bounds_check src 1 imm 0",
                                      "70 call panic_fmt src 1 imm 0"});
  CHECK(object.programs[1].section == "tracepoint/syscalls/sys_enter_openat");
  CHECK(functions_of(object.programs[1]) ==
        Lines{"0+4 opened tracepoint/syscalls/sys_enter_openat+0 global",
              "4+3 weigh .text+0 global", "7+1 panic_bounds_check .text.unlikely.+0 global",
              "8+1 panic_fmt .text.unlikely.+8 global"});
  REQUIRE_FALSE(count.lines.empty());
  CHECK(count.lines[0].file == "./aya.rs");
  CHECK(count.lines[0].text == "try_count(ctx).unwrap_or(1)");
}

TEST_CASE("maps as numbers, of aya", "[compilers]") {
  const Object object = object_named("aya.o");
  CHECK(maps_of(object.maps) == Lines{"COUNTS type 1 key 4 value 48 entries 16 flags 0",
                                      "NAMES type 1 key 8 value 64 entries 32 flags 0",
                                      ".rodata type 2 key 4 value 4 entries 1 flags 1152 data 4"});
  CHECK_FALSE(object.maps[0].pinned_by_name);
  CHECK(object.maps[1].pinned_by_name);
}

TEST_CASE("maps as types, of Rust, also in a struct of a struct", "[compilers]") {
  const Object object = object_named("aya_typed.o");
  CHECK(maps_of(object.maps) == Lines{"BARE type 2 key 4 value 8 entries 8 flags 0",
                                      "WRAPPED type 2 key 4 value 301 entries 2 flags 1024",
                                      ".data type 2 key 4 value 300 entries 1 flags 0 data 300"});
  REQUIRE(object.btf);
  CHECK(c_name(*object.btf, object.maps[1].value_type) ==
        "struct Option_3C__5B_u8_3B__20_300_5D__3E_");
}

TEST_CASE("what copies memory is a function of the program", "[compilers]") {
  const Object object = object_named("aya_typed.o");
  REQUIRE(object.programs.size() == 1);
  CHECK(functions_of(object.programs[0]) ==
        Lines{"0+31 keep classifier+0 global", "31+8 copy .text+0",
              "39+1 slice_index_fail .text.unlikely.+0 global",
              "40+1 panic_fmt .text.unlikely.+8 global", "41+75 memcpy .text+64"});
  const Lines references = references_of(object.programs[0]);
  CHECK(std::ranges::find(references, "37 call memcpy src 1 imm 3") != references.end());
  CHECK(references.size() == 8);
}

// Beside a symbol of its own it writes the symbol's place into the instruction. Of a call that is
// no distance; to the place of a variable libbpf adds it once more.
TEST_CASE("GCC 12: calls, and places that are counted twice", "[compilers]") {
  const Object object = object_named("gcc12.o");
  REQUIRE(object.programs.size() == 2);
  CHECK(functions_of(object.programs[0]) == Lines{"0+34 count socket+0 global",
                                                  "34+11 global_one .text+88 global",
                                                  "45+4 last .text+0", "49+7 each .text+32"});
  CHECK(references_of(object.programs[0]) ==
        Lines{"4 map counts src 1 imm 0 0", "11 call global_one src 1 imm 22",
              "20 callback each src 4 imm 28 0", "24 value zeros src 2 imm 2 0",
              "31 call last src 1 imm 13", "35 call last src 1 imm 9",
              "36 value start src 2 imm 1 8", "39 value other src 2 imm 1 0",
              "53 call last src 1 imm -9"});
  CHECK(maps_of(object.maps) == Lines{"counts type 2 key 4 value 8 entries 4 flags 0",
                                      ".data type 2 key 4 value 8 entries 1 flags 1024 data 8",
                                      ".bss type 2 key 4 value 8 entries 1 flags 1024 data 0"});
  REQUIRE(object.programs[1].core.size() == 2);
  CHECK(object.programs[1].core[0].insn == 1);
  CHECK(object.programs[1].core[0].spec == "struct task_struct.group_leader");
  CHECK(object.programs[1].core[1].spec == "struct task_struct.pid");
}

TEST_CASE("GCC 12, without types: maps as numbers", "[compilers]") {
  const Object object = object_named("gcc12_plain.o");
  CHECK(maps_of(object.maps) == Lines{"around type 13 key 4 value 4 entries 5 flags 0 inner 0",
                                      "inside type 2 key 4 value 16 entries 3 flags 0",
                                      "old type 1 key 4 value 8 entries 32 flags 1"});
  REQUIRE(object.programs.size() == 2);
  CHECK(functions_of(object.programs[0]) == Lines{"0+11 drop xdp+0", "11+10 helped .text+0"});
  CHECK(references_of(object.programs[0]) ==
        Lines{"0 map old src 1 imm 2 0", "2 call helped src 1 imm 8", "6 map around src 1 imm 0 0",
              "8 call helped src 1 imm 2"});
  CHECK(references_of(object.programs[1]) ==
        Lines{"0 map inside src 1 imm 1 0", "2 call helped src 1 imm 2"});
}

TEST_CASE("GCC 12: calls that nothing provides", "[compilers]") {
  const Object object = object_named("libcall.o");
  REQUIRE(object.programs.size() == 1);
  CHECK(functions_of(object.programs[0]) == Lines{"0+10 copies socket+0 global"});
  CHECK(references_of(object.programs[0]) ==
        Lines{"1 value from src 2 imm 0 8192", "3 value to src 2 imm 0 0",
              "5 unresolved memcpy src 1 imm -1", "7 unresolved elsewhere src 1 imm -1"});
}

TEST_CASE("GCC 16: places, types and lines of functions among labels of each line", "[compilers]") {
  const Object object = object_named("gcc16.o");
  REQUIRE(object.programs.size() == 2);
  const Program& count = object.programs[0];
  CHECK(functions_of(count) == Lines{"0+36 count socket+0 global",
                                     "36+11 global_one .text+88 global", "47+3 last .text+0",
                                     "50+8 each .text+24"});
  CHECK(references_of(count) == Lines{"3 map counts src 1 imm 0 0",
                                      "11 call global_one src 1 imm 24",
                                      "18 callback each src 4 imm 31 0",
                                      "25 value zeros src 2 imm 2 0", "32 call last src 1 imm 14",
                                      "37 call last src 1 imm 9", "38 value start src 2 imm 1 4",
                                      "40 value other src 2 imm 1 0", "54 call last src 1 imm -8"});
  REQUIRE(object.btf);
  CHECK(object.btf->type(count.functions[2].type).name == "last");
  const auto line = std::ranges::find(count.lines, 47u, &LineRecord::insn);
  REQUIRE(line != count.lines.end());
  CHECK(line->line == 25);
  CHECK(line->file.ends_with("gcc.bpf.c"));
  CHECK(line->text.empty());
  const std::vector<CoreRelocation>& core = object.programs[1].core;
  REQUIRE(core.size() == 3);
  CHECK(core[0].kind == CoreKind::FieldExists);
  CHECK(core[0].spec == "struct task_struct.in_execve");
  CHECK(core[1].kind == CoreKind::FieldByteOffset);
}
