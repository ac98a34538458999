// When does linked-delta-offset fire? On logs of real kernels, with other names and another order
// than the pitfall's own program, and not on those that only look alike.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "catch.h"
#include "judge/explain.h"
#include "rules/pages.h"
#include "rules/pitfalls/linked-delta-offset/rewrite.h"
#include "rules/registry.h"
#include "session/session.h"
#include "unit/c_source.h"
#include "unit/explained_log.h"
#include "unit/judge_traces.h"

namespace bpflens {
namespace {

using namespace hand_built;

const std::string folder = BPFLENS_SOURCE_DIR "/testdata/";
const std::string variants = folder + "logs-variants/linked-delta-offset/";

struct Variant {
  std::string log;
  uint32_t insn, line;  // of the rejected addition; line 0: inline assembly
  std::vector<std::string> story;
};

std::string printed_register(const RegisterState&, Era) { return ""; }
std::string printed_slot(const StackSlot&, Era) { return ""; }

constexpr uint32_t distance = 0x30000000;

// "R6 is id 1's value plus `delta`", between 0 and `max`.
RegisterState linked(int32_t delta, int64_t max) {
  RegisterState state = of_type(RegisterType::Scalar);
  state.id = 1;
  state.has_delta = delta != 0;
  state.delta = delta;
  state.scalar.range.smin = 0;
  state.scalar.range.smax = max;
  state.scalar.range.umax = static_cast<uint64_t>(max);
  return state;
}

Insn add(uint8_t dst, uint8_t src) {
  Insn insn = move(dst, src);
  insn.kind = InsnKind::Alu;
  insn.operation = Operation::Add;
  return insn;
}

Insn add_constant(uint8_t dst, int64_t imm) {
  Insn insn = add(dst, 0);
  insn.src_is_register = false;
  insn.imm = imm;
  return insn;
}

Finding leading(const RegisterState& addend, const std::string& sentence, Insn last) {
  const Trace trace =
      rejected({step(1, load(2, 1, 0), {{2, of_type(RegisterType::Pkt)}}),
                step(2, move(6, 5), {{5, linked(0, 1 << 30)}, {6, linked(0, 1 << 30)}}),
                step(3, add_constant(6, distance), {{6, addend}}), step(4, std::move(last))},
               {sentence});
  const Knowledge knowledge{embedded_messages(), embedded_pitfalls(), all_rules()};
  const auto result = explain_trace(trace, knowledge, {printed_register, printed_slot});
  REQUIRE(result.findings.size() == 1);
  return result.findings[0];
}

// What the source says of a story whose sum, limit and use stand on the lines marked so.
std::optional<LinkedWords> words_in(const SourceFile& file, int64_t sum_distance = distance) {
  SourceView source{{file}, {}};
  for (const auto& [insn, mark] :
       {std::pair(1U, "/* sum */"), {2U, "/* limit */"}, {3U, "/* use */"}})
    if (const uint32_t line = line_with(file, mark)) source.of_insn[insn] = {0, line};
  const Trace trace = rejected({}, {"no"});
  const Obligation obligation;
  const Replay replay(trace, 0);
  LinkedStory story{1, sum_distance, 3, std::nullopt, std::nullopt};
  if (source.of_insn.contains(2)) story.limit_insn = 2;
  if (story.limit_insn) story.limit = 99;
  return words_of({trace, 0, obligation, replay, source}, story);
}

std::string in_function(const std::string& body) {
  return "#define AWAY 0x30000000\nint f(u64 handle, u8 *p) {\n" + body + "}\n";
}

}  // namespace

TEST_CASE("linked-delta-offset: the line to type, behind the sum") {
  const std::string limit = "  if (at > 99) return 0; /* limit */\n  p += at; /* use */\n";
  const std::vector<std::pair<std::string, std::string>> rows{
      {"  u64 at = handle + 0x30000000; /* sum */\n", "handle plus a distance"},
      {"  at = AWAY + handle; // sum /* sum */\n", "handle plus a distance"},
      {"  u32 at = handle - 0xd0000000; /* sum */\n", "handle minus a distance"},
      {"  at += AWAY; /* sum */\n", "what it was plus a distance"},
      {"  switch (handle) {\n  case 1:\n  at += AWAY; /* sum */\n  }\n",
       "what it was plus a distance"},
      {"  u64 at = handle +\n      AWAY; /* sum */\n", "handle plus a distance"},
      {"  u64 at = handle + AWAY;\n", "handle plus a distance"},
  };
  for (const auto& [sum, comment] : rows) {
    INFO(sum);
    const SourceFile file = whole_file(in_function(sum + limit));
    const auto words = words_in(file);
    REQUIRE(words);
    CHECK(words->name == "at");
    CHECK(words->is_limited_by_name);
    REQUIRE(words->rewrite);
    const std::string line =
        "\n  asm volatile(\"%0 |= 0\" : \"+r\"(at));  // same value, but no longer " + comment +
        "\n";
    const size_t end =
        sum.find('\n', sum.find("AWAY; ") == std::string::npos ? 0 : sum.find("AWAY;"));
    std::string expected = sum;
    if (sum.find("sum */") != std::string::npos)
      expected.replace(sum.find('\n', sum.find("/* sum")), 1, line);
    else
      expected.replace(end, 1, line);
    CHECK(applied(file, words->rewrite->edits) == in_function(expected + limit));
  }
}

TEST_CASE(
    "linked-delta-offset: no lines where the sum has none of its own, or no limit behind it") {
  const std::string limit = "  if (at > 99) return 0; /* limit */\n",
                    use = "  p += at; /* use */\n";
  const std::string sum = "  u64 at = handle + AWAY; /* sum */\n";
  CHECK(!words_in(whole_file(in_function(sum + use)))->rewrite);
  const std::vector<std::string> bodies{
      "  if (handle) at += AWAY; /* sum */\n" + limit + use,
      "  for (at += AWAY; p; p++) /* sum */\n" + limit + use,
      "  f(handle + AWAY); /* sum */\n" + limit + use,
  };
  for (const std::string& body : bodies) {
    INFO(body);
    const auto words = words_in(whole_file(in_function(body)));
    REQUIRE(words);
    CHECK(words->name == "at");
    CHECK(!words->rewrite);
  }
  CHECK(!words_in(whole_file(in_function("  f(handle + AWAY); /* sum */\n" + use))));
  CHECK(words_in(whole_file(in_function(sum + limit + use)), 7)->rewrite == std::nullopt);
}

TEST_CASE("linked-delta-offset: names and lines from the log alone") {
  const auto words = words_in(lines_of_log({{5, "offset = cookie - 0x40000000; /* sum */"},
                                            {7, "if (offset > 99) { /* limit */"},
                                            {8, "p += offset; /* use */"}}),
                              -0x40000000);
  REQUIRE(words);
  CHECK(words->name == "offset");
  REQUIRE(words->rewrite);
  CHECK(words->rewrite->edits.empty());
  CHECK(words->rewrite->text ==
        "offset = cookie - 0x40000000; /* sum */\n"
        "asm volatile(\"%0 |= 0\" : \"+r\"(offset));  // same value, but no longer cookie minus a "
        "distance\n");
}

TEST_CASE("linked-delta-offset: lines with gaps, where the sum has none of its own") {
  const auto gaps = [](const std::string& name) {
    return "asm volatile(\"%0 |= 0\" : \"+r\"(" + name +
           "));  // right after the sum, before its limit is checked\nif (" + name +
           " > <your limit>) <what you do then>  // your own check of it\n";
  };
  CHECK(rewrite_to_fill_in(std::nullopt).text == gaps("<your variable>"));
  CHECK(rewrite_to_fill_in(LinkedWords{"at", true, {}}).text == gaps("at"));
  CHECK(rewrite_to_fill_in(LinkedWords{"v->at", true, {}}).text == gaps("<your variable>"));
  const Finding by_hand =
      leading(linked(distance, 100), "pkt pointer offset 805306368 is not allowed", add(2, 6));
  REQUIRE(by_hand.rewrites.size() == 1);
  CHECK(by_hand.rewrites[0].text == gaps("<your variable>"));
  const Finding argument =
      rejected_log(folder + "variants/linked-delta-offset/tc-argument.clang13.v2.6.12.level1.log")
          .findings[0];
  REQUIRE(argument.rewrites.size() == 1);
  CHECK(argument.rewrites[0].text == gaps("at"));
}

TEST_CASE("linked-delta-offset: the seed, at both levels") {
  for (const std::string level : {"", "level1/"}) {
    const Finding old =
        rejected_log(folder + "logs/6.18/" + level + "mirroring.clang13.v3.log").findings[0];
    CHECK(old.slug == "linked-delta-offset");
    CHECK(story_of(old) ==
          std::vector<std::string>{"13 copied R5", "16 computed R3", "23 bounded R3"});
    const Finding newer =
        rejected_log(folder + "logs/6.18/" + level + "mirroring.clang19.v3.log").findings[0];
    CHECK(newer.slug == "linked-delta-offset");
    CHECK(newer.location.insn == 23U);
    REQUIRE(newer.location.source);
    CHECK(newer.location.source->line == 94);
  }
}

TEST_CASE("linked-delta-offset: other programs on real kernels") {
  const std::vector<Variant> rows{
      {"6.18.vlan-rows.level1", 14, 12, {"10 copied R5", "11 computed R5", "12 bounded R5"}},
      {"6.18.vlan-rows.level2", 14, 12, {"10 copied R5", "11 computed R5", "12 bounded R5"}},
      {"6.12.tc-argument.level2", 14, 8, {"7 copied R2", "8 computed R2", "12 bounded R2"}},
      {"6.18.map-value.level1", 20, 11, {"17 copied R2", "18 computed R2", "19 bounded R2"}},
      {"6.12.other-copy-limited.level1",
       12,
       0,
       {"6 copied R6", "7 computed R6", "11 checked-other-copy R6"}},
      {"6.18.other-copy-limited.level2",
       12,
       0,
       {"6 copied R6", "7 computed R6", "11 checked-other-copy R6"}},
      {"6.12.number-first.level1", 9, 0, {"6 copied R8", "7 computed R8", "8 bounded R8"}},
      {"6.18.original-changed.level2", 10, 0, {"6 copied R6", "7 computed R5", "8 bounded R5"}},
      {"6.18.in-loop.level1", 12, 0, {"7 copied R6", "8 computed R6", "9 bounded R6"}},
      {"6.18.over-call.level1", 10, 0, {"6 copied R6", "7 computed R6", "8 bounded R6"}},
      {"6.12.pointer-with-offset.level1", 11, 0, {"6 copied R6", "7 computed R6", "8 bounded R6"}},
  };
  for (const Variant& row : rows) {
    const Finding finding = rejected_log(variants + row.log + ".log").findings[0];
    INFO(row.log);
    CHECK(finding.rule == "BL004");
    CHECK(finding.location.insn == row.insn);
    CHECK(story_of(finding) == row.story);
    REQUIRE(finding.lost_at);
    CHECK(finding.lost_at->insn == row.insn);
    CHECK(finding.ending == Ending::Rule);
    if (row.line == 0) continue;
    REQUIRE(finding.location.source);
    CHECK(finding.location.source->line == row.line);
  }
}

TEST_CASE("linked-delta-offset: real near misses stay silent") {
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(variants)) {
    if (entry.path().filename().string().find(".near-") == std::string::npos) continue;
    const ProgramResult result = rejected_log(entry.path().string());
    INFO(entry.path());
    CHECK(result.findings[0].slug != "linked-delta-offset");
    ++count;
  }
  CHECK(count == 10);
}

