// When does bounds-check-folded fire? Programs are written by hand, in the shapes that clang gives
// them and in shapes that only look alike.
#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "judge/explain.h"
#include "rules/pages.h"
#include "rules/registry.h"
#include "unit/judge_traces.h"

namespace bpflens {
namespace {

using namespace hand_built;

const std::string read_through_end = "R1 invalid mem access 'pkt_end'";
constexpr int32_t data = 0, data_end = 4;

std::string printed_register(const RegisterState&, Era) { return ""; }
std::string printed_slot(const StackSlot&, Era) { return ""; }

Finding leading(const Trace& trace) {
  const Knowledge knowledge{embedded_messages(), embedded_pitfalls(), all_rules()};
  const auto result = explain_trace(trace, knowledge, {printed_register, printed_slot});
  REQUIRE(result.findings.size() == 1);
  return result.findings[0];
}

NamedRegister end_in(RegisterNumber number) { return {number, of_type(RegisterType::PktEnd)}; }
NamedRegister packet_in(RegisterNumber number) { return {number, of_type(RegisterType::Pkt)}; }
NamedRegister number_in(RegisterNumber number) { return {number, of_type(RegisterType::Scalar)}; }

std::vector<std::string> story_of(const Finding& finding) {
  std::vector<std::string> events;
  for (const ProofEvent& event : finding.proof)
    events.push_back(std::to_string(event.place.insn.value_or(999)) + " " +
                     std::string(name_of(event.kind)) + " " + event.register_name);
  return events;
}

}  // namespace

TEST_CASE("bounds-check-folded: the shape of every clang") {
  for (const Operation operation : {Operation::Gt, Operation::Ge, Operation::Lt, Operation::Le}) {
    const Finding finding = leading(
        rejected({step(1, load(1, 1, data_end), {end_in(1)}),
                  step(2, branch(operation, 1, 1), {end_in(1)}), step(3, load(0, 1, -1, 1))},
                 {read_through_end}));
    CHECK(finding.slug == "bounds-check-folded");
    CHECK(finding.rule == "BL001");
    CHECK(finding.location.insn == 3U);
    REQUIRE(finding.lost_at);
    CHECK(finding.lost_at->insn == 2U);
    CHECK(finding.ending == Ending::NeverMade);
    CHECK(story_of(finding) == std::vector<std::string>{"1 acquired R1", "2 missing R1"});
    CHECK(finding.rewrites.size() == 1);
  }
}

TEST_CASE("bounds-check-folded: states only after the branch, as 5.10 tells at level 1") {
  const Finding finding = leading(
      rejected({step(1, load(1, 1, data_end)), step(2, branch(Operation::Gt, 1, 1), {end_in(1)}),
                step(3, load(0, 1, -1, 1))},
               {read_through_end}));
  CHECK(finding.slug == "bounds-check-folded");
}

TEST_CASE("bounds-check-folded: through copies, a spill and other instructions") {
  const Finding finding =
      leading(rejected({step(1, load(7, 1, data_end), {end_in(7)}), step(2, store(10, -8, 7)),
                        step(3, move(8, 7), {end_in(8)}),
                        step(4, branch(Operation::Gt, 8, 7), {end_in(7), end_in(8)}),
                        step(5, load(3, 10, -8, 8), {end_in(3)}), step(6, move(4, 3), {end_in(4)}),
                        step(7, load(0, 4, -4, 4))},
                       {"R4 invalid mem access 'pkt_end'"}));
  CHECK(finding.slug == "bounds-check-folded");
  CHECK(story_of(finding) == std::vector<std::string>{"1 acquired R7", "2 spilled fp-8",
                                                      "5 filled R3", "6 copied R4",
                                                      "4 missing R8"});
}

TEST_CASE("bounds-check-folded: near misses stay silent") {
  const std::vector<Trace> traces{
      // The end of the packet is read without any check.
      rejected({step(1, load(1, 1, data_end), {end_in(1)}), step(2, load(0, 1, -1, 1))},
               {read_through_end}),
      // A real check, then a read through the wrong pointer.
      rejected(
          {step(1, load(2, 1, data), {packet_in(2)}), step(2, load(1, 1, data_end), {end_in(1)}),
           step(3, branch(Operation::Gt, 2, 1), {packet_in(2), end_in(1)}),
           step(4, load(0, 1, -1, 1))},
          {read_through_end}),
      // A number that is compared with itself.
      rejected({step(1, load(3, 1, 8), {number_in(3)}), step(2, load(1, 1, data_end), {end_in(1)}),
                step(3, branch(Operation::Gt, 3, 3), {number_in(3)}), step(4, load(0, 1, -1, 1))},
               {read_through_end}),
      // Equality is no bounds check.
      rejected({step(1, load(1, 1, data_end), {end_in(1)}),
                step(2, branch(Operation::Eq, 1, 1), {end_in(1)}), step(3, load(0, 1, -1, 1))},
               {read_through_end}),
      // The folded compare is there, but another register is at fault.
      rejected({step(1, load(1, 1, data_end), {end_in(1)}),
                step(2, branch(Operation::Gt, 1, 1), {end_in(1)}),
                step(3, load(4, 10, -8, 8), {number_in(4)}), step(4, load(0, 4, 0, 1))},
               {"R4 invalid mem access 'scalar'"}),
  };
  for (const Trace& trace : traces) CHECK(leading(trace).slug != "bounds-check-folded");
}

TEST_CASE("bounds-check-folded: seen on what the proof table says, and nothing else") {
  const PitfallPage& page = embedded_pitfalls()[0];
  REQUIRE(page.id == "BL001");
  const Finding finding = leading(
      rejected({step(1, load(1, 1, data_end), {end_in(1)}),
                step(2, branch(Operation::Gt, 1, 1), {end_in(1)}), step(3, load(0, 1, -1, 1))},
               {read_through_end}));
  for (const ProofRow& row : page.proof) {
    const bool is_seen = std::ranges::find(finding.kernels, row.kernel) != finding.kernels.end();
    const bool rejects = std::ranges::any_of(page.proof, [&](const ProofRow& other) {
      return other.kernel == row.kernel && other.program == "bad" && other.verdict == "rejected";
    });
    CHECK(is_seen == rejects);
  }
}

}  // namespace bpflens
