// Which calls did the compiler take away, and what if their description breaks its reader?
#include "object/dwarf.h"

#include <string>
#include <vector>

#include "catch.h"
#include "facts/source.h"
#include "object/object.h"
#include "objects/lines.h"
#include "objects/read.h"

using namespace bpflens;

namespace {

// "1 two 11": around the instruction, the call's line; the innermost first.
Lines inlined_in(const Object& object, const ObjectFunction& function) {
  std::vector<SectionPlace> places;
  for (uint32_t insn = 0; insn < function.insn_count; ++insn)
    places.push_back({function.section, function.section_offset + uint64_t{insn} * 8});
  const auto calls = object.inlined_calls(places);
  REQUIRE(calls);
  REQUIRE(calls.value().size() == places.size());
  Lines lines;
  for (uint32_t insn = 0; insn < function.insn_count; ++insn)
    for (const InlinedCall& call : calls.value()[insn])
      lines.push_back(text(insn) + " " + call.function + " " + text(call.line));
  return lines;
}

}  // namespace

// All sections begin at 0.
TEST_CASE("calls that were inlined at one place of several sections", "[dwarf]") {
  const Object object = object_named("inlines.o");
  REQUIRE(object.inlined_calls);
  REQUIRE(object.programs.size() == 3);
  CHECK(inlined_in(object, object.programs[0].functions[0]) ==
        Lines{"1 deep 6", "1 one 10", "2 deep 6", "2 one 10", "3 one 10"});
  CHECK(inlined_in(object, object.programs[1].functions[0]) == Lines{"1 two 11", "2 two 11"});
  REQUIRE(object.programs[2].functions.size() == 2);
  CHECK(inlined_in(object, object.programs[2].functions[0]) ==
        Lines{"5 deep 6", "5 one 14", "6 deep 6", "6 one 14", "7 one 14"});
  CHECK(inlined_in(object, object.programs[2].functions[1]) == Lines{"1 two 8", "2 two 8"});
  const auto calls = object.inlined_calls({{"maps", 8}, {"xdp", 8}});
  REQUIRE(calls);
  CHECK(calls.value()[0].empty());
  CHECK(base_name(calls.value()[1].at(0).file) == "inlines.bpf.c");
}

TEST_CASE("an object without DWARF has nobody to ask", "[dwarf]") {
  CHECK_FALSE(inlined_calls(object_bytes("linked.o")));
  CHECK_FALSE(inlined_calls({}));
}

TEST_CASE("DWARF that crashes its reader costs its answer only", "[dwarf]") {
  const FindInlined find = inlined_calls(object_bytes("broken_dwarf.o"));
  REQUIRE(find);
  const auto calls = find({{"socket", 40}});
  // Where the reader does not crash, an answer of as many places is as good.
  if (calls)
    CHECK(calls.value().size() == 1);
  else
    CHECK(calls.error().why.find("ended") != std::string::npos);
}
