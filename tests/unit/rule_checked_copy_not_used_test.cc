// When does checked-copy-not-used fire? On logs of real kernels at both levels, on programs written
// by hand with other registers and memory, and not on those that only look alike.
#include <string>
#include <vector>

#include "catch.h"
#include "judge/explain.h"
#include "rules/pages.h"
#include "rules/registry.h"
#include "unit/explained_log.h"
#include "unit/judge_traces.h"

namespace bpflens {
namespace {

using namespace hand_built;

const std::string logs = BPFLENS_SOURCE_DIR "/testdata/logs/";

std::string printed_register(const RegisterState&, Era) { return ""; }
std::string printed_slot(const StackSlot&, Era) { return ""; }

Finding leading(const Trace& trace) {
  const Knowledge knowledge{embedded_messages(), embedded_pitfalls(), all_rules()};
  const auto result = explain_trace(trace, knowledge, {printed_register, printed_slot});
  REQUIRE(result.findings.size() == 1);
  return result.findings[0];
}

std::vector<std::string> texts_of(const Finding& finding) {
  std::vector<std::string> texts;
  for (const ProofEvent& event : finding.proof) texts.push_back(event.text);
  return texts;
}

RegisterState map_value(uint32_t size) {
  RegisterState state = of_type(RegisterType::MapValue);
  state.value_size = size;
  state.scalar = constant_scalar(0);
  return state;
}

RegisterState number(uint64_t umin, uint64_t umax) {
  RegisterState state = of_type(RegisterType::Scalar);
  state.scalar.range.umin = umin;
  state.scalar.range.umax = umax;
  state.scalar = synced(state.scalar, Era::F);
  return state;
}

constexpr uint8_t byte = 1, word = 4, whole = 8;
constexpr uint64_t any_word = UINT32_MAX;

// R6 is a map value of 64 bytes, and R7 a number; the last of `steps` is rejected.
Trace in_map(std::vector<Step> steps, const std::string& sentence) {
  std::vector<Step> all{step(1, helper("bpf_map_lookup_elem"), {{0, map_value(64)}}),
                        step(2, move(6, 0), {{6, map_value(64)}}),
                        step(3, load(7, 6, 8, word), {{7, number(0, any_word)}})};
  all.insert(all.end(), steps.begin(), steps.end());
  return rejected(std::move(all), {sentence});
}

const std::string unbounded =
    "R6 unbounded memory access, make sure to bounds check any such access";

Insn plus(uint8_t dst, uint8_t src) { return operation_with(Operation::Add, dst, src); }

// `check` limits R8 to `limit`, and R7, the same number, is used.
Trace checked_elsewhere(uint64_t limit, const Insn& copy = narrow_move(8, 7),
                        const Insn& last = load(0, 6, 0, byte)) {
  return in_map(
      {step(4, copy, {{8, number(0, any_word)}}),
       step(5, compare(Operation::Gt, 8, static_cast<int64_t>(limit)), {{8, number(0, limit)}}),
       step(6, plus(6, 7), {{7, number(0, any_word)}}), step(7, last)},
      unbounded);
}

// R8 and R7 are loaded from R6 + 4; in between a store through R9, a copy of `pointer` that `moved`
// has moved. R0 points to another map value.
Trace loaded_twice(uint8_t pointer, const Insn& moved) {
  return in_map(
      {step(4, load(8, 6, 4, word), {{8, number(0, any_word)}}),
       step(5, compare(Operation::Gt, 8, 40), {{8, number(0, 40)}}),
       step(6, helper("bpf_map_lookup_elem"), {{0, map_value(64)}}),
       step(7, move(9, pointer), {{9, map_value(64)}}), step(8, moved, {{9, map_value(64)}}),
       step(9, store(9, 0, 10)), step(10, load(7, 6, 4, word), {{7, number(0, any_word)}}),
       step(11, plus(6, 7), {{7, number(0, any_word)}}), step(12, load(0, 6, 0, byte))},
      unbounded);
}

void check_mirroring(const std::string& log, uint32_t check_insn) {
  const Finding finding = rejected_log(log).findings[0];
  INFO(log);
  CHECK(finding.rule == "BL002");
  REQUIRE(finding.lost_at);
  CHECK(finding.lost_at->insn == check_insn);
  CHECK(finding.ending == Ending::Lost);
  const auto at = [&](uint32_t offset) { return std::to_string(check_insn + offset); };
  CHECK(story_of(finding) == std::vector<std::string>{std::to_string(check_insn - 4) + " copied R4",
                                                      at(0) + " checked-other-copy R4",
                                                      at(2) + " computed R3",
                                                      at(4) + " computed R3", at(8) + " missing R3",
                                                      at(10) + " missing R4"});
}

}  // namespace

TEST_CASE("checked-copy-not-used: mirroring on every kernel, at both levels") {
  for (const std::string kernel : {"5.10", "6.1", "6.12", "6.18", "7.2", "7.3"}) {
    for (const std::string level : {"/", "/level1/"}) {
      check_mirroring(logs + kernel + level + "mirroring.clang13.v2.log", 29);
      check_mirroring(logs + kernel + level + "mirroring.clang19.v2.log", 28);
    }
  }
}

TEST_CASE("checked-copy-not-used: what is left without a limit, and who has to change") {
  const auto labels = [](const std::string& log) {
    const std::string folder = BPFLENS_SOURCE_DIR "/testdata/variants/checked-copy-not-used/";
    const Finding finding = rejected_log(folder + log + ".level2.log").findings[0];
    return finding.mechanism + " " + finding.layer;
  };
  CHECK(labels("tc-parser.clang15.v2.6.18") == "PKT_VAR_OFFSET lowering_artifact");
  CHECK(labels("table-slot.clang19.v2.6.18") == "MEM_BOUNDS lowering_artifact");
  CHECK(labels("read-argument.clang13.v1.6.1") == "HELPER_SIZE lowering_artifact");
  // The C itself reads the memory once to check and once more to use it.
  CHECK(labels("shared-index.clang13.v3.5.10") == "MEM_BOUNDS source_bug");
  CHECK(labels("store-between.clang19.v3.6.18") == "PKT_VAR_OFFSET source_bug");
}

TEST_CASE("checked-copy-not-used: both levels say the same") {
  for (const std::string kernel : {"5.10", "6.1", "6.12", "6.18", "7.2", "7.3"}) {
    const std::string log = "mirroring.clang19.v2.log";
    const Finding at_2 = rejected_log(logs + kernel + "/" + log).findings[0];
    const Finding at_1 = rejected_log(logs + kernel + "/level1/" + log).findings[0];
    CHECK(at_1.message == at_2.message);
    CHECK(texts_of(at_1) == texts_of(at_2));
  }
}

TEST_CASE("checked-copy-not-used: by hand, the copy is checked") {
  const Finding finding = leading(checked_elsewhere(40));
  CHECK(finding.slug == "checked-copy-not-used");
  CHECK(finding.location.insn == 7U);
  REQUIRE(finding.lost_at);
  CHECK(finding.lost_at->insn == 5U);
  CHECK(story_of(finding) == std::vector<std::string>{"4 copied R8", "5 checked-other-copy R8",
                                                      "6 computed R7", "7 missing R6"});
  CHECK(texts_of(finding)[1] ==
        "this check limits R8 to at most 40, but not R7, which is used below");
  CHECK(texts_of(finding)[2] == "R7 is added to the pointer R6, and may be 0 to 4294967295");
}

TEST_CASE("checked-copy-not-used: the copy is used") {
  const Finding finding = leading(in_map(
      {step(4, move(8, 7), {{8, number(0, any_word)}}),
       step(5, compare(Operation::Gt, 7, 40), {{7, number(0, 40)}, {8, number(0, any_word)}}),
       step(6, plus(6, 8), {{8, number(0, any_word)}}), step(7, load(0, 6, 0, byte))},
      unbounded));
  CHECK(finding.slug == "checked-copy-not-used");
  CHECK(story_of(finding) == std::vector<std::string>{"4 copied R8", "5 checked-other-copy R7",
                                                      "6 computed R8", "7 missing R6"});
}

TEST_CASE("checked-copy-not-used: a second load, and the size of a call") {
  const Finding reread = leading(
      in_map({step(4, load(8, 6, 4, word), {{8, number(0, any_word)}}),
              step(5, compare(Operation::Gt, 8, 40), {{8, number(0, 40)}}),
              step(6, load(9, 6, 4, word), {{9, number(0, any_word)}}),
              step(7, plus(6, 9), {{9, number(0, any_word)}}), step(8, load(0, 6, 0, byte))},
             unbounded));
  CHECK(reread.slug == "checked-copy-not-used");
  CHECK(story_of(reread) == std::vector<std::string>{"4 acquired R8", "5 checked-other-copy R8",
                                                     "6 acquired R9", "7 computed R9",
                                                     "8 missing R6"});
  const Finding size = leading(in_map(
      {step(4, narrow_move(8, 7), {{8, number(0, any_word)}}),
       step(5, compare(Operation::Gt, 8, 64), {{8, number(0, 64)}}),
       step(6, move(1, 6), {{1, map_value(64)}}), step(7, move(2, 7), {{2, number(0, any_word)}}),
       step(8, helper("bpf_probe_read_kernel"))},
      "R2 unbounded memory access, use 'var &= const' or 'if (var < const)'"));
  CHECK(size.slug == "checked-copy-not-used");
  CHECK(story_of(size) == std::vector<std::string>{"4 copied R8", "5 checked-other-copy R8",
                                                   "7 copied R2", "8 computed R2"});
}

TEST_CASE("checked-copy-not-used: through the stack") {
  const Finding finding = leading(in_map(
      {step(4, store(10, -8, 7)), step(5, compare(Operation::Gt, 7, 40), {{7, number(0, 40)}}),
       step(6, load(8, 10, -8, whole), {{8, number(0, any_word)}}),
       step(7, plus(6, 8), {{8, number(0, any_word)}}), step(8, load(0, 6, 0, byte))},
      unbounded));
  CHECK(finding.slug == "checked-copy-not-used");
  CHECK(story_of(finding) == std::vector<std::string>{"4 spilled fp-8", "5 checked-other-copy R7",
                                                      "6 filled R8", "7 computed R8",
                                                      "8 missing R6"});
}

TEST_CASE("checked-copy-not-used: what was made of the number before the check") {
  const Finding finding = leading(
      in_map({step(4, move(8, 7), {{8, number(0, any_word)}}),
              step(5, operation(Operation::Add, 7, 20), {{7, number(20, any_word + 20)}}),
              step(6, compare(Operation::Gt, 8, 40), {{8, number(0, 40)}}),
              step(7, plus(6, 7), {{7, number(20, any_word + 20)}}), step(8, load(0, 6, 0, byte))},
             unbounded));
  CHECK(finding.slug == "checked-copy-not-used");
  CHECK(finding.message ==
        "the check limits a number in R8, but the address is computed from what was made of "
        "another copy, in R7");
}

TEST_CASE("checked-copy-not-used: of a size only the low half is meant") {
  const auto sized = [](const std::string& callee) {
    const NamedRegister odd{7, number(0, 2 * any_word)};
    return leading(
        in_map({step(4, operation(Operation::Add, 7, 99), {odd}), step(5, narrow_move(8, 7)),
                step(6, compare(Operation::Gt, 8, 64), {{8, number(0, 64)}}),
                step(7, move(1, 6), {{1, map_value(64)}}), step(8, move(2, 7), {{2, odd.state}}),
                step(9, helper(callee))},
               "R2 unbounded memory access, use 'var &= const' or 'if (var < const)'"));
  };
  CHECK(sized("bpf_probe_read_kernel").slug == "checked-copy-not-used");
  CHECK(sized("bpf_ringbuf_output").slug != "checked-copy-not-used");
}

TEST_CASE("checked-copy-not-used: near misses stay silent") {
  Insn add_one = operation(Operation::Add, 8, 1);
  const NamedRegister any_8{8, number(0, any_word)}, small_8{8, number(0, 40)};
  const Step use = step(8, plus(6, 7), {{7, number(0, any_word)}}),
             read = step(9, load(0, 6, 0, byte));
  const std::vector<Trace> traces{
      // The limit is too high for the memory, by one.
      checked_elsewhere(64),
      // The access reaches farther than the limit allows for.
      checked_elsewhere(40, narrow_move(8, 7), load(0, 6, 24, byte)),
      // Another number was checked.
      checked_elsewhere(40, load(8, 6, 12, word)),
      // Only a part of the number was checked.
      checked_elsewhere(40, load(8, 6, 8, byte)),
      // The checked one was changed before.
      in_map({step(4, move(8, 7), {any_8}), step(5, add_one, {any_8}),
              step(6, compare(Operation::Gt, 8, 40), {small_8}), use, read},
             unbounded),
      // What is added to the used one leads outside again.
      in_map({step(4, move(8, 7), {any_8}), step(5, operation(Operation::Add, 7, 24)),
              step(6, compare(Operation::Gt, 8, 40), {small_8}), use, read},
             unbounded),
      // The check is on the side that the path does not take.
      in_map({step(4, move(8, 7), {any_8}),
              step(5, compare(Operation::Lt, 8, 40), {{8, number(40, any_word)}}), use, read},
             unbounded),
      // Nobody checks.
      in_map({step(4, move(8, 7), {any_8}), use, read}, unbounded),
      // The check comes after the addition.
      in_map({step(4, move(8, 7), {any_8}), step(5, plus(6, 7), {{7, number(0, any_word)}}),
              step(6, compare(Operation::Gt, 8, 40), {small_8}), read},
             unbounded),
      // Between the two loads the memory is written.
      in_map({step(4, load(8, 6, 4, word), {any_8}),
              step(5, compare(Operation::Gt, 8, 40), {small_8}), step(6, store(6, 0, 1)),
              step(7, load(7, 6, 4, word), {{7, number(0, any_word)}}), use, read},
             unbounded),
      // Somewhere in the same memory.
      loaded_twice(6, plus(9, 7)),
      // Who knows where.
      loaded_twice(6, plus(9, 5)),
  };
  for (const Trace& trace : traces) CHECK(leading(trace).slug != "checked-copy-not-used");
}

TEST_CASE("checked-copy-not-used: a store somewhere in other memory changes nothing") {
  CHECK(leading(loaded_twice(0, plus(9, 7))).slug == "checked-copy-not-used");
  CHECK(leading(loaded_twice(6, operation(Operation::Add, 9, 32))).slug == "checked-copy-not-used");
}

TEST_CASE("checked-copy-not-used: without a source the lines have gaps to fill in") {
  const Finding finding = leading(checked_elsewhere(40));
  REQUIRE(finding.rewrites.size() == 1);
  CHECK(finding.rewrites[0].edits.empty());
  CHECK(finding.rewrites[0].text ==
        "unsigned long wide = <your value>;\n"
        "asm volatile(\"\" : \"+r\"(wide));  // one 64-bit number for the check and the use\n"
        "if (wide >= <your limit>) <what you do then>  // your own check, with wide in it\n"
        "<your pointer> + wide  // where <your value> was used\n");
}

}  // namespace bpflens
