// Does each loader's page tell it by what it really printed, and is no line printed that nobody
// tried?
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "catch.h"
#include "read/loader_words.h"
#include "rules/pages.h"
#include "session/session.h"

namespace bpflens {
namespace {

namespace fs = std::filesystem;

const fs::path outputs = fs::path(BPFLENS_SOURCE_DIR) / "testdata/loaders";

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<ProgramResult> explained(const fs::path& path) {
  return explain(text_in_memory(text_of(path), path.string()));
}

bool is_told(const LoaderPage& page, const std::string& text) {
  return std::ranges::any_of(
      page.tells, [&](std::string_view tell) { return text.find(tell) != std::string::npos; });
}

LoaderWords words_of(std::string_view line) {
  LoaderWords words;
  add_loader_words(line, words);
  return words;
}

}  // namespace

TEST_CASE("every loader has output of its own, and a page that was tried with it") {
  REQUIRE_FALSE(loader_pages().empty());
  for (const LoaderPage& page : loader_pages()) {
    INFO(page.slug);
    CHECK_FALSE(page.tried.empty());
    size_t told = 0;
    REQUIRE(fs::is_directory(outputs / page.slug));
    for (const auto& file : fs::directory_iterator(outputs / page.slug))
      told += file.path().extension() == ".log" && is_told(page, text_of(file.path()));
    CHECK(told > 0);
  }
  for (const auto& folder : fs::directory_iterator(outputs))
    if (folder.is_directory())
      CHECK(std::ranges::any_of(loader_pages(), [&](const LoaderPage& page) {
        return page.slug == folder.path().filename().string();
      }));
}

TEST_CASE("a loader is told by what it printed") {
  const std::pair<const char*, const char*> rows[] = {
      {"libbpf/default.log", "libbpf"},
      {"libbpf/full.6.1.log", "libbpf"},
      {"bpftool/default.log", "bpftool"},
      {"bpftool/debug.log", "bpftool"},
      {"iproute2/tc.log", "iproute2"},
      {"iproute2/ip.log", "libbpf"},
      {"bcc/default.log", "bcc"},
      {"bpftrace/whole.log", "bpftrace"},
      {"bpftrace/full.log", "bpftrace"},
      {"cilium-ebpf/default.log", "cilium-ebpf"},
      {"cilium-ebpf/full.6.1.log", "cilium-ebpf"},
      {"aya/default.log", "aya"},
      {"aya/debug-form.log", "aya"},
  };
  for (const auto& [file, slug] : rows) {
    INFO(file);
    const std::vector<ProgramResult> results = explained(outputs / file);
    REQUIRE(results.size() == 1);
    CHECK(results[0].capture.loader == slug);
  }
}

TEST_CASE("what a loader says of its load") {
  CHECK(words_of("libbpf: prog 'x': BPF program load failed: Permission denied").program == "x");
  CHECK(words_of("libbpf: failed to load program 'y'").program == "y");
  CHECK(words_of("field A: program b_c: load program: permission denied: R1 !read_ok").program ==
        "b_c");
  CHECK(words_of("Prog section 'classifier' rejected: Permission denied (13)!").program ==
        "classifier");
  CHECK(words_of("libbpf: load bpf program failed: No space left on device").error_number == 28);
  CHECK(words_of("libbpf: prog 'x': BPF program load failed: -ENOSPC").error == "-ENOSPC");
  CHECK(words_of("    Bad file descriptor (os error 9)").error ==
        "Bad file descriptor (os error 9)");
  CHECK(words_of("libbpf: prog 'x': failed to load: -13").error_number == 13);
  CHECK(words_of("R1 !read_ok (12 line(s) omitted)").omitted_lines == 12);
  CHECK(words_of("x (truncated, 936 line(s) omitted)").log_is_full);
  CHECK(words_of("cat: /root: Permission denied").error.empty());
  CHECK(words_of("R1 invalid mem access 'scalar'").program.empty());
}

TEST_CASE("a log that did not fit has no last word, whatever it looks like") {
  for (const char* file :
       {"libbpf/full.6.1.log", "libbpf/full.5.10.log", "cilium-ebpf/full.6.1.log"}) {
    const std::vector<ProgramResult> results = explained(outputs / file);
    REQUIRE(results.size() == 1);
    CHECK(results[0].verdict == Verdict::Unknown);
    CHECK(results[0].sentence.empty());
    CHECK_FALSE(results[0].whole_log.empty());
  }
  const std::string head =
      "libbpf: prog 'x': BPF program load failed: No space left on device\n"
      "libbpf: prog 'x': -- BEGIN PROG LOAD LOG --\n0: (b7) r0 = 0\n";
  const std::string end = "-- END PROG LOAD LOG --\nlibbpf: prog 'x': failed to load: -28\n";
  const auto full = explain(text_in_memory(head + "R1 !read_ok\n" + end, "x"));
  REQUIRE(full.size() == 1);
  CHECK(full[0].verdict == Verdict::Unknown);
  REQUIRE(full[0].findings.size() == 1);
  CHECK(full[0].findings[0].slug == "log-without-sentence");
}

TEST_CASE("words that merely look like the kernel's are no message") {
  for (const char* noise : {"Permission denied\n", "the load is not allowed here\n",
                            "error: unknown func\n", "I saw R1 invalid mem access today\n"})
    CHECK(explain(text_in_memory(noise, "x")).empty());
  const auto joined = explain(text_in_memory(
      "invalid access to packet, off=42 size=2, R0(id=1,off=42,r=0); R0 offset is outside of the "
      "packet\n",
      "x"));
  REQUIRE(joined.size() == 1);
  CHECK(joined[0].sentence.size() == 2);
}

}  // namespace bpflens
