#include <algorithm>
#include <vector>

#include "catch.h"
#include "object/object.h"
#include "objects/lines.h"
#include "objects/read.h"

using namespace bpflens;

TEST_CASE("what a program calls is behind it, in the order of the calls", "[link]") {
  const Object object = object_named("linked.o");
  REQUIRE(object.programs.size() == 2);
  const Program& count = object.programs[0];
  CHECK(count.name == "count");
  CHECK(count.section == "socket");
  CHECK(count.insns.size() == count.raw.size());
  CHECK(functions_of(count) == Lines{"0+42 count socket+0 global", "42+7 global_one .text+0 global",
                                     "49+8 middle .text+56", "57+5 last .text+120",
                                     "62+6 each .text+160"});
  CHECK(functions_of(object.programs[1]) == Lines{"0+27 place xdp+0 global"});
  CHECK(object.license == "GPL");
}

// The numbers are those that libbpf 1.1 gives to the kernel, but for maps, which are told by their
// place in Object::maps.
TEST_CASE("each instruction that names something says what", "[link]") {
  const Object object = object_named("linked.o");
  REQUIRE(object.programs.size() == 2);
  CHECK(references_of(object.programs[0]) ==
        Lines{"5 map counts src 1 imm 2 0", "13 call global_one src 1 imm 28",
              "20 value limit src 2 imm 4 0", "25 callback each src 4 imm 36 0",
              "29 value other src 2 imm 3 4", "34 value zeros src 2 imm 6 0",
              "40 call middle src 1 imm 8", "43 call middle src 1 imm 5",
              "46 call last src 1 imm 10", "50 call last src 1 imm 6",
              "51 value start src 2 imm 3 0", "57 config CONFIG_HZ src 2 imm 7 0",
              "66 call last src 1 imm -10"});
  CHECK(references_of(object.programs[1]) == Lines{"3 address bpf_prog_put src 0 imm 0 0 weak",
                                                   "6 kernel bpf_missing_kfunc src 3 imm 0 0 weak",
                                                   "10 kfunc bpf_missing_kfunc src 2 imm 0 weak",
                                                   "12 value words src 2 imm 5 0",
                                                   "19 map outer src 1 imm 1 0"});
}

TEST_CASE("maps in the order of their section, then data", "[maps]") {
  const Object object = object_named("linked.o");
  CHECK(maps_of(object.maps) ==
        Lines{"inner_map type 1 key 4 value 8 entries 16 flags 0",
              "outer type 12 key 4 value 4 entries 2 flags 0 inner 0",
              "counts type 2 key 4 value 8 entries 4 flags 0",
              ".data type 2 key 4 value 8 entries 1 flags 1024 data 8",
              ".rodata type 2 key 4 value 4 entries 1 flags 1152 data 4",
              ".rodata.words type 2 key 4 value 9 entries 1 flags 1152 data 9",
              ".bss type 2 key 4 value 8 entries 1 flags 1024 data 0",
              ".kconfig type 2 key 4 value 4 entries 1 flags 1152 data 0"});
  CHECK(maps_of(object.inner_maps) == Lines{"outer.inner type 1 key 4 value 8 entries 16 flags 0"});
  CHECK(object.maps[1].pinned_by_name);
  CHECK_FALSE(object.maps[2].pinned_by_name);
  REQUIRE(object.btf);
  CHECK(c_name(*object.btf, object.maps[2].value_type) == "__u64");
}

TEST_CASE("variables of global data stand where their section has them", "[maps]") {
  const Object object = object_named("linked.o");
  REQUIRE(object.btf);
  std::vector<BtfVariable> variables = object.btf->variables(object.maps[3].value_type);
  std::ranges::sort(variables, {}, &BtfVariable::offset);
  REQUIRE(variables.size() == 2);
  CHECK(object.btf->type(variables[0].type).name == "start");
  CHECK(object.btf->type(variables[1].type).name == "other");
  CHECK(variables[1].offset == 4);
}

TEST_CASE("lines and types move with their functions", "[link]") {
  const Object object = object_named("linked.o");
  const Program& count = object.programs.at(0);
  const auto line = std::ranges::find(count.lines, 57u, &LineRecord::insn);
  REQUIRE(line != count.lines.end());
  CHECK(line->text == "static __noinline int last(int number) { return number * CONFIG_HZ; }");
  CHECK(line->file.ends_with("linked.bpf.c"));
  CHECK(object.btf->type(count.functions[3].type).name == "last");
}

TEST_CASE("maps as numbers, of libbpf and of iproute2, big-endian", "[maps]") {
  const Object object = object_named("legacy.o");
  CHECK(object.big_endian);
  CHECK(object.license == "Dual BSD/GPL");
  CHECK(maps_of(object.maps) == Lines{"old type 1 key 4 value 8 entries 32 flags 1",
                                      "inside type 2 key 4 value 16 entries 3 flags 0",
                                      "around type 13 key 4 value 4 entries 5 flags 0 inner 0"});
  CHECK(maps_of(object.inner_maps) == Lines{"inside type 2 key 4 value 16 entries 3 flags 0"});
  CHECK(object.maps[2].pinned_by_name);
}

TEST_CASE("a static function of its own section is a program if nobody calls it", "[link]") {
  const Object object = object_named("legacy.o");
  REQUIRE(object.programs.size() == 2);
  CHECK(functions_of(object.programs[0]) == Lines{"0+9 drop xdp+0", "9+9 helped .text+0"});
  CHECK(references_of(object.programs[0]) ==
        Lines{"0 map old src 1 imm 0 0", "2 call helped src 1 imm 6", "4 map around src 1 imm 2 0",
              "6 call helped src 1 imm 2"});
  CHECK(functions_of(object.programs[1]) ==
        Lines{"0+4 never_called tc+0 global", "4+9 helped .text+0"});
}

TEST_CASE("an object of .text only has those programs that nobody calls", "[link]") {
  const Object object = object_named("text.o");
  REQUIRE(object.programs.size() == 2);
  CHECK(functions_of(object.programs[0]) ==
        Lines{"0+3 first .text+24 global", "3+3 called .text+0 global"});
  CHECK(functions_of(object.programs[1]) ==
        Lines{"0+4 second .text+48 global", "4+3 called .text+0 global"});
}
