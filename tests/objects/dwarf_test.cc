// Which calls did the compiler take away, and what if their description breaks its reader?
#include "object/dwarf.h"

#include "catch.h"
#include "facts/source.h"
#include "read.h"

using namespace bpflens;

TEST_CASE("a call that was inlined is told with the place where it stands", "[dwarf]") {
  const FindInlined find = inlined_calls(object_bytes("flows/inlined.bpf.o"));
  REQUIRE(find);
  const auto calls = find({{"socket", 40}, {"socket", 128}, {"nowhere", 0}});
  REQUIRE(calls);
  REQUIRE(calls.value().size() == 3);
  REQUIRE(calls.value()[0].size() == 1);
  const InlinedCall& call = calls.value()[0][0];
  CHECK(call.function == "flow_of");
  CHECK(base_name(call.file) == "inlined.bpf.c");
  CHECK(call.line == 25);
  CHECK(calls.value()[1].empty());
  CHECK(calls.value()[2].empty());
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
