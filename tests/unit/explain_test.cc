// What is the user told of a trace? Traces are written by hand; the pages are the real ones.
#include "judge/explain.h"

#include <string>
#include <vector>

#include "catch.h"
#include "rules/pages.h"
#include "rules/registry.h"
#include "unit/judge_traces.h"

namespace bpflens {
namespace {

using namespace hand_built;

std::string printed_register(const RegisterState& state, Era) {
  return state.type == RegisterType::Scalar ? "scalar" : "pointer";
}

std::string printed_slot(const StackSlot& slot, Era) {
  return "slot" + std::to_string(slot.offset);
}

ProgramResult explained(const Trace& trace) {
  const Knowledge knowledge{embedded_messages(), embedded_pitfalls(), all_rules()};
  return explain_trace(trace, knowledge, {printed_register, printed_slot});
}

// A path of `rounds` visits to one undecided branch, then a bad load.
Trace long_way(uint32_t rounds) {
  std::vector<Step> steps;
  for (uint32_t i = 0; i < rounds; i++) steps.push_back(step(0, branch(Operation::Ne, 1, 2, -1)));
  steps.push_back(step(1, load(0, 7, 8), {}));
  return rejected(std::move(steps), {"R7 invalid mem access 'scalar'"});
}

}  // namespace

TEST_CASE("a rejection without a pitfall leads with its message page") {
  const auto result =
      explained(rejected({step(0, move(7, 1)), step(1, load(0, 7, 8))}, {"R7 !read_ok"}));
  REQUIRE(result.findings.size() == 1);
  CHECK(result.verdict == Verdict::Rejected);
  CHECK(result.findings[0].slug == "uninitialised-register");
  CHECK(result.findings[0].rule == result.message_id);
  CHECK(result.findings[0].mechanism == "REG_UNINIT");
  CHECK(result.findings[0].location.insn == 1U);
  CHECK(result.findings[0].kernels.empty());
  CHECK(result.place.log_line == 2);
  CHECK(result.obligation.register_name == "R7");
  CHECK(result.obligation.size == 4);
  REQUIRE(result.states.size() == 1);
  CHECK(result.states[0].name == "R7");
}

TEST_CASE("a sentence without a page is quoted and never silent") {
  const auto result =
      explained(rejected({step(0, load(0, 1, 8))}, {"a sentence that nobody knows"}));
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].rule == "BE000");
  CHECK(result.findings[0].location.insn == 0U);
  CHECK_FALSE(result.findings[0].message.empty());
  CHECK(result.message_id.empty());
  CHECK(result.sentence == std::vector<std::string>{"a sentence that nobody knows"});
}

TEST_CASE("an accepted program has no findings, whatever else the trace holds") {
  Trace trace = rejected({step(0, load(0, 1, 8))}, {"R1 !read_ok"});
  trace.verdict = Verdict::Accepted;
  CHECK(explained(trace).findings.empty());
}

TEST_CASE("a cut log whose sentence is there is explained") {
  Trace trace = rejected({step(0, load(0, 1, 8))}, {"R1 !read_ok"});
  trace.verdict = Verdict::Unknown;
  const auto result = explained(trace);
  CHECK(result.verdict == Verdict::Unknown);
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].slug == "uninitialised-register");
}

TEST_CASE("the last branches of the path are listed, the others counted") {
  const auto few = explained(long_way(3));
  CHECK(few.branches.size() == 3);
  CHECK(few.branches_left_out == 0);
  const auto many = explained(long_way(1000));
  CHECK(many.branches.size() == 8);
  CHECK(many.branches_left_out == 992);
  CHECK(many.branches.front().jumped);
  CHECK_FALSE(many.branches.back().jumped);
}

TEST_CASE("an instruction that the sentence names is the place") {
  const auto result =
      explained(rejected({step(4, move(0, 1)), step(5, branch(Operation::Ne, 0, 1, -2))},
                         {"infinite loop detected at insn 4"}));
  CHECK(result.place.insn == 4U);
  CHECK(result.place.log_line == 5);
}

TEST_CASE("where the last printed instruction has nothing to do with it, there is no place") {
  const auto result = explained(
      rejected({step(0, load(0, 1, 8))}, {"combined stack size of 2 calls is 576. Too large"}));
  CHECK_FALSE(result.place.insn);
  CHECK(result.states.empty());
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].slug == "stack-too-deep");
}

TEST_CASE("stack messages show the slots that they are about") {
  const auto result = explained(
      rejected({step(0, load(0, 10, -12, 8))}, {"invalid read from stack off -12+4 size 8"}));
  std::vector<std::string> names;
  for (const InvolvedState& state : result.states) names.push_back(state.name);
  CHECK(names == std::vector<std::string>{"R10", "fp-16", "fp-8"});
}

TEST_CASE("broken rejections are survived") {
  CHECK(explained(rejected({}, {"unknown opcode d7"})).findings.size() == 1);
  CHECK(explained(rejected({}, {})).findings.size() == 1);
  Trace beyond = rejected({step(0, load(0, 1, 8))}, {"R1 !read_ok"});
  beyond.units[0].rejection->step = 77;
  CHECK_FALSE(explained(beyond).place.insn);
  CHECK(explained(Trace{}).findings.size() == 1);
}

TEST_CASE("a log without a sentence names no cause, whatever instructions it shows") {
  Trace trace = rejected({step(0, load(0, 1, 8)), step(1, load(0, 0, 8))}, {});
  trace.units[0].rejection.reset();
  trace.verdict = trace.units[0].verdict = Verdict::Unknown;
  trace.capture.cut = Cut::Tail;
  const auto result = explained(trace);
  REQUIRE(result.findings.size() == 1);
  const Finding& finding = result.findings[0];
  CHECK(finding.slug == "log-without-sentence");
  CHECK(finding.severity == Severity::Note);
  CHECK(finding.mechanism.empty());
  CHECK(finding.layer.empty());
  CHECK(finding.rewrites.empty());
  CHECK_FALSE(finding.location.insn);
  CHECK(result.notes.size() == 1);
  CHECK(result.message_id.empty());
  // A loader that shows an error shows that there was a refusal.
  trace.capture.said.error = "Permission denied";
  CHECK(explained(trace).findings[0].severity == Severity::Error);
}

TEST_CASE("remarks of a log without a sentence are told as such") {
  Trace trace;
  trace.capture.remarks = {"arg#0 reference type('UNKNOWN ') size cannot be determined: -22"};
  CHECK(explained(trace).notes.size() == 1);
  trace.verdict = Verdict::Accepted;
  CHECK(explained(trace).notes.empty());
  CHECK(explained(trace).findings.empty());
}

}  // namespace bpflens
