// Is the story about what is at fault, whatever the kernel's sentence names? Logs of the same
// programs from five kernels.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.h"
#include "unit/explained_log.h"

namespace bpflens {
namespace {

const std::vector<std::string> all_kernels{"5.10", "6.1", "6.12", "7.2", "7.3"},
    new_kernels{"6.12", "7.2", "7.3"};

struct Row {
  std::string program, register_name;
  std::string words;  // an event says so
  std::vector<std::string> kernels = all_kernels;
};

Finding finding_of(const Row& row, const std::string& kernel) {
  const std::filesystem::path logs =
      std::filesystem::path(BPFLENS_SOURCE_DIR) / "testdata/subjects";
  return rejected_log((logs / (row.program + "." + kernel + ".log")).string()).findings[0];
}

bool tells(const Finding& finding, ProofKind kind, const Row& row) {
  return std::ranges::any_of(finding.proof, [&](const ProofEvent& event) {
    return event.kind == kind && event.register_name == row.register_name &&
           event.text.find(row.words) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("subjects: a register that a call took away, and which call") {
  const std::vector<Row> rows{
      {"after_helper", "R4", "bpf_ktime_get_ns takes R4 away"},
      {"after_subprogram", "R3", "the subprogram takes R3 away"},
      {"long_after", "R2", "bpf_ktime_get_ns takes R2 away"},
      {"in_a_loop", "R1", "bpf_ktime_get_ns takes R1 away"},
      {"argument_forgotten", "R2", "bpf_ktime_get_ns takes R2 away"},
      {"after_packet_load", "R3", "this packet load takes R3 away"},
      {"after_kernel_function", "R5", "bpf_rcu_read_unlock takes R5 away", new_kernels},
      {"in_callback", "R3", "bpf_ktime_get_ns takes R3 away", new_kernels},
  };
  for (const Row& row : rows)
    for (const std::string& kernel : row.kernels) {
      INFO(row.program << " on " << kernel);
      const Finding finding = finding_of(row, kernel);
      CHECK(finding.ending == Ending::Lost);
      CHECK(tells(finding, ProofKind::Invalidated, row));
      REQUIRE(finding.lost_at);
      CHECK(finding.lost_at->insn != finding.location.insn);
    }
}

TEST_CASE("subjects: an argument that nobody gives") {
  const std::string main = "only R1, the context, has a value when the program begins";
  const std::vector<Row> rows{
      {"two_parameters", "R2", main},
      {"third_parameter", "R3", main},
      {"global_function", "R3", "only the function's arguments have a value when it begins"},
  };
  for (const Row& row : rows)
    for (const std::string& kernel : row.kernels) {
      INFO(row.program << " on " << kernel);
      const Finding finding = finding_of(row, kernel);
      CHECK(finding.ending == Ending::NeverMade);
      CHECK(tells(finding, ProofKind::Missing, row));
    }
}

TEST_CASE("subjects: the size, not the buffer") {
  const std::vector<Row> rows{
      {"zero_into_stack", "R4", "wanted (R4) is the size for R3"},
      {"zero_into_value", "R4", "wanted (R4) is the size for R3"},
      {"zero_of_mask", "R4", "ctx->len & 31 (R4) is the size for R3"},
      {"negative_into_stack", "R4", "left (R4) is the size for R3"},
      {"negative_into_value", "R4", "left (R4) is the size for R3"},
      {"large_into_stack", "R4", "length (R4) is the size for R3"},
      {"large_into_value", "R4", "length (R4) is the size for R3"},
      {"unlimited", "R4", "total (R4) is the size for R3"},
  };
  for (const Row& row : rows)
    for (const std::string& kernel : row.kernels) {
      INFO(row.program << " on " << kernel);
      const Finding finding = finding_of(row, kernel);
      CHECK(tells(finding, ProofKind::Missing, row));
      REQUIRE(finding.missing_fact);
      CHECK(finding.missing_fact->register_name == "R4");
    }
}

TEST_CASE("subjects: a size of 0 in the sentence is the smallest one") {
  for (const std::string program : {"zero_into_stack", "zero_into_value", "zero_of_mask"})
    for (const std::string& kernel : all_kernels) {
      INFO(program << " on " << kernel);
      const Finding finding = finding_of({program, "R4", ""}, kernel);
      REQUIRE(finding.missing_fact);
      CHECK(finding.missing_fact->least == 1);
      CHECK(finding.mechanism == "HELPER_SIZE");
    }
}

}  // namespace bpflens
