// Does tools/embed refuse what the program could not use, and say where it stands? And are the
// tables that it wrote of our own pages in order?
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "catch.h"
#include "judge/match.h"
#include "rules/pages.h"
#include "rules/registry.h"

namespace bpflens {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

// A rules folder of its own for each test.
struct Rules {
  fs::path folder = fs::temp_directory_path() / ("bpflens-embed-" + std::to_string(getpid()));
  Rules() { fs::remove_all(folder); }
  ~Rules() { fs::remove_all(folder); }

  void add_message(const std::string& name, const std::string& text) const {
    write(folder / "rules/messages" / name, text);
  }
  void add_environment(const std::string& name, const std::string& text) const {
    write(folder / "rules/environment" / name, text);
  }
  void add_table(const std::string& name, const std::string& text) const {
    write(folder / "rules" / name, text);
  }
  void add_calls(const std::string& name, const std::string& text) const {
    write(folder / "rules/calls" / name, text);
  }
  // The exit code, and what embed wrote to stderr.
  std::pair<int, std::string> embed() const {
    const std::string command = std::string(BPFLENS_EMBED) + " " + (folder / "rules").string() +
                                " " + (folder / "out").string() + " 2> " +
                                (folder / "said").string();
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), text_of(folder / "said")};
  }
};

const std::string body =
    "---\nA body that is long enough to say something: " + std::string(80, 'x');

const std::string good_page =
    "---\nid: BE001\nslug: some-thing\ntitle: t\nobligation: non_null\nmechanism: NULL_CHECK\n"
    "layer: source_bug\nkernels: 5.8 to 7.3\nsays: \"{register} may be null\"\npatterns:\n"
    "  - \"{register} is null or so\"\n" +
    body;

