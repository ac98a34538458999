// What is said of loads that failed, and of which the verifier does not say why? Texts that real
// loaders printed on real kernels, and near ones that must not lead there.
#include "judge/environment.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "catch.h"
#include "read/log.h"
#include "read/log_message.h"
#include "rules/pages.h"
#include "session/session.h"

namespace bpflens {
namespace {

namespace fs = std::filesystem;

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

// Of those that fit best, more than one if neither says more than the others.
std::vector<std::string> pages_that_fit_equally(const std::string& words) {
  const Text text = text_in_memory(words, "x");
  std::vector<Trace> traces = read_logs(text);
  if (traces.empty()) traces.emplace_back().capture = read_loader_words(text);
  const auto found = all_environments(traces.back(), environment_pages(), embedded_calls());
  std::vector<std::string> slugs;
  for (const FoundEnvironment& one : found)
    if (equally_specific(one, found.front())) slugs.emplace_back(one.page->slug);
  return slugs;
}

std::string text_at(const fs::path& path) { return text_of(fs::relative(path, folder).string()); }

// Not what is said about them.
std::vector<fs::path> texts_in(const fs::path& at) {
  std::vector<fs::path> paths;
  if (!fs::is_directory(at)) return paths;
  for (const auto& entry : fs::directory_iterator(at)) {
    const fs::path name = entry.path().filename();
    if (entry.is_regular_file() && name != "expected.tsv" && name != "README.md")
      paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
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

// In its message, or in a command or lines to type.
bool is_said_in(const ProgramResult& result, const std::string& words) {
  const Finding& finding = result.findings[0];
  std::string all = finding.message;
  for (const Check& check : finding.checks)
    all += "\n" + check.command + "\n" + check.shows + "\n" + check.means + "\n" + check.remedy;
  for (const Rewrite& rewrite : finding.rewrites) all += "\n" + rewrite.title + "\n" + rewrite.text;
  for (const std::string& line : finding.no_help) all += "\n" + line;
  return all.find(words) != std::string::npos;
}

}  // namespace

// testdata/environment/<slug>/: real texts, all of which lead to that page; in near/ some that look
// like them and do not; expected.tsv has words that must be said, one line for each file.
TEST_CASE("every text made on a real kernel leads to the page that its folder is named after") {
  for (const EnvironmentPage& page : environment_pages()) {
    INFO(page.slug);
    const fs::path at = fs::path(folder) / "environment" / page.slug;
    REQUIRE(fs::is_directory(at));
    const std::vector<fs::path> texts = texts_in(at);
    CHECK_FALSE(texts.empty());
    for (const fs::path& path : texts) {
      INFO(path.filename());
      const std::vector<ProgramResult> results = explained(text_at(path));
      REQUIRE_FALSE(results.empty());
      const ProgramResult& result = results.back();
      REQUIRE_FALSE(result.findings.empty());
      const Finding& finding = result.findings[0];
      INFO(finding.message);
      CHECK(finding.rule == page.id);
      CHECK(finding.mechanism == page.mechanism);
      CHECK(finding.layer == page.layer);
      CHECK_FALSE(finding.location.insn);
      CHECK(finding.message.find('{') == std::string::npos);
    }
    for (const fs::path& path : texts_in(at / "near")) {
      INFO(path.filename());
      for (const ProgramResult& result : explained(text_at(path)))
        CHECK(rule_of(result) != page.id);
    }
  }
}

TEST_CASE("what is said of those texts has these words") {
  for (const EnvironmentPage& page : environment_pages()) {
    const fs::path at = fs::path(folder) / "environment" / page.slug;
    std::ifstream rows(at / "expected.tsv");
    for (std::string row; std::getline(rows, row);) {
      if (row.empty() || row.starts_with('#')) continue;
      INFO(page.slug << ": " << row);
      const size_t tab = row.find('\t');
      REQUIRE(tab != std::string::npos);
      const std::vector<ProgramResult> results = explained(text_at(at / row.substr(0, tab)));
      REQUIRE_FALSE(results.empty());
      REQUIRE_FALSE(results.back().findings.empty());
      INFO(results.back().findings[0].message);
      CHECK(is_said_in(results.back(), row.substr(tab + 1)));
    }
  }
}

TEST_CASE("every folder of texts has its page, and no two pages fit one of them equally well") {
  for (const auto& entry : fs::directory_iterator(fs::path(folder) / "environment")) {
    if (!entry.is_directory()) continue;
    INFO(entry.path());
    CHECK(find_environment_page(entry.path().filename().string()));
    for (const fs::path& path : texts_in(entry.path())) {
      INFO(path.filename());
      const std::vector<std::string> pages = pages_that_fit_equally(text_at(path));
      INFO((pages.size() > 1 ? pages[0] + " and " + pages[1] : ""));
      CHECK(pages.size() <= 1);
    }
  }
}

TEST_CASE("the most specific page wins") {
  const std::vector<std::string_view> create{"BPF_MAP_CREATE"};
  const std::vector<std::string_view> two{"BPF_MAP_CREATE", "BPF_OBJ_GET"};
  const std::vector<int> eperm{1};
  const MessagePattern words{"map '{map}'", "map '(?P<map>\\S+?)': .*$", "map '", 5};
  const std::vector<MessagePattern> patterns{words};
  EnvironmentPage by_error, by_operation, by_two, by_words, by_log;
  by_error.errors = eperm;
  by_operation.operations = create;
  by_two.operations = two;
  by_words.patterns = patterns;
  by_log.operations = create;
  by_log.log = LogShows::Nothing;
  const std::vector<CallWording> wordings{
      {"a", "BPF_MAP_CREATE", {"", "': failed: (?P<error>.+)$", "': failed: ", 11}, false}};
  Trace trace;
  trace.capture.whole = {"map 'x': failed: Operation not permitted"};
  const auto winner = [&](const std::vector<EnvironmentPage>& pages) {
    const auto all = all_environments(trace, pages, wordings);
    REQUIRE(all.size() == pages.size());
    return static_cast<size_t>(all[0].page - pages.data());
  };
  CHECK(winner({by_operation, by_error}) == 1);
  CHECK(winner({by_two, by_operation}) == 1);
  CHECK(winner({by_operation, by_log}) == 1);
  CHECK(winner({by_error, by_words}) == 1);
  const std::vector<EnvironmentPage> twins{by_operation, by_operation}, other{by_two};
  const auto equal = all_environments(trace, twins, wordings);
  REQUIRE(equal.size() == 2);
  CHECK(equally_specific(equal[0], equal[1]));
  CHECK_FALSE(equally_specific(all_environments(trace, other, wordings)[0], equal[0]));
}

TEST_CASE("what decides between the reasons for one error") {
  const std::string stages =
      text_of("environment/unlike-programs-in-tail-call-map/chain-attach-level2.6.18.log");
  // The whole walk is there, and no tail call in it.
  CHECK(rule_of(only_result(replaced(stages, "bpf_tail_call#12", "bpf_get_hash_recalc#34"))) ==
        "BD000");
  // Another error.
  const std::string bare =
      text_of("environment/unlike-programs-in-tail-call-map/chain-attach.6.18.log");
  CHECK(rule_of(only_result(replaced(replaced(bare, "Invalid argument", "Cannot allocate memory"),
                                     "-22", "-12"))) == "BD000");
  // Nobody says that the load failed.
  const std::string log = bare.substr(bare.find("processed"));
  CHECK(rule_of(only_result("-- BEGIN PROG LOAD LOG --\n" + log.substr(0, log.find('\n') + 1) +
                            "-- END PROG LOAD LOG --\n")) == "none");
  // The verifier says why.
  CHECK(rule_of(only_result(replaced(bare, "processed 5", "R1 !read_ok\nprocessed 5"))) != "BD001");
  // 0 instructions, and another error than too many maps.
  const std::string maps = text_of("environment/too-many-maps-unsaid/maps.5.10.log");
  CHECK(rule_of(only_result(replaced(replaced(maps, "Argument list too long", "Invalid argument"),
                                     "-7", "-22"))) == "BE400");
}

TEST_CASE("the error of another program is not this one's") {
  const std::string bare =
      text_of("environment/unlike-programs-in-tail-call-map/chain-attach.6.18.log");
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

TEST_CASE("the verifier's sentence is explained before any error of a loader") {
  const std::string log = text_of("loaders/libbpf/default.log");
  const ProgramResult alone = only_result(log);
  for (const std::string line :
       {"libbpf: map 'm': failed to create: Argument list too long(-7)\n",
        "libbpf: prog 'another': BPF program load failed: Argument list too long\n",
        "bpf(BPF_PROG_LOAD, {prog_type=BPF_PROG_TYPE_XDP}, 144) = -1 E2BIG (Argument list too "
        "long)\n"}) {
    for (const std::string& text : {line + log, log + line}) {
      INFO(text);
      const ProgramResult result = only_result(text);
      CHECK(rule_of(result) == rule_of(alone));
      CHECK(result.verdict == Verdict::Rejected);
      CHECK_FALSE(result.failed_call);
      for (const Finding& finding : result.findings) CHECK_FALSE(finding.rule.starts_with("BD"));
    }
  }
}

TEST_CASE("an accepted program is not what another call failed of") {
  const std::string log =
      "libbpf: prog 'first_stage': -- BEGIN PROG LOAD LOG --\n"
      "processed 5 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
      "mark_read 0\n-- END PROG LOAD LOG --\n";
  for (const char* line :
       {"libbpf: prog 'other': BPF program load failed: Argument list too long\n",
        "libbpf: map 'm': failed to create: Argument list too long(-7)\n",
        "bash: x: Argument list too long\n"}) {
    INFO(line);
    CHECK(rule_of(only_result(log + line)) == "none");
  }
}

TEST_CASE("a name that a shell could take for more stands in no command") {
  const std::vector<int> eperm{1};
  const PageCheck check{"ls -l {path}", "x", "y", "rm {path}; echo '{map}'"};
  EnvironmentPage page;
  page.errors = eperm;
  page.checks = {&check, 1};
  page.to_type = "cat {path}\n";
  FoundEnvironment found{
      &page, nullptr, {"BPF_OBJ_GET", "-1", 1, {{"path", "/sys/fs/bpf/x"}}, "", false}};
  CHECK(environment_finding(found, {}).checks[0].command == "ls -l /sys/fs/bpf/x");
  CHECK(environment_finding(found, {}).checks[0].remedy == "rm /sys/fs/bpf/x; echo 'MAP'");
  CHECK(environment_finding(found, {}).rewrites[0].text == "cat /sys/fs/bpf/x\n");
  for (const char* path : {"$(reboot)", "x; reboot", "-rf", "a b", "x`y`", "'", "{map}"}) {
    INFO(path);
    found.call.holds[0].text = path;
    CHECK(environment_finding(found, {}).checks[0].command == "ls -l PATH");
  }
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