TEST_CASE("linked-delta-offset: the kernel's number must be the distance of what is added") {
  const std::string said = "pkt pointer offset 805306368 is not allowed";
  CHECK(leading(linked(distance, 100), said, add(2, 6)).slug == "linked-delta-offset");
  CHECK(leading(linked(distance, 100), said, add(6, 2)).slug == "linked-delta-offset");
  // Another distance, or none.
  CHECK(leading(linked(distance + 1, 100), said, add(2, 6)).slug == "packet-offset-too-large");
  CHECK(leading(linked(0, 100), said, add(2, 6)).slug == "packet-offset-too-large");
  // The number is not small either: nobody limited it.
  CHECK(leading(linked(distance, 1 << 29), said, add(2, 6)).slug == "packet-offset-too-large");
  // Two numbers, a number and who knows what, and a constant that is added by itself.
  CHECK(leading(linked(distance, 100), said, add(6, 5)).slug == "packet-offset-too-large");
  CHECK(leading(linked(distance, 100), said, add(6, 7)).slug == "packet-offset-too-large");
  Insn no_source = add_constant(6, distance);
  no_source.src = 2;
  CHECK(leading(linked(distance, 100), said, no_source).slug == "packet-offset-too-large");
  CHECK(leading(linked(distance, 100), said, add_constant(2, distance)).slug ==
        "packet-offset-too-large");
}

TEST_CASE("linked-delta-offset: seen on what the proof table says") {
  const auto pages = embedded_pitfalls();
  const auto page =
      std::ranges::find_if(pages, [](const PitfallPage& one) { return one.id == "BL004"; });
  REQUIRE(page != pages.end());
  const Finding finding = rejected_log(variants + "6.18.vlan-rows.level1.log").findings[0];
  CHECK(!finding.kernels.empty());
  for (const ProofRow& row : page->proof) {
    const bool is_seen = std::ranges::find(finding.kernels, row.kernel) != finding.kernels.end();
    const bool rejects = std::ranges::any_of(page->proof, [&](const ProofRow& other) {
      return other.kernel == row.kernel && other.program == "bad" && other.verdict == "rejected";
    });
    CHECK(is_seen == rejects);
  }
}

}  // namespace bpflens