std::string thirteen_patterns() {
  std::string lines;
  for (int i = 0; i < 13; i++)
    lines += "  - \"{register} is wrong in way " + std::to_string(i) + "\"\n";
  return lines;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("embed accepts a good page") {
  const Rules rules;
  rules.add_message("some-thing.md", good_page);
  const auto [code, said] = rules.embed();
  CHECK(said.empty());
  CHECK(code == 0);
  CHECK(text_of(rules.folder / "out/pages.cc").find("some-thing") != std::string::npos);
}

TEST_CASE("embed refuses a broken page, with the line and the reason") {
  struct Row {
    std::string from, to, line, reason;
  };
  const std::vector<Row> rows{
      {"non_null", "nothing_null", "5", "unknown obligation"},
      {"NULL_CHECK", "NULL_CHECKS", "6", "unknown mechanism 'NULL_CHECKS'"},
      {"source_bug", "bug", "7", "unknown layer 'bug'"},
      {"some-thing", "other-thing", "3", "differs from the file's name"},
      {"BE001", "BL001", "2", "is not BENNN"},
      {"title: t", "title: t\ntitel: u", "5", "unknown field 'titel'"},
      {"title: t\n", "", "2", "field 'title' is missing"},
      {"{register} may", "{size} bytes may", "9", "not every pattern fills {size}"},
      {"{register} may", "{regster} may", "9", "unknown hole {regster}"},
      {"{register} is null", "{regster} is null", "11", "unknown hole {regster}"},
      {"{register} is null", "{register is null", "11", "'{' without '}'"},
      {"{register} is null or so", "{register} {text}", "11", "too short"},
      {"says: \"", "says: [\"", "", "error"},
      {"5.8 to 7.3", "all", "8", "kernels are written like 5.8 to 7.3"},
      {"title: t", "title: t\npitfalls: [BE002]", "5", "'BE002' is not BLNNN"},
      {"  - \"{register} is null or so\"\n", thirteen_patterns(), "11", "more than 12 patterns"},
      {"patterns:\n", "selected_by: no_sentence\npatterns:\n", "10", "by these alone"},
      {"patterns:\n  - \"{register} is null or so\"\n", "selected_by: nothing\n", "10",
       "unknown_sentence or no_sentence"},
      {"patterns:\n", "since: helper\npatterns:\n", "10", "no pattern fills {helper}"},
      {"is null or so\"", "is null or so#{helper}\"\nsince: map", "12", "since is 'helper' or"},
      {"may be null", "may be null {helper}", "9", "says nothing to people"},
      {body, "---\nshort", "1", "explains nothing"},
      {"---\nid", "--\nid", "1", "no front matter"},
  };
  for (const Row& row : rows) {
    const Rules rules;
    rules.add_message("some-thing.md", replaced(good_page, row.from, row.to));
    const auto [code, said] = rules.embed();
    INFO(row.to << " -> " << said);
    CHECK(code == 1);
    CHECK(said.find("some-thing.md:" + row.line) != std::string::npos);
    CHECK(said.find(row.reason) != std::string::npos);
  }
}

TEST_CASE("embed refuses a broken table of versions, with the line and the reason") {
  const std::string table =
      "# made by\nid\thelper\tcame\tto program types\n"
      "1\tbpf_one\t5.4\t5.4=XDP,KPROBE 5.10-5.15=SCHED_CLS ?=LSM\n"
      "7\tbpf_two\t5.10-5.15\t\n";
  struct Row {
    std::string from, to, place;
  };
  const std::vector<Row> rows{
      {"XDP,", "XPD,", "helpers.tsv:3: error: unknown program type 'XPD'"},
      {"5.10-5.15=", "5.15-5.10=", "helpers.tsv:3: error: '5.15-5.10' does not go"},
      {"5.4=", "5=", "helpers.tsv:3: error: '5' is no kernel's version"},
      {"5.4=", "5.x=", "helpers.tsv:3: error: '5.x' is no kernel's version"},
      {"?=LSM", "LSM", "helpers.tsv:3: error: 'LSM' is not VERSION=TYPE,TYPE"},
      {"?=LSM", "?=XDP", "helpers.tsv:3: error: a program type is given 'bpf_one' twice"},
      {"5.4\t", "5.10-5.15\t", "helpers.tsv:3: error: a program type has 'bpf_one' before it came"},
      {"5.4\t", "?\t", "helpers.tsv:3: error: a helper without a name, or nobody knows"},
      {"7\t", "x\t", "helpers.tsv:4: error: 'x' is no helper's number"},
      {"7\t", "1\t", "helpers.tsv:4: error: the helpers do not stand by number"},
      {"5.10-5.15\t\n", "5.10-5.15\n", "helpers.tsv:4: error: a row has not 4 columns"},
      {"id\thelper", "number\thelper", "helpers.tsv:2: error: the first row is not the header"},
  };
  for (const Row& row : rows) {
    const Rules rules;
    rules.add_table("versions/helpers.tsv", replaced(table, row.from, row.to));
    const auto [code, said] = rules.embed();
    INFO(row.to << " -> " << said);
    CHECK(code == 1);
    CHECK(said.find(row.place) != std::string::npos);
  }
  const Rules rules;
  rules.add_table("versions/helpers.tsv", table);
  const auto [code, said] = rules.embed();
  CHECK(said.empty());
  CHECK(code == 0);
  CHECK(text_of(rules.folder / "out/pages.cc").find("bpf_two") != std::string::npos);
}

TEST_CASE("embed refuses a broken table of sections, with the line and the reason") {
  const std::string table =
      "# asked of libbpf\n"
      "section\tmatch\ttype\tnumber\tattach\tnumber\tflags\tlibbpf\tkernel\n"
      "tc\tprefix\tSCHED_CLS\t3\t-\t0\t-\t0.3\t5.10\n"
      "xdp.frags\tname\tXDP\t6\tXDP\t37\tfrags\t1.1\t-\n";
  struct Row {
    std::string from, to, place;
  };
  const std::vector<Row> rows{
      {"SCHED_CLS", "TC", "sections.tsv:3: error: unknown program type 'TC'"},
      {"SCHED_CLS", "XDP", "sections.tsv:3: error: '3' is not the number of the type"},
      {"prefix", "begin", "sections.tsv:3: error: 'begin' is none of name, target, prefix"},
      {"tc\t", "yy\t", "sections.tsv:4: error: the sections do not stand by name"},
      {"tc\t", "\t", "sections.tsv:3: error: a section without a name"},
      {"37", "3x", "sections.tsv:4: error: '3x' is no number"},
      {"frags\t1.1", "parts\t1.1", "sections.tsv:4: error: 'parts' is none of sleepable"},
      {"1.1", "-", "sections.tsv:4: error: '-' is no version"},
      {"5.10", "5", "sections.tsv:3: error: '5' is no version"},
      {"\tkernel", "", "sections.tsv:2: error: the first row is not the header"},
      {"\t5.10", "", "sections.tsv:3: error: a row has not 9 columns"},
  };
  for (const Row& row : rows) {
    const Rules rules;
    rules.add_table("sections.tsv", replaced(table, row.from, row.to));
    const auto [code, said] = rules.embed();
    INFO(row.to << " -> " << said);
    CHECK(code == 1);
    CHECK(said.find(row.place) != std::string::npos);
  }
  const Rules rules;
  rules.add_table("sections.tsv", table);
  const auto [code, said] = rules.embed();
  CHECK(said.empty());
  CHECK(code == 0);
  CHECK(text_of(rules.folder / "out/pages.cc").find("\"xdp.frags\"") != std::string::npos);
}

TEST_CASE("embed refuses a broken page of a loader") {
  const std::string page =
      "---\nslug: a-loader\nname: l\ntells:\n  - \"says: it failed\"\n"
      "whole_log: \"l -v\"\nwhere: shell\ntried: \"\"\n" +
      body;
  const std::vector<std::pair<std::string, std::string>> rows{
      {replaced(page, "says: it failed", "short"), "less than 8 bytes"},
      {replaced(page, "where: shell", "where: Perl"), "unknown where 'Perl'"},
      {replaced(page, "tried: \"\"\n", ""), "'tried' is missing"},
      {replaced(page, "a-loader", "other"), "differs from the file's name"},
      {replaced(page, "where", "over: nobody\nwhere"), "'nobody' of a-loader has no page"},
      {replaced(page, "whole_log: \"l -v\"\n", ""), "field 'whole_log' is missing"},
      {page, ""},
  };
  for (const auto& [text, reason] : rows) {
    const Rules rules;
    write(rules.folder / "rules/loaders/a-loader.md", text);
    rules.add_message("some-thing.md", good_page);
    const auto [code, said] = rules.embed();
    INFO(said);
    CHECK(code == (reason.empty() ? 0 : 1));
    CHECK(said.find(reason) != std::string::npos);
  }
}

TEST_CASE("embed refuses a broken page of a failure outside the program") {
  const std::string page =
      "---\nid: BD001\nslug: a-limit\ntitle: t\nmechanism: ENV_MEM\nlayer: environment\n"
      "errno: [ENOMEM]\nlog: accepted\nsays:\n  - \"{map} is too large ({error})\"\n"
      "  - \"too large ({error})\"\n" +
      body;
  const std::vector<std::pair<std::string, std::string>> rows{
      {replaced(page, "BD001", "BE001"), "is not BDNNN"},
      {replaced(page, "[ENOMEM]", "[ENOTHING]"), "unknown error 'ENOTHING'"},
      {replaced(page, "[ENOMEM]", "ENOMEM"), "errno is written like [EINVAL]"},
      {replaced(page, "log: accepted", "log: refused"), "unknown log 'refused'"},
      {replaced(page, "mechanism: ENV_MEM\n", ""), "'mechanism' is missing"},
      {replaced(page, "\"too large ({error})", "\"too large ({map})"), "not always filled"},
      {replaced(page, "{map} is", "{mop} is"), "unknown hole"},
      {replaced(page, "says:", "to_type: \"x\"\nsays:"), "'type_title' is missing"},
      {replaced(page, "a-limit", "other"), "differs from the file's name"},
      {page, ""},
  };
  for (const auto& [text, reason] : rows) {
    const Rules rules;
    write(rules.folder / "rules/environment/a-limit.md", text);
    rules.add_message("some-thing.md", good_page);
    const auto [code, said] = rules.embed();
    INFO(said);
    CHECK(code == (reason.empty() ? 0 : 1));
    CHECK(said.find(reason) != std::string::npos);
  }
}

TEST_CASE("embed refuses what two pages share") {
  const std::string other = replaced(good_page, "some-thing", "some-more");
  const std::vector<std::pair<std::string, std::string>> rows{
      {other, "'BE001' is used by"},
      {replaced(other, "BE001", "BE002"), "'{register} is null or so' is used by"},
  };
  for (const auto& [page, reason] : rows) {
    const Rules rules;
    rules.add_message("some-thing.md", good_page);
    rules.add_message("some-more.md", page);
    const auto [code, said] = rules.embed();
    CHECK(code == 1);
    CHECK(said.find(reason) != std::string::npos);
  }
}

TEST_CASE("embed refuses a related pitfall that does not exist") {
  const Rules rules;
  rules.add_message("some-thing.md",
                    replaced(good_page, "title: t", "title: t\npitfalls: [BL999]"));
  const auto [code, said] = rules.embed();
  CHECK(code == 1);
  CHECK(said.find("'BL999' of some-thing has no folder") != std::string::npos);
}

TEST_CASE("the headings of what to type are a page's causes") {
  for (const MessagePage& page : embedded_messages()) {
    if (page.slug != "unchecked-packet-access") continue;
    CHECK(page.causes.starts_with("the check is too short\nthe variable part was read twice\n"));
    CHECK(page.causes.find("kernel") == std::string_view::npos);
  }
  CHECK(embedded_messages().front().causes.empty());  // of unknown sentences nobody knows any
}

TEST_CASE("embed carries the proof beside a page, and refuses one that is no table") {
  const std::string header = "program\tclang\tmcpu\tkernel\tverdict\tmessage\n";
  for (const bool is_good : {true, false}) {
    const Rules rules;
    rules.add_message("some-thing.md", good_page);
    rules.add_message("some-thing.proof.tsv",
                      (is_good ? header : "") + "refused-1\t19\tv3\t6.1\trejected\tx\n");
    const auto [code, said] = rules.embed();
    INFO(said);
    CHECK(code == (is_good ? 0 : 1));
    if (is_good)
      CHECK(text_of(rules.folder / "out/pages.cc").find("refused-1") != std::string::npos);
    else
      CHECK(said.find("some-thing.proof.tsv") != std::string::npos);
  }
}

TEST_CASE("embed refuses a pitfall whose parts are missing") {
  const Rules rules;
  write(rules.folder / "rules/pitfalls/a-fault/page.md",
        "---\nid: BL007\nslug: a-fault\ntitle: t\nrewrite_title: r\nrewrite_reason: s\n" + body);
  CHECK(rules.embed().second.find("bad.bpf.c: error: cannot be read") != std::string::npos);
  write(rules.folder / "rules/pitfalls/a-fault/bad.bpf.c", "int x;\n");
  write(rules.folder / "rules/pitfalls/a-fault/good.bpf.c", "int x;\n");
  write(rules.folder / "rules/pitfalls/a-fault/proof.tsv", "clang\tkernel\n");
  CHECK(rules.embed().second.find("rewrite: begin") != std::string::npos);
  write(rules.folder / "rules/pitfalls/a-fault/good.bpf.c",
        "// rewrite: begin\n  if (x)\n    y();\n// rewrite: end\n");
  CHECK(rules.embed().second.find("not the header") != std::string::npos);
  write(rules.folder / "rules/pitfalls/a-fault/proof.tsv",
        "# made from these\nprogram\tclang\tmcpu\tkernel\tverdict\tmessage\nbad\t19\n");
  CHECK(rules.embed().second.find("six columns") != std::string::npos);
}

TEST_CASE("the embedded pages are sorted and each name is used once") {
  std::set<std::string_view> names;
  std::string_view last;
  std::multiset<SelectedBy> selected_by;
  for (const MessagePage& page : embedded_messages()) {
    selected_by.insert(page.selected_by);
    CHECK(last < page.id);
    last = page.id;
    CHECK(names.insert(page.id).second);
    CHECK(names.insert(page.slug).second);
    CHECK(page.patterns.empty() == (page.selected_by != SelectedBy::Sentence));
  }
  CHECK(selected_by.count(SelectedBy::UnknownSentence) == 1);
  CHECK(selected_by.count(SelectedBy::NoSentence) == 1);
  for (const PitfallPage& page : embedded_pitfalls()) {
    CHECK(names.insert(page.id).second);
    CHECK(names.insert(page.slug).second);
    CHECK_FALSE(page.rewrite_text.empty());
    CHECK_FALSE(page.proof.empty());
  }
  for (const EnvironmentPage& page : embedded_environment()) {
    CHECK(names.insert(page.id).second);
    CHECK(names.insert(page.slug).second);
    const bool is_chosen =
        !page.errors.empty() || !page.patterns.empty() || !page.operations.empty();
    CHECK(is_chosen);
    CHECK(page.mechanism.empty() == page.layer.empty());
  }
}

TEST_CASE("embed tells where the mistake stands in a page of a failure outside the program") {
  const std::string good =
      "---\nid: BD001\nslug: some-thing\ntitle: t\nmechanism: ENV_PERM\nlayer: environment\n"
      "patterns:\n  - \"no way to {path}: {error}\"\noperation: [BPF_OBJ_GET]\nerrno: [EPERM]\n"
      "log: nothing\nsays:\n  - \"{path} is closed ({error})\"\n  - \"closed ({error})\"\n"
      "check:\n  - run: ls {path}\n    shows: nothing\n    means: gone\n" +
      body;
  const Rules rules;
  rules.add_environment("some-thing.md", good);
  CHECK(rules.embed() == std::pair(0, std::string()));
  struct Row {
    std::string from, to, line, reason;
  };
  const std::vector<Row> rows{
      {"title: t", "title: t\ntitel: u", "5", "unknown field 'titel'"},
      {"[BPF_OBJ_GET]", "[BPF_OBJ_GOT]", "9", "unknown operation 'BPF_OBJ_GOT'"},
      {"[BPF_OBJ_GET]", "BPF_OBJ_GET", "9", "operation is written like [BPF_MAP_CREATE]"},
      {"[EPERM]", "[EPREM]", "10", "unknown error 'EPREM'"},
      {"nothing\nsays", "none\nsays", "11", "unknown log 'none'"},
      {"to {path}:", "to {register}:", "8", "rules/environment/README.md lists the holes"},
      {"\"closed (", "\"{map} closed (", "14", "{map} is not always filled"},
      {"\"{path} is", "\"{word} is", "13", "unknown hole {word}"},
      {"ls {path}", "ls {file}", "16", "unknown hole {file}"},
      {"    means: gone\n", "", "16", "field 'means' is missing"},
      {"means: gone", "meens: gone", "18", "unknown field 'meens'"},
  };
  for (const Row& row : rows) {
    INFO(row.from << " -> " << row.to);
    rules.add_environment("some-thing.md", replaced(good, row.from, row.to));
    const auto [code, said] = rules.embed();
    CHECK(code == 1);
    INFO(said);
    CHECK(said.find("some-thing.md:" + row.line + ": ") != std::string::npos);
    CHECK(said.find(row.reason) != std::string::npos);
  }
  rules.add_environment("some-thing.md", good);
  std::string twin = replaced(replaced(good, "BD001", "BD002"), "some-thing", "other-thing");
  rules.add_environment("other-thing.md", twin);
  CHECK(rules.embed().second.find("fit the same failures equally well") != std::string::npos);
  twin = replaced(twin, "[EPERM]", "[EPERM, EACCES]");
  rules.add_environment("other-thing.md", twin);
  CHECK(rules.embed() == std::pair(0, std::string()));
}

TEST_CASE("embed refuses a broken page of a loader's wordings") {
  const std::string good =
      "---\nslug: some\ncalls:\n  - BPF_OBJ_GET: \"no way to {path}: {error}\"\n"
      "  - any: \"{operation} went wrong: {error}\"\n" +
      body;
  const Rules rules;
  rules.add_calls("some.md", good);
  CHECK(rules.embed() == std::pair(0, std::string()));
  struct Row {
    std::string from, to, line, reason;
  };
  const std::vector<Row> rows{
      {"BPF_OBJ_GET", "BPF_OBJ_GOT", "4", "unknown operation 'BPF_OBJ_GOT'"},
      {"any", "BPF_OBJ_GET", "5", "either 'any' and a hole {operation}, or neither"},
      {"{path}", "{file}", "4", "unknown hole {file}"},
      {"  - any: ", "  - ", "5", "a line is written like"},
  };
  for (const Row& row : rows) {
    INFO(row.from << " -> " << row.to);
    rules.add_calls("some.md", replaced(good, row.from, row.to));
    const auto [code, said] = rules.embed();
    CHECK(code == 1);
    INFO(said);
    CHECK(said.find("some.md:" + row.line + ": ") != std::string::npos);
    CHECK(said.find(row.reason) != std::string::npos);
  }
}

TEST_CASE("every pitfall has its rule, with the same names") {
  REQUIRE(all_rules().size() == embedded_pitfalls().size());
  for (const Rule* rule : all_rules())
    CHECK(std::ranges::any_of(embedded_pitfalls(), [&](const PitfallPage& page) {
      return page.id == rule->id && page.slug == rule->slug;
    }));
}

TEST_CASE("the commonest final sentences of real rejections have pages") {
  // The first forty of 1251 measured rejections; words in place of what differs.
  const std::vector<std::string> commonest{
      "R1 invalid mem access 'scalar'",
      "kfunc 'x' is referenced but wasn't resolved",
      "R1 offset is outside of the packet",
      "R1 min value is outside of the allowed memory range",
      "BPF_EXIT instruction in main prog would lead to reference leak",
      "invalid bpf_context access off=8 size=4",
      "At program exit the register R0 has smin=2 smax=2 should have been in [0, 1]",
      "function calls are not allowed while holding a lock",
      "R1 !read_ok",
      "R1 invalid mem access 'map_value_or_null'",
      "invalid write to stack R1 off=8 size=8",
      "math between map_value pointer and register with unbounded min value is not allowed",
      "Possibly NULL pointer passed to trusted arg0",
      "cannot overwrite referenced dynptr",
      "R1 max value is outside of the allowed memory range",
      "R1 min value is negative, either use unsigned or 'var &= const'",
      "Expected an initialized dynptr as arg #0",
      "div by zero",
      "R1 unbounded memory access, make sure to bounds check any such access",
      "calling kernel function x is not allowed",
      "misaligned stack access off 0+0+-60 size 8",
      "frame pointer is read only",
      "program must be sleepable to call sleepable kfunc x",
      "cannot pass map_type 1 into func x#1",
      "BPF_EXIT instruction in main prog cannot be used inside bpf_local_irq_save-ed region",
      "math between fp pointer and register with unbounded min value is not allowed",
      "BPF_EXIT instruction in main prog cannot be used inside bpf_preempt_disable-ed region",
      "Caller passes invalid args into func#1 ('foo')",
      "fd 3 is not pointing to valid bpf_map",
      "R1 tried to subtract pointer from scalar",
      "R1 invalid zero-sized read: u64=[0,7]",
      "arg#1 arg#2 memory, len pair leads to invalid memory access",
      "R1 type=scalar expected=fp, pkt, pkt_meta, map_key, map_value, mem",
      "expected an initialized iter_num as arg #0",
      "invalid variable-offset write to stack R1 var_off=(0x0; 0xff) off=-8 size=1",
      "BPF_ALU uses reserved fields",
      "R1 invalid mem access 'mem_or_null'",
      "bpf_throw kfunc (insn 3) cannot be called from callback subprog 1",
      "cannot restore irq state out of order, expected id=2 acquired at insn_idx=10",
      "write into map forbidden, value_size=8 off=0 size=4",
  };
  for (const std::string& sentence : commonest) {
    INFO(sentence);
    CHECK(match_message(std::vector<std::string>{sentence}, embedded_messages()));
  }
}

}  // namespace bpflens
