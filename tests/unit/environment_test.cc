// What is said of loads that failed, and of which the verifier does not say why? Texts that real
// loaders printed on real kernels, and near ones that must not lead there.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "catch.h"
#include "session/session.h"

namespace bpflens {
namespace {

const std::string folder = BPFLENS_SOURCE_DIR "/testdata/";

std::string text_of(const std::string& path) {
  std::ifstream file(folder + path, std::ios::binary);
  INFO(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<ProgramResult> explained(const std::string& text) {
  return explain(text_in_memory(text, "x.log"));
}

ProgramResult only_result(const std::string& text) {
  std::vector<ProgramResult> results = explained(text);
  INFO(text);
  REQUIRE(results.size() == 1);
  return std::move(results[0]);
}

std::string rule_of(const ProgramResult& result) {
  return result.findings.empty() ? "none" : result.findings[0].rule;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

bool says(const ProgramResult& result, const std::string& words) {
  return result.findings[0].message.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("what a load failed of that the verifier did not refuse") {
  struct Row {
    std::string log, rule, mechanism, layer, words;
  };
  const std::string attach = "ATTACH_TYPE", user = "userspace", jit = "ENV_JIT";
  const std::vector<Row> rows{
      {"chain-attach.6.1.log", "BD001", attach, user, "if it calls bpf_tail_call"},
      {"chain-attach.6.18.log", "BD001", attach, user, "(Invalid argument)"},
      {"chain-attach-level2.6.18.log", "BD001", attach, user, "the tail call map stages differs"},
      {"chain-attach-level2.7.3.log", "BD001", attach, user, "the tail call map stages differs"},
      {"chain-attach-level2.6.1.log", "BD001", attach, user, "same map for bpf_tail_call"},
      {"chain-type-level2.5.10.log", "BD001", attach, user, "same map for bpf_tail_call"},
      {"chain-frags.6.12.log", "BD001", attach, user, "expected attach type or flags"},
      {"blinded.6.12.log", "BD002", jit, "environment", "could not make machine code"},
      {"blinded-level4.6.12.log", "BD002", jit, "environment", "net.core.bpf_jit_harden"},
      {"blinded.7.2.log", "BD002", jit, "environment", "net.core.bpf_jit_harden"},
      {"blinded-level4.7.3.log", "BD002", jit, "environment", "net.core.bpf_jit_harden"},
      {"maps.5.10.log", "BD003", "COMPLEXITY", "verifier_limit", "more than 64 maps"},
      {"maps-level2.6.1.log", "BD003", "COMPLEXITY", "verifier_limit", "more than 64 maps"},
      {"maps.7.3.log", "BE264", "COMPLEXITY", "verifier_limit", "more than 64 maps"},
      {"long-unprivileged.5.10.log", "BD004", "COMPLEXITY", "verifier_limit", "4096"},
      {"long-unprivileged.6.12.log", "BD004", "COMPLEXITY", "verifier_limit", "4096"},
      {"million.6.18.log", "BD004", "COMPLEXITY", "verifier_limit", "1000000"},
      {"small-buffer.6.18.log", "BD005", "LOADER", user, "only because the log did not fit"},
      {"no-descriptor.6.18.log", "BD000", "", "", "(-24)"},
  };
  for (const Row& row : rows) {
    INFO(row.log);
    const ProgramResult result = only_result(text_of("environment/" + row.log));
    REQUIRE_FALSE(result.findings.empty());
    const Finding& finding = result.findings[0];
    INFO(finding.message);
    CHECK(finding.rule == row.rule);
    CHECK(finding.mechanism == row.mechanism);
    CHECK(finding.layer == row.layer);
    CHECK(says(result, row.words));
    CHECK_FALSE(finding.location.insn);
  }
}

TEST_CASE("what decides between the reasons for one error") {
  const std::string stages = text_of("environment/chain-attach-level2.6.18.log");
  // The whole walk is there, and no tail call in it.
  CHECK(rule_of(only_result(replaced(stages, "bpf_tail_call#12", "bpf_get_hash_recalc#34"))) ==
        "BD000");
  // Another error.
  const std::string bare = text_of("environment/chain-attach.6.18.log");
  CHECK(rule_of(only_result(replaced(replaced(bare, "Invalid argument", "Cannot allocate memory"),
                                     "-22", "-12"))) == "BD000");
  // Nobody says that the load failed.
  const std::string log = bare.substr(bare.find("processed"));
  CHECK(rule_of(only_result("-- BEGIN PROG LOAD LOG --\n" + log.substr(0, log.find('\n') + 1) +
                            "-- END PROG LOAD LOG --\n")) == "none");
  // The verifier says why.
  CHECK(rule_of(only_result(replaced(bare, "processed 5", "R1 !read_ok\nprocessed 5"))) != "BD001");
  // 0 instructions, and another error than too many maps.
  const std::string maps = text_of("environment/maps.5.10.log");
  CHECK(rule_of(only_result(replaced(replaced(maps, "Argument list too long", "Invalid argument"),
                                     "-7", "-22"))) == "BE400");
}

TEST_CASE("the error of another program is not this one's") {
  const std::string bare = text_of("environment/chain-attach.6.18.log");
  const std::string accepted =
      "libbpf: prog 'first_stage': -- BEGIN PROG LOAD LOG --\n"
      "processed 5 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
      "mark_read 0\n-- END PROG LOAD LOG --\n";
  const std::vector<ProgramResult> results = explained(accepted + bare);
  REQUIRE(results.size() == 2);
  CHECK(results[0].program == "first_stage");
  CHECK(rule_of(results[0]) == "none");
  CHECK(rule_of(results[1]) == "BD001");
}

TEST_CASE("an error without a log is explained only where it can mean one thing") {
  CHECK(explained("libbpf: prog 'x': BPF program load failed: Permission denied\n").empty());
  CHECK(explained("bash: ./x: Argument list too long\n").empty());
  const ProgramResult result =
      only_result("libbpf: prog 'x': BPF program load failed: Argument list too long\n");
  CHECK(result.program == "x");
  CHECK(result.verdict == Verdict::Unknown);
  CHECK(rule_of(result) == "BD004");
}

TEST_CASE("a number that libbpf left in a call names the map or function that is missing") {
  struct Row {
    std::string log, rule, words;
  };
  const std::vector<Row> rows{
      {"poisoned-5.10-map-1.log", "BE061", "map number 1 of the object"},
      {"poisoned-6.1-map-12.log", "BE061", "map number 12 of the object"},
      {"poisoned-7.3-map-103.log", "BE061", "map number 103 of the object"},
      {"poisoned-5.10-kfunc-0.log", "BE060", "number 0 of its own list"},
      {"poisoned-7.3-kfunc-17.log", "BE060", "number 17 of its own list"},
      {"poisoned-6.1-not.log", "BE058", "a helper that this kernel does not have"},
  };
  for (const Row& row : rows) {
    INFO(row.log);
    const ProgramResult result = only_result(text_of("messages/" + row.log));
    REQUIRE_FALSE(result.findings.empty());
    INFO(result.findings[0].message);
    CHECK(rule_of(result) == row.rule);
    CHECK(says(result, row.words));
  }
}

TEST_CASE("a helper that lockdown takes away") {
  for (const char* log : {"lockdown-5.10-read.log", "lockdown-7.3-read.log",
                          "lockdown-6.1-write.log", "lockdown-7.3-string.log"}) {
    INFO(log);
    const ProgramResult result = only_result(text_of(std::string("messages/") + log));
    REQUIRE_FALSE(result.findings.empty());
    CHECK(result.findings[0].slug == "helper-locked-down");
    CHECK(result.findings[0].mechanism == "ENV_LOCKDOWN");
    CHECK(result.findings[0].layer == "environment");
    CHECK(says(result, "locked down"));
  }
  const ProgramResult other = only_result(
      replaced(text_of("messages/lockdown-5.10-read.log"), "bpf_probe_read", "bpf_skb_load_bytes"));
  CHECK(other.findings[0].slug == "helper-not-available");
}

}  // namespace bpflens
