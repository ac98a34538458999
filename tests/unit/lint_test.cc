// What is the user told of a program that was loaded? The kernel's words are real, the loads are
// written by hand.
#include "session/lint.h"

#include <cerrno>
#include <string>

#include "catch.h"

namespace bpflens {
namespace {

const RunningKernel kernel{"6.1.0-49-amd64", "#1 SMP Debian 6.1.192-1 (2026-01-01)", "x86_64"};

constexpr const char* stats =
    "processed 1 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
    "mark_read 0\n";

LoadedProgram program(int error, std::string log, std::string said) {
  LoadedProgram loaded;
  loaded.name = "count";
  loaded.section = "xdp";
  loaded.error = error;
  loaded.log = std::move(log);
  loaded.said = std::move(said);
  return loaded;
}

std::string unread_register() {
  return std::string("0: R1=ctx(off=0,imm=0) R10=fp0\n0: (95) exit\nR0 !read_ok\n") + stats;
}

constexpr const char* refused =
    "libbpf: prog 'count': BPF program load failed: Permission denied\n"
    "libbpf: prog 'count': failed to load: -13\n"
    "libbpf: failed to load object 'prog'\n";

}  // namespace

TEST_CASE("a program that the verifier rejects has its findings and no line of a log") {
  const auto result = judged(program(EACCES, unread_register(), refused), "prog.bpf.o", kernel);
  CHECK(result.verdict == Verdict::Rejected);
  CHECK(result.kind == InputKind::Object);
  CHECK(result.origin == TraceSource::Live);
  CHECK(result.input == "prog.bpf.o");
  CHECK(result.program == "count");
  CHECK(result.section == "xdp");
  CHECK(result.kernel == "6.1.0-49-amd64");
  CHECK(result.kernel_profile == "6.1.192 Debian x86-64");
  CHECK(result.capture.said.error_number == EACCES);
  CHECK(result.reason.empty());
  CHECK(result.sentence == std::vector<std::string>{"R0 !read_ok"});
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].location.insn == 0U);
  CHECK(result.findings[0].location.log_line == 0);
  CHECK(is_decided(result));
}

TEST_CASE("an accepted program has no findings, whatever libbpf remarked") {
  const auto result = judged(
      program(0, stats, "libbpf: prog 'count': BPF program load failed: Permission denied\n"),
      "prog.bpf.o", kernel);
  CHECK(result.verdict == Verdict::Accepted);
  CHECK(result.findings.empty());
  CHECK(result.reason.empty());
  CHECK(result.stats.processed == 1U);
  CHECK(is_decided(result));
}

TEST_CASE("a load that is not permitted is no rejection and no pass") {
  const auto result = judged(
      program(EPERM, "",
              "libbpf: Failed to bump RLIMIT_MEMLOCK (err = -1), you might need to do it "
              "explicitly!\nlibbpf: Error in bpf_object__probe_loading():Operation not "
              "permitted(1). Couldn't load trivial BPF program. Make sure your kernel supports BPF "
              "(CONFIG_BPF_SYSCALL=y) and/or that RLIMIT_MEMLOCK is set to big enough value.\n"),
      "prog.bpf.o", kernel);
  CHECK(result.verdict == Verdict::Unknown);
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].slug == "trivial-program-not-permitted");
  CHECK(result.reason.starts_with("the verifier was not asked: Error in bpf_object__probe"));
  CHECK_FALSE(is_decided(result));
}

TEST_CASE("words that no page knows are the reason") {
  const auto result = judged(
      program(EINVAL, "", "libbpf: prog 'count': missing BPF prog type, check ELF section name\n"),
      "prog.bpf.o", kernel);
  CHECK(result.verdict == Verdict::Unknown);
  CHECK(result.findings.empty());
  CHECK(result.reason ==
        "the verifier was not asked: prog 'count': missing BPF prog type, check ELF section name");
  CHECK_FALSE(is_decided(result));
}

TEST_CASE("a load that fails without a word is not known") {
  const auto result = judged(program(EINVAL, "", ""), "prog.bpf.o", kernel);
  CHECK(result.verdict == Verdict::Unknown);
  CHECK(result.reason == "the verifier was not asked: libbpf does not say why");
  CHECK(result.capture.said.error_number == EINVAL);
  CHECK_FALSE(is_decided(result));
}

TEST_CASE("a crash of libbpf is the reason, and nothing else is said") {
  LoadedProgram loaded = program(0, "", "");
  loaded.failure = "libbpf, loading it, was ended by signal 11 (Segmentation fault)";
  const auto result = judged(loaded, "prog.bpf.o", kernel);
  CHECK(result.verdict == Verdict::Unknown);
  CHECK(result.reason == loaded.failure);
  CHECK(result.findings.empty());
  CHECK_FALSE(is_decided(result));
}

TEST_CASE("a program of which the verifier had no objection and that was not loaded is no pass") {
  const auto result = judged(
      program(EINVAL,
              std::string("0: R1=ctx(off=0,imm=0) R10=fp0\n0: (b7) r0 = 0\n1: (95) exit\n") + stats,
              "libbpf: prog 'count': BPF program load failed: Invalid argument\n"),
      "prog.bpf.o", kernel);
  CHECK(result.verdict != Verdict::Rejected);
  CHECK_FALSE(is_decided(result));
}

TEST_CASE("a log within a log leads to one result") {
  const std::string fake = "libbpf: prog 'other': -- BEGIN PROG LOAD LOG --\n" +
                           std::string(stats) + "-- END PROG LOAD LOG --\n";
  const auto result =
      judged(program(EACCES, unread_register(), fake + refused), "prog.bpf.o", kernel);
  CHECK(result.verdict == Verdict::Rejected);
  CHECK(result.program == "count");
}

}  // namespace bpflens
