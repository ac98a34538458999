// Is every kernel sentence led to its page, with its numbers? Samples are made from the pages' own
// shapes, so that a new page is tested by being there.
#include "judge/match.h"

#include <string>
#include <vector>

#include "catch.h"
#include "message_samples.h"
#include "rules/pages.h"

namespace bpflens {
namespace {

std::optional<MatchedMessage> match(std::vector<std::string> lines) {
  return match_message(lines, embedded_messages());
}

std::string id_of(const std::vector<std::string>& lines) {
  const auto found = match(lines);
  return found ? std::string(found->page->slug) : "";
}

}  // namespace

TEST_CASE("every pattern's sample leads to its own page") {
  for (const MessagePage& page : embedded_messages())
    for (const MessagePattern& pattern : page.patterns)
      for (const Samples* samples : {&plain, &unusual}) {
        const auto lines = sample_of(pattern.shape, *samples);
        INFO(pattern.shape);
        REQUIRE(id_of(lines) == page.slug);
      }
}

TEST_CASE("no two pages fit a sentence equally well") {
  for (const MessagePage& page : embedded_messages())
    for (const MessagePattern& pattern : page.patterns)
      for (const Samples* samples : {&plain, &unusual}) {
        const auto matches = all_matches(sample_of(pattern.shape, *samples), embedded_messages());
        INFO(pattern.shape);
        for (const MatchedMessage& other : matches)
          if (other.page != matches.front().page)
            REQUIRE_FALSE(equally_specific(matches.front(), other));
      }
}

TEST_CASE("what a page says is complete for each of its patterns") {
  for (const MessagePage& page : embedded_messages())
    for (const MessagePattern& pattern : page.patterns) {
      const auto found = match(sample_of(pattern.shape, plain));
      REQUIRE(found);
      const std::string said = said_of(*found->page, found->obligation);
      INFO(pattern.shape);
      REQUIRE(said.find('{') == std::string::npos);
      REQUIRE(said != page.title);
    }
}

TEST_CASE("the numbers of a sentence become the obligation") {
  const auto found = match({"invalid access to packet, off=66 size=2, R4(id=4,off=66,r=0)",
                            "R4 offset is outside of the packet"});
  REQUIRE(found);
  CHECK(found->page->slug == "unchecked-packet-access");
  CHECK(found->obligation.kind == ObligationKind::PacketRange);
  CHECK(found->obligation.register_name == "R4");
  CHECK(found->obligation.offset == 66);
  CHECK(found->obligation.size == 2);
  CHECK(found->obligation.limit == 0);
}

TEST_CASE("sentences of many kernels lead to their pages") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> rows{
      {{"R7 invalid mem access 'scalar'"}, "scalar-dereferenced"},
      {{"R2 invalid mem access 'inv'"}, "scalar-dereferenced"},
      {{"R1 invalid mem access 'pkt_end'"}, "packet-end-dereferenced"},
      {{"R0 invalid mem access 'map_value_or_null'"}, "unchecked-null"},
      {{"R3 invalid mem access 'ptr_or_null_sk_buff'"}, "unchecked-null"},
      {{"R1 invalid mem access 'map_ptr'"}, "pointer-type-not-dereferenceable"},
      {{"*(R11-8) invalid mem access 'scalar'"}, "scalar-dereferenced"},
      {{"R5 !read_ok"}, "uninitialised-register"},
      {{"R4 invalid zero-sized read: u64=[0,31]"}, "zero-size-possible"},
      {{"pkt pointer offset 875573296 is not allowed"}, "packet-offset-too-large"},
      {{"program of this type cannot use helper bpf_override_return#58"}, "helper-not-configured"},
      {{"program of this type cannot use helper bpf_skb_load_bytes#26"}, "helper-not-available"},
      {{"unknown opcode d7"}, "instruction-newer-than-kernel"},
      {{"BPF_STX uses reserved fields"}, "instruction-newer-than-kernel"},
      {{"unknown opcode 8d"}, "call-through-pointer"},
      {{"unknown opcode 00"}, "bad-instruction"},
      {{"BPF_END uses reserved fields"}, "bad-instruction"},
      {{"Unreleased reference id=3 alloc_insn=10",
        "BPF_EXIT instruction in main prog would lead to reference leak"},
       "reference-leaked"},
      {{"invalid access to map value, value_size=16 off=0 size=0",
        "R1 min value is outside of the array range"},
       "zero-size-outside-memory"},
      {{"invalid access to map value, value_size=16 off=16 size=8",
        "R1 max value is outside of the array range"},
       "map-value-out-of-bounds"},
      {{"At program exit the register R0 has value (0x2; 0x0) should have been in (0x0; 0x1)"},
       "return-value-out-of-range"},
      {{"misaligned stack access off 0+0+-60 size 8"}, "misaligned-access"},
      {{"math between fp pointer and register with unbounded min value is not allowed"},
       "stack-offset-unbounded"},
      {{"R2 type=ptr_ expected=fp, pkt, pkt_meta, map_key, map_value"}, "wrong-argument-type"},
      {{"R3 type=map_value_or_null expected=fp"}, "unchecked-null-argument"},
      {{"invalid func unknown#195896080"}, "failed-core-relocation"},
      {{"the sentence of a kernel to come"}, ""},
      {{""}, ""},
      {{}, ""},
  };
  for (const auto& [lines, slug] : rows) {
    INFO((lines.empty() ? "no line" : lines[0]));
    CHECK(id_of(lines) == slug);
  }
}

TEST_CASE("a sentence with something before or behind it is not taken for the whole") {
  CHECK(id_of({"; R5 !read_ok"}).empty());
  CHECK(id_of({"R5 !read_ok or so"}).empty());
}

TEST_CASE("hostile sentences are survived") {
  CHECK(id_of({std::string(1'000'000, 'R')}).empty());
  CHECK(id_of({std::string("R5\0 !read_ok", 12)}).empty());
  const auto found = match({"unknown opcode " + std::string(5000, 'f')});
  REQUIRE(found);
  const auto huge = match({"math between pkt pointer and 99999999999999999999999 is not allowed"});
  REQUIRE(huge);
  CHECK_FALSE(huge->obligation.offset);
  CHECK(said_of(*huge->page, huge->obligation) == huge->page->title);
}

TEST_CASE("the rejected instruction supplies what the sentence leaves out") {
  Insn load;
  load.kind = InsnKind::Load;
  load.src = 1;
  load.size_bytes = 4;
  load.offset = -1;
  Obligation obligation;
  obligation.register_name = "R1";
  const Obligation filled = with_operands(obligation, load);
  CHECK(filled.offset == -1);
  CHECK(filled.size == 4);
  obligation.register_name = "R2";
  CHECK_FALSE(with_operands(obligation, load).size);
  obligation.register_name = "R1";
  obligation.offset = 66;
  obligation.size = 2;
  CHECK(with_operands(obligation, load).offset == 66);
}

TEST_CASE("one byte is not bytes") {
  MessagePage page;
  page.says = "{size} bytes at {offset}";
  Obligation obligation;
  obligation.size = 1;
  obligation.offset = 1;
  CHECK(said_of(page, obligation) == "1 byte at 1");
  obligation.size = 11;
  CHECK(said_of(page, obligation) == "11 bytes at 1");
}

}  // namespace bpflens
