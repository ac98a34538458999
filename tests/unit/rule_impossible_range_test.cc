// When does impossible-range fire? On logs of real kernels at both levels, with other registers,
// compares and memory than the pitfall's own program, and not on those that only look alike.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "catch.h"
#include "judge/explain.h"
#include "rules/pages.h"
#include "rules/registry.h"
#include "session/session.h"
#include "unit/explained_log.h"
#include "unit/judge_traces.h"

namespace bpflens {
namespace {

using namespace hand_built;

const std::string folder = BPFLENS_SOURCE_DIR "/testdata/";
const std::string variants = folder + "logs-variants/impossible-range/";

Finding leading(const std::string& path) { return rejected_log(path).findings[0]; }

std::string printed_register(const RegisterState&, Era) { return ""; }
std::string printed_slot(const StackSlot&, Era) { return ""; }

Finding leading(const Trace& trace) {
  const Knowledge knowledge{embedded_messages(), embedded_pitfalls(), all_rules()};
  const auto result = explain_trace(trace, knowledge, {printed_register, printed_slot});
  REQUIRE(result.findings.size() == 1);
  return result.findings[0];
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Variant {
  std::string log;
  uint32_t insn;  // the rejected one
  std::vector<std::string> story;
  std::string side, range;
};

void check_variant(const std::string& path, const Variant& variant) {
  INFO(path);
  const Finding finding = leading(path);
  CHECK(finding.slug == "impossible-range");
  CHECK(finding.rule == "BL003");
  CHECK(finding.location.insn == variant.insn);
  CHECK(story_of(finding) == variant.story);
  REQUIRE(finding.proof.size() == 2);
  CHECK(says(finding.message, variant.range));
  CHECK(says(finding.proof[0].text, variant.range));
  CHECK(finding.proof[0].text.starts_with(variant.side));
  REQUIRE(finding.lost_at);
  CHECK(finding.lost_at->insn == finding.proof[1].place.insn);
}

constexpr uint8_t byte = 1;

// A byte, as known before and after a compare with a constant.
NamedRegister number_in(RegisterNumber number, uint64_t umin, uint64_t umax) {
  RegisterState state = of_type(RegisterType::Scalar);
  state.scalar.range.umin = umin;
  state.scalar.range.umax = umax;
  return {number, state};
}

NamedRegister low_half_in(RegisterNumber number, uint32_t umin, uint32_t umax) {
  RegisterState state = of_type(RegisterType::Scalar);
  state.scalar.range.umin32 = umin;
  state.scalar.range.umax32 = umax;
  return {number, state};
}

NamedRegister packet_in(RegisterNumber number) { return {number, of_type(RegisterType::Pkt)}; }
NamedRegister unknown_in(RegisterNumber number) { return {number, of_type(RegisterType::Scalar)}; }

Insn add(uint8_t dst, uint8_t src) {
  Insn insn = move(dst, src);
  insn.kind = InsnKind::Alu;
  insn.operation = Operation::Add;
  return insn;
}

const NamedRegister byte_in_5 = number_in(5, 0, 255), nothing_in_5 = number_in(5, 512, 255);
const std::vector<std::string> refuses_2{"R2 invalid mem access 'scalar'"};

Trace hand_written(std::vector<Step> end, const NamedRegister& after_compare = nothing_in_5) {
  std::vector<Step> steps{step(1, load(2, 1, 0), {packet_in(2)}),
                          step(2, load(5, 2, 0, byte), {byte_in_5}),
                          step(3, branch(Operation::Gt, 4, 5, 9), {after_compare})};
  steps.insert(steps.end(), end.begin(), end.end());
  return rejected(std::move(steps), refuses_2);
}

}  // namespace

TEST_CASE("impossible-range: other programs on the kernels that reject them, at both levels") {
  const std::string falls = "where this does not jump", jumps = "where this jumps";
  const std::vector<Variant> rows{
      {"tc-options", 13, {"8 bounded R3", "9 lost R1"}, falls, "at least 1000 and at most 255"},
      {"across-call", 12, {"7 bounded R7", "11 lost R6"}, falls, "at least 4096 and at most 255"},
      {"map-signed", 16, {"13 bounded R2", "15 lost R0"}, jumps, "at least 41 and at most 15"},
      {"narrow32", 13, {"8 bounded R5", "9 lost R1"}, falls, "at least 256 and at most 255"},
      {"scalar-sum", 11, {"9 bounded R3", "10 lost R5"}, falls, "at least 301 and at most 255"},
      {"stack-copy", 10, {"4 bounded R7", "9 lost R4"}, falls, "at least 64 and at most 31"},
  };
  for (const Variant& row : rows)
    for (const std::string kernel : {"5.10", "6.1"})
      for (const std::string level : {"1", "2"})
        check_variant(variants + row.log + "." + kernel + ".level" + level + ".log", row);
}

TEST_CASE("impossible-range: the seed logs, at both levels") {
  const std::string falls = "where this does not jump", range = "at least 512 and at most 255";
  for (const std::string kernel : {"5.10/", "5.10/level1/", "6.1/", "6.1/level1/"}) {
    check_variant(folder + "logs/" + kernel + "invalid-values.log",
                  {"", 10, {"8 bounded R5", "9 lost R2"}, falls, range});
    check_variant(folder + "logs/" + kernel + "invalid-values-checked.log",
                  {"", 13, {"8 bounded R5", "9 lost R2"}, falls, range});
  }
}

TEST_CASE("impossible-range: logs that only look alike stay silent") {
  // data_end is read, another pointer lacks its check, the range is real, the pointer is a new one.
  for (const std::string log : {"near-end", "near-other", "near-reachable", "near-replaced"})
    for (const std::string kernel : {".5.10.level1.log", ".6.1.level2.log"})
      CHECK(leading(variants + log + kernel).slug != "impossible-range");
}

TEST_CASE("impossible-range: by hand") {
  const Finding finding =
      leading(hand_written({step(4, add(2, 5), {unknown_in(2)}), step(5, load(0, 2, 0))}));
  CHECK(finding.slug == "impossible-range");
  CHECK(story_of(finding) == std::vector<std::string>{"3 bounded R5", "4 lost R2"});
  CHECK(finding.rewrites.empty());  // nobody knows which constant it is compared with
  CHECK(finding.message.find("R5 would be at least 512") != std::string::npos);
}

TEST_CASE("impossible-range: the compare turned round, with its constant") {
  const Finding finding = leading(variants + "across-call.5.10.level1.log");
  REQUIRE(finding.rewrites.size() == 1);
  CHECK(finding.rewrites[0].text ==
        "asm volatile(\n"
        "    \"if %[number] < 4096 goto <your label>\\n\\t\"  // number first, then the constant\n"
        "    \"<your next instructions>\"\n    : <your outputs>\n"
        "    : [number] \"r\"(<your number>));\n");
}

TEST_CASE("impossible-range: the number is named as it is used") {
  const auto used = [](std::vector<Step> between, uint8_t number) {
    between.push_back(step(7, add(2, number), {unknown_in(2)}));
    between.push_back(step(8, load(0, 2, 0)));
    return leading(hand_written(std::move(between))).proof.at(1).text;
  };
  CHECK(says(used({}, 5), "with such a number, R5, turns"));
  CHECK(says(used({step(4, move(6, 5), {number_in(6, 512, 255)})}, 6),
             "such a number, R6, a copy of R5, turns"));
  CHECK(says(used({step(4, operation(Operation::Add, 5, 8), {number_in(5, 520, 263)})}, 5),
             "such a number, R5, computed from R5, turns"));
}

TEST_CASE("impossible-range: in C the compare has a name, and the compiler an option") {
  for (const std::string log :
       {"tc-options.clang13.v1.5.10.level1", "tc-options.clang22.v1.6.1.level2"}) {
    const Finding finding = leading(folder + "variants/impossible-range/" + log + ".log");
    CHECK(says(finding.message, "jumbo (R3) would be at least 1000 and at most 255"));
    CHECK(finding.proof.at(0).text.starts_with("where this does not jump, jumbo (R3) would be"));
    CHECK(says(finding.proof.at(1).text, "with such a number, jumbo (R3), turns the pointer R1"));
    REQUIRE(finding.rewrites.size() == 1);
    CHECK(says(finding.rewrites[0].title, "-mcpu=v2"));
    CHECK(says(finding.rewrites[0].text, "-mcpu=v2"));
  }
}

TEST_CASE("impossible-range: in asm the same compare, turned round") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"forwarded.clang15.v1.5.10", "if %[number] <= 600 goto"},
      {"map-signed.clang22.v2.5.10", "if %[number] s> 40 goto"},
      {"second-byte.clang22.v3.6.1", "if %[number] < 70000 goto"},
      {"narrow-compare.clang19.v3.6.1", "if <your w register> < 256 goto"},
  };
  for (const auto& [log, compare] : rows) {
    for (const std::string level : {".level1", ".level2"}) {
      INFO(log << level);
      const Finding finding = leading(folder + "variants/impossible-range/" + log + level + ".log");
      REQUIRE(finding.rewrites.size() == 1);
      CHECK(says(finding.rewrites[0].text, compare));
    }
  }
}

