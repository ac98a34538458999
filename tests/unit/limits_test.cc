// Where did the verifier's work go? Real logs of programs whose rounds, branches and calls can be
// counted by hand, of several kernels, which walk them alike.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "catch.h"
#include "session/session.h"

namespace bpflens {
namespace {

const std::vector<std::string> kernels{"5.10", "6.1", "6.12", "6.18", "7.3"};

std::string text_of(const std::string& name) {
  std::ifstream file(BPFLENS_SOURCE_DIR "/testdata/limits/" + name, std::ios::binary);
  INFO(name);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

ProgramResult explained(const std::string& name) {
  const Text text = text_in_memory(text_of(name), name);
  std::vector<ProgramResult> results;
  explain(text, {.find_sources = {}, .tell_limits = TellLimits::Always, .object = nullptr},
          [&](ProgramResult&& result) { results.push_back(std::move(result)); });
  REQUIRE(results.size() == 1);
  return std::move(results[0]);
}

Limits limits_in(const std::string& name) { return explained(name).limits.value(); }

std::string line_of(const Place& place) { return place.source ? place.source->text : ""; }

// Where the walk stopped because an earlier visit had shown that all is well: counted as processed
// as well.
uint64_t prunes_in(const std::string& text) {
  uint64_t count = 0;
  for (size_t at = text.find(": safe\n"); at != std::string::npos;
       at = text.find(": safe\n", at + 1))
    ++count;
  return count;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const LineWork* line_with(const Limits& limits, const std::string& words) {
  for (const LineWork& line : limits.lines)
    if (has(line_of(line.place), words)) return &line;
  return nullptr;
}

}  // namespace

TEST_CASE("limits: rounds of loops in each other") {
  for (const std::string& kernel : kernels) {
    INFO(kernel);
    const Limits limits = limits_in("nested." + kernel + ".log");
    REQUIRE(limits.loops.size() == 2);
    const LoopWork &outer = limits.loops[0], &inner = limits.loops[1];
    CHECK(has(line_of(outer.last), "line < 6"));
    CHECK(outer.rounds == 6);
    CHECK(outer.most_rounds == 6);
    CHECK(outer.entered == 1);
    CHECK(has(line_of(inner.last), "column < 4"));
    CHECK(inner.rounds == 24);
    CHECK(inner.most_rounds == 4);
    CHECK(inner.entered == 6);
    // The innermost one with most of the work.
    REQUIRE(limits.dearest_loop);
    CHECK(limits.dearest_loop->first.insn == inner.first.insn);
    CHECK_FALSE(limits.dearest_branch);
    const LineWork* sum = line_with(limits, "sum += bpf_get_prandom_u32();");
    REQUIRE(sum);
    CHECK(sum->visits == 24U * sum->insns);
  }
}

TEST_CASE("limits: a line that clang unrolled is one line") {
  for (const std::string& kernel : kernels) {
    INFO(kernel);
    const Limits limits = limits_in("rounds." + kernel + ".log");
    const LineWork* sum = line_with(limits, "sum += bpf_get_prandom_u32();");
    REQUIRE(sum);
    CHECK(sum->visits == 12U * sum->insns);
    CHECK(limits.lines[0].place.insn == sum->place.insn);
    REQUIRE(limits.loops.size() == 1);
    CHECK(limits.loops[0].rounds == 12);
  }
}

TEST_CASE("limits: the branch whose two ways stay apart, and the value that keeps them apart") {
  for (const std::string& kernel : kernels) {
    INFO(kernel);
    const Limits limits = limits_in("hits." + kernel + ".log");
    REQUIRE(limits.dearest_branch);
    const BranchWork& branch = *limits.dearest_branch;
    CHECK(has(line_of(branch.place), "if (bpf_get_prandom_u32() == 7)"));
    CHECK(branch.insns == 12);  // unrolled
    CHECK(branch.sides.resumed == branch.sides.jumped);
    CHECK(branch.sides.resumed > branch.sides.merged);
    CHECK(branch.sides.behind * 2 > limits.visits);
    REQUIRE_FALSE(branch.varied.empty());
    CHECK(branch.varied[0].name == "R7");
    CHECK(branch.varied[0].type == "a number");
    CHECK(branch.varied[0].values == std::vector<std::string>{"0", "1"});
  }
}

TEST_CASE("limits: a function is walked for each call, a global one once") {
  for (const std::string& kernel : kernels) {
    INFO(kernel);
    const Limits limits = limits_in("global." + kernel + ".log");
    REQUIRE(limits.functions.size() == 1);
    const FunctionWork& function = limits.functions[0];
    CHECK(function.name == "sum_at_call");
    CHECK(function.calls == 3);
    CHECK(function.entered == 3);
    REQUIRE(limits.dearest_function);
    CHECK(limits.dearest_function->first_insn == function.first_insn);
  }
}

TEST_CASE("limits: the deepest chain of calls is not the first, nor that of most calls") {
  for (const std::string& kernel : kernels) {
    INFO(kernel);
    const Limits limits = limits_in("calls." + kernel + ".log");
    REQUIRE(limits.call_chain.size() == 2);
    const ChainedFunction &program = limits.call_chain[0], &callee = limits.call_chain[1];
    CHECK(program.first_insn == 0);
    CHECK_FALSE(program.call);
    CHECK(callee.name == "one_large");
    CHECK(callee.stack_bytes == 200);
    CHECK(has(line_of(*callee.call), "sum += one_large(skb);"));
  }
}

TEST_CASE("limits: stack that is too deep is told by the calls") {
  for (const std::string& kernel : kernels) {
    INFO(kernel);
    const ProgramResult result = explained("too-deep." + kernel + ".log");
    REQUIRE(result.findings.size() == 1);
    const Finding& finding = result.findings[0];
    REQUIRE(finding.proof.size() == 1);
    CHECK(has(line_of(finding.location), "sum += one_large(skb);"));
    CHECK(has(finding.proof[0].text, "64 bytes"));
    CHECK(has(finding.proof[0].text, "one_large has 480 bytes"));
  }
}

TEST_CASE("limits: a log of one path says what to type for one of all paths") {
  const ProgramResult result = explained("too-deep.6.18.level1.log");
  REQUIRE_FALSE(result.whole_log.empty());
  CHECK(has(result.whole_log[0].line, "2 | 4"));
  CHECK(result.limits->visits == 0);
  CHECK(result.limits->lines.empty());
}

TEST_CASE("limits: what is counted fits what the kernel counted") {
  for (const std::string& kernel : kernels) {
    for (const char* name : {"rounds", "nested", "hits", "global", "calls"}) {
      INFO(name << " " << kernel);
      const std::string log = std::string(name) + "." + kernel + ".log";
      const ProgramResult result = explained(log);
      const Limits& limits = *result.limits;
      uint64_t behind = 0;
      for (const BranchWork& branch : limits.branch_lines) {
        behind += branch.sides.behind;
        CHECK(branch.sides.merged <= branch.sides.resumed);
        CHECK(branch.sides.resumed <= branch.sides.fell_through + branch.sides.jumped);
      }
      CHECK(behind <= limits.visits);
      CHECK(limits.visits + prunes_in(text_of(log)) == *result.stats.processed);
    }
  }
}

}  // namespace bpflens
