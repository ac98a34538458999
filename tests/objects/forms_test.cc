// One program in many forms: byte order, machine number, symbols without type, relocations with
// addends, sections without symbols. What is read must be the same.
#include <string>
#include <vector>

#include "catch.h"
#include "facts/insn_print.h"
#include "object/object.h"
#include "objects/lines.h"
#include "objects/patch.h"
#include "objects/read.h"

using namespace bpflens;

namespace {

void add(Lines& lines, const Lines& more) { lines.insert(lines.end(), more.begin(), more.end()); }

// But for the byte order and where it was compiled.
Lines all_of(const Object& object) {
  Lines lines{"license " + object.license};
  add(lines, maps_of(object.maps));
  add(lines, maps_of(object.inner_maps));
  for (const Program& program : object.programs) {
    lines.push_back("program " + program.name + " " + program.section);
    add(lines, functions_of(program));
    add(lines, references_of(program));
    for (const Insn& insn : program.insns) lines.push_back(print_insn(insn));
    for (const LineRecord& line : program.lines)
      lines.push_back(text(line.insn) + ": " + text(line.line) + " " + line.text);
  }
  return lines;
}

Lines all_of(const Bytes& bytes) {
  const Result<Object> object = read_object(bytes, "x.o");
  REQUIRE(object);
  return all_of(object.value());
}

constexpr size_t header_bytes = 64, symbol_bytes = 24, rel_bytes = 16, rela_bytes = 24;
constexpr size_t type_field = 4, flags_field = 8, entry_size_field = 56;

uint64_t header_number(const Bytes& bytes, uint64_t section) {
  return number_at(bytes, 40, 8) + section * header_bytes;
}

// Takes what stands at a relocation out of the section.
uint64_t taken_addend(Bytes& bytes, uint64_t target, uint64_t place) {
  const bool is_code = (number_at(bytes, target + flags_field, 8) & section_is_executable) != 0;
  const uint64_t number = is_code ? place + 4 : place;
  const auto addend = static_cast<int32_t>(number_at(bytes, number, 4));
  put(bytes, number, 4, 0x5a5a);
  const bool is_call = is_code && number_at(bytes, place, 1) == call_code;
  return static_cast<uint64_t>(is_call ? (int64_t{addend} + 1) * 8 : addend);
}

// The table of a section of relocations, behind all else, with an addend for each.
void give_addends(Bytes& bytes, uint64_t header) {
  const uint64_t target = header_number(bytes, number_at(bytes, header + info_field, 4));
  const uint64_t from = number_at(bytes, header + offset_field, 8), to = bytes.size();
  const uint64_t count = number_at(bytes, header + size_field, 8) / rel_bytes;
  bytes.resize(to + count * rela_bytes);
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t entry = from + i * rel_bytes, with_addend = to + i * rela_bytes;
    const uint64_t offset = number_at(bytes, entry, 8);
    put(bytes, with_addend, 8, offset);
    put(bytes, with_addend + 8, 8, number_at(bytes, entry + 8, 8));
    put(bytes, with_addend + 16, 8,
        taken_addend(bytes, target, number_at(bytes, target + offset_field, 8) + offset));
  }
  put(bytes, header + type_field, 4, static_cast<uint64_t>(SectionType::Rela));
  put(bytes, header + offset_field, 8, to);
  put(bytes, header + size_field, 8, count * rela_bytes);
  put(bytes, header + entry_size_field, 8, rela_bytes);
}

Bytes with_addends(Bytes bytes) {
  const uint64_t sections = number_at(bytes, 60, 2);
  for (uint64_t i = 0; i < sections; ++i) {
    const uint64_t header = header_number(bytes, i);
    const bool is_rel =
        number_at(bytes, header + type_field, 4) == static_cast<uint64_t>(SectionType::Rel);
    if (is_rel) give_addends(bytes, header);
  }
  return bytes;
}

// As compilers of 2017 wrote the symbols of functions.
Bytes without_types(Bytes bytes) {
  const uint64_t header = header_of(bytes, SectionType::Symbols);
  const uint64_t begin = number_at(bytes, header + offset_field, 8);
  const uint64_t end = begin + number_at(bytes, header + size_field, 8);
  for (uint64_t symbol = begin; symbol < end; symbol += symbol_bytes) {
    const uint64_t info = number_at(bytes, symbol + 4, 1);
    if ((info & 0xf) != static_cast<uint64_t>(SymbolType::Function)) continue;
    put(bytes, symbol + 4, 1, info & 0xf0);
    put(bytes, symbol + 16, 8, 0);
  }
  return bytes;
}

}  // namespace

TEST_CASE("big-endian, with types, maps, lines and every kind of reference", "[forms]") {
  const Object big = object_named("linked_big.o");
  CHECK(big.big_endian);
  CHECK(all_of(big) == all_of(object_named("linked.o")));
}

TEST_CASE("an object of no machine", "[forms]") {
  Bytes bytes = object_bytes("linked.o");
  put(bytes, 18, 2, 0);
  CHECK(all_of(bytes) == all_of(object_named("linked.o")));
}

TEST_CASE("relocations with addends, whatever stands in their places", "[forms]") {
  for (const char* name : {"linked.o", "jumps.o", "throws.o", "ops.o", "aya.o", "statics.o"}) {
    INFO(name);
    CHECK(all_of(with_addends(object_bytes(name))) == all_of(object_named(name)));
  }
}

TEST_CASE("functions whose symbols have neither type nor size", "[forms]") {
  CHECK(all_of(without_types(object_bytes("text.o"))) == all_of(object_named("text.o")));
}

TEST_CASE("labels are no functions; a section without symbols is one", "[forms]") {
  const Object object = object_named("bare.o");
  REQUIRE(object.programs.size() == 3);
  CHECK(functions_of(object.programs[0]) ==
        Lines{"0+7 first socket+0 global", "7+5 helped .text+0 global"});
  CHECK(references_of(object.programs[0]) ==
        Lines{"2 map counts src 1 imm 0 0", "4 call helped src 1 imm 2"});
  CHECK(functions_of(object.programs[1]) ==
        Lines{"0+3 second socket+56 global", "3+5 helped .text+0 global"});
  CHECK(functions_of(object.programs[2]) == Lines{"0+2 xdp xdp+0 global"});
  CHECK(maps_of(object.maps) == Lines{"counts type 2 key 4 value 8 entries 16 flags 0"});
}

TEST_CASE("an object of static programs only; what is cold is none", "[forms]") {
  const Object object = object_named("statics.o");
  REQUIRE(object.programs.size() == 3);
  CHECK(functions_of(object.programs[0]) ==
        Lines{"0+3 first socket+0", "3+7 shared .text+0", "10+4 rare .text.unlikely.+0 global"});
  CHECK(functions_of(object.programs[1]) ==
        Lines{"0+4 second socket+24", "4+7 shared .text+0", "11+4 rare .text.unlikely.+0 global"});
  CHECK(functions_of(object.programs[2]) == Lines{"0+2 third xdp+0"});
  CHECK(references_of(object.programs[1]) ==
        Lines{"1 call shared src 1 imm 2", "7 call rare src 1 imm 3"});
}