TEST_CASE("impossible-range: near misses by hand stay silent") {
  const std::vector<Trace> traces{
      // The number is possible.
      hand_written({step(4, add(2, 5), {unknown_in(2)}), step(5, load(0, 2, 0))},
                   number_in(5, 100, 255)),
      // Only its low half is not, and all of it is added.
      hand_written({step(4, add(2, 5), {unknown_in(2)}), step(5, load(0, 2, 0))},
                   low_half_in(5, 512, 255)),
      // It is not, but another one is added.
      hand_written({step(4, load(6, 1, 8), {unknown_in(6)}), step(5, add(2, 6), {unknown_in(2)}),
                    step(6, load(0, 2, 0))}),
      // The addition left the pointer a pointer.
      hand_written({step(4, add(2, 5), {packet_in(2)}), step(5, load(0, 2, 0))}),
      // What was computed with it is overwritten.
      hand_written({step(4, add(2, 5), {unknown_in(2)}), step(5, load(2, 1, 8), {unknown_in(2)}),
                    step(6, load(0, 2, 0))}),
      // It is overwritten itself.
      hand_written({step(4, load(5, 1, 8), {unknown_in(5)}), step(5, add(2, 5), {unknown_in(2)}),
                    step(6, load(0, 2, 0))}),
      // The compare is not in what was pasted.
      rejected({step(1, load(2, 1, 0), {packet_in(2), nothing_in_5}),
                step(2, add(2, 5), {unknown_in(2)}), step(3, load(0, 2, 0))},
               refuses_2),
  };
  for (const Trace& trace : traces) CHECK(leading(trace).slug != "impossible-range");
}

TEST_CASE("impossible-range: newer kernels are those that accepted the bad program") {
  const Finding finding = leading(folder + "logs/6.1/invalid-values.log");
  const auto page = std::ranges::find(embedded_pitfalls(), "BL003", &PitfallPage::id);
  REQUIRE(page != embedded_pitfalls().end());
  for (const ProofRow& row : page->proof) {
    if (row.program != "bad") continue;
    const bool is_seen = std::ranges::find(finding.kernels, row.kernel) != finding.kernels.end();
    CHECK(is_seen == (row.verdict == "rejected"));
    CHECK(says(finding.proof[0].text, std::string(row.kernel)) == (row.verdict == "accepted"));
  }
}

}  // namespace bpflens
