// The report of 7.3, as fields, from the real seed log.
#include "read/kernel_report.h"

#include <fstream>

#include "catch.h"
#include "read/log.h"

using namespace bpflens;

namespace {

KernelReport seed_report() {
  std::ifstream file(std::string(BPFLENS_SOURCE_DIR) +
                     "/testdata/logs/7.3/last-byte.clang13.v3.log");
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  const std::vector<Trace> traces = read_logs(text_in_memory(bytes, "seed"));
  return *traces.at(0).decisive_unit()->rejection->report;
}

}  // namespace

TEST_CASE("the report's sections become fields") {
  const KernelReport report = seed_report();
  CHECK(report.category == "Register Type Safety");
  CHECK(report.problem == "Invalid dereference");
  CHECK(report.reason == "R1 has type pkt_end here, which is not valid for this memory access.");
  CHECK(report.suggestion.find("Preserve a pointer-valued register") == 0);
  CHECK(report.other_lines.empty());
}

TEST_CASE("the report's places carry function, line, instruction and label") {
  const KernelReport report = seed_report();
  REQUIRE(report.at);
  CHECK(report.at->function == "xdp_filter");
  CHECK(report.at->source->file == "last-byte.c");
  CHECK(report.at->source->line == 41);
  CHECK(report.at->source->column == 20);
  CHECK(report.at->insn == 3u);
  CHECK(report.at->label == "error");
  REQUIRE(report.causal_path.size() == 2);
  CHECK(report.causal_path[0].label == "update");
  CHECK(report.causal_path[0].annotation ==
        "R1 changed from context pointer at offset 0 to pkt_end at offset 0");
  CHECK(report.causal_path[1].insn == 2u);
}

TEST_CASE("what is not a known section is kept") {
  const KernelReport report = parse_kernel_report(
      {"Verification failed: Policy: No", "", "Active lock:", "  held since insn 4"});
  CHECK(report.problem == "No");
  CHECK(report.other_lines == std::vector<std::string>{"Active lock:", "  held since insn 4"});
}

TEST_CASE("any lines are survived") {
  const KernelReport report =
      parse_kernel_report({"", ":", "At:", "  >>>", "  x @ :::", ">>> 1 |", "^-- ", "Reason:"});
  CHECK(report.category.empty());
}
