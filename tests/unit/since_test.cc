// Is what rules/versions says of helpers what real kernels said, and is it used as it should be?
#include "judge/since.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "explained_log.h"
#include "facts/program_type.h"
#include "judge/program_type.h"
#include "rules/pages.h"

namespace bpflens {
namespace {

constexpr std::string_view folder = BPFLENS_SOURCE_DIR "/rules/versions/";

const HelperVersions& helper_named(std::string_view name) {
  for (const HelperVersions& helper : embedded_helpers())
    if (helper.name == name) return helper;
  FAIL("no helper " << name);
  return embedded_helpers()[0];
}

uint32_t type_named(std::string_view name) { return program_type_named(name).value(); }

Remedy remedy(std::string_view helper, Era era) {
  return remedy_of(helper_named(helper), era, std::nullopt);
}

Remedy remedy(std::string_view helper, Era era, std::string_view type) {
  return remedy_of(helper_named(helper), era, type_named(type));
}

// One line of measured.txt: what one kernel said of all helpers in one type of program.
struct Measured {
  KernelVersion kernel;
  uint32_t type = 0;
  std::string answers;
};

std::vector<Measured> measured_rows() {
  std::ifstream file{std::string(folder) + "measured.txt"};
  std::vector<Measured> rows;
  std::string line, word, release, error;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    Measured row;
    fields >> word >> release >> row.type >> error >> row.answers;
    if (error != "0" || row.type >= program_type_names().size()) continue;
    std::istringstream version(release);
    char dot = 0;
    version >> row.kernel.major >> dot >> row.kernel.minor;
    rows.push_back(std::move(row));
  }
  return rows;
}

// What the table says of that: 1, 0, or nothing where it does not know.
std::optional<char> table_says(const HelperVersions& helper, uint32_t type, KernelVersion kernel) {
  const auto came = came_to_type(helper, type);
  if (!came) return '0';
  if (!came->is_known() || (came->after < kernel && kernel < came->by)) return std::nullopt;
  return came->by <= kernel ? '1' : '0';
}

}  // namespace

TEST_CASE("the table of helpers says what real kernels said") {
  std::map<std::string, int> compared;
  for (const Measured& row : measured_rows()) {
    for (uint32_t number = 1; number <= row.answers.size(); ++number) {
      const char answer = row.answers[number - 1];
      const HelperVersions* helper = helper_numbered(embedded_helpers(), number);
      if (!helper || (answer != '0' && answer != '1')) continue;
      const auto said = table_says(*helper, row.type, row.kernel);
      // 6.18 was asked where it is locked down against writing.
      if (!said || (row.kernel == KernelVersion{6, 18} && helper->name == "bpf_probe_write_user"))
        continue;
      ++compared[in_words(row.kernel)];
      INFO(in_words(row.kernel) << " " << program_type_names()[row.type] << " " << helper->name);
      CHECK(std::string(1, *said) == std::string(1, answer));
    }
  }
  CHECK(compared["5.10"] > 3800);
  CHECK(compared["6.1"] > 5400);
  CHECK(compared["6.12"] > 5600);
  CHECK(compared["7.2"] > 5600);
  CHECK(compared["7.3"] > 5600);
}

// 'x': the kernel has no helper of that number.
TEST_CASE("a helper came when the first kernel had it") {
  int compared = 0;
  for (const Measured& row : measured_rows()) {
    for (const HelperVersions& helper : embedded_helpers()) {
      if (helper.number > row.answers.size()) continue;
      const char answer = row.answers[helper.number - 1];
      if (answer == '?' || (helper.came.after < row.kernel && row.kernel < helper.came.by))
        continue;
      ++compared;
      INFO(in_words(row.kernel) << " " << helper.name);
      CHECK((answer != 'x') == (helper.came.by <= row.kernel));
    }
  }
  CHECK(compared > 25000);
}

TEST_CASE("the table begins and ends where the documents say") {
  CHECK(embedded_helpers().size() == 211);
  CHECK(helper_named("bpf_map_lookup_elem").came.since_ever());
  CHECK(in_words(helper_named("bpf_map_lookup_elem").came.by) == "5.4");
  CHECK(in_words(span_of(Era::I)->last) == "7.3");
  CHECK(helper_numbered(embedded_helpers(), 0) == nullptr);
  CHECK(helper_numbered(embedded_helpers(), 195896080) == nullptr);
}

TEST_CASE("each dialect is of the kernels that its words name") {
  for (int i = 1; i <= static_cast<int>(Era::I); ++i) {
    const KernelSpan span = span_of(static_cast<Era>(i)).value();
    const std::string first = in_words(span.first), last = in_words(span.last);
    CHECK(kernels_of(static_cast<Era>(i)) == (first == last ? first : first + " to " + last));
  }
  CHECK(!span_of(Era::Unknown));
}

TEST_CASE("would another kernel take the call") {
  // Its types never changed.
  CHECK(remedy("bpf_skb_load_bytes", Era::Unknown) == Remedy::NoKernel);
  CHECK(remedy("bpf_skb_load_bytes", Era::C) == Remedy::NoKernel);
  CHECK(remedy("bpf_skb_load_bytes", Era::I, "XDP") == Remedy::NoKernel);
  // That log is of a kernel older than all that were looked at.
  CHECK(remedy("bpf_skb_load_bytes", Era::B) == Remedy::Unknown);
  CHECK(remedy("bpf_skb_load_bytes", Era::B, "XDP") == Remedy::NoKernel);
  // Most types got it between 6.6 and 6.12, one never did.
  CHECK(remedy("bpf_get_current_pid_tgid", Era::E) == Remedy::Unknown);
  CHECK(remedy("bpf_get_current_pid_tgid", Era::E, "SCHED_CLS") == Remedy::NewerKernel);
  CHECK(remedy("bpf_get_current_pid_tgid", Era::E, "LIRC_MODE2") == Remedy::NoKernel);
  CHECK(remedy("bpf_get_current_pid_tgid", Era::H, "SCHED_CLS") == Remedy::Rights);
  // Later than every kernel of this dialect but some.
  CHECK(remedy("bpf_get_current_pid_tgid", Era::F, "SCHED_CLS") == Remedy::NewerKernel);
  CHECK(remedy("bpf_get_current_pid_tgid", Era::G) == Remedy::NoKernel);
  // It depends on more than the type.
  CHECK(remedy("bpf_bind", Era::E, "CGROUP_SOCK_ADDR") == Remedy::Unknown);
  // It has the helpers of what it extends, whatever that is.
  CHECK(remedy("bpf_skb_load_bytes", Era::E, "EXT") == Remedy::Unknown);
  CHECK(remedy_of(helper_named("bpf_bind"), Era::E, 99) == Remedy::Unknown);
}

TEST_CASE("people are told who can call it, and what follows") {
  const ProgramResult later = rejected_log("testdata/versions/task-in-xdp.6.1.log");
  CHECK(later.findings[0].layer == "environment");
  CHECK(later.notes ==
        std::vector<std::string>{"programs of type XDP can call bpf_get_current_pid_tgid on later "
                                 "kernels: after 6.6, by 6.12"});
  // The same of a kernel of which more is left open.
  CHECK(rejected_log("testdata/versions/task-in-xdp.5.10.log").notes == later.notes);

  const ProgramResult never = rejected_log("testdata/versions/packet-bytes-in-xdp.6.1.log");
  CHECK(never.findings[0].layer == "source_bug");
  REQUIRE(never.notes.size() > 2);
  CHECK(never.notes[0] ==
        "programs of these types can call bpf_skb_load_bytes: SOCKET_FILTER, SCHED_CLS, SCHED_ACT, "
        "CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT, SK_SKB, LWT_SEG6LOCAL, SK_REUSEPORT, "
        "FLOW_DISSECTOR (5.4 already)");
  CHECK(never.notes[1] ==
        "a later kernel does not help: up to 7.3 none lets programs of other types call it");

  const ProgramResult unknown = rejected_log("testdata/versions/tai-clock.5.10.log");
  CHECK(unknown.findings[0].layer == "environment");
  CHECK(unknown.findings[0].message ==
        "the program calls bpf_ktime_get_tai_ns, a helper that this kernel does not have");
  CHECK(unknown.notes == std::vector<std::string>{"bpf_ktime_get_tai_ns came after 5.15, by 6.1"});
}

TEST_CASE("a known type is told of by its name") {
  const HelperVersions& packet = helper_named("bpf_skb_load_bytes");
  const auto told = [](const HelperVersions& helper, Era era, std::string_view type) {
    return told_since(helper, Since::HelperForType, era, type_named(type)).back();
  };
  CHECK(told(packet, Era::E, "XDP") == "no kernel up to 7.3 lets a program of type XDP call it");
  CHECK(told(packet, Era::E, "SCHED_CLS") ==
        "on this kernel programs of type SCHED_CLS can call bpf_skb_load_bytes: what is missing is "
        "a right of who loads it, an option of the kernel, or the place where it is attached "
        "allows less");
  CHECK(told(helper_named("bpf_bind"), Era::E, "CGROUP_SOCK_ADDR") ==
        "programs of these types can call bpf_bind: CGROUP_SOCK_ADDR (not in every case)");
}

// A file of these lines, with the program's first instruction on one of them.
std::optional<uint32_t> type_in(const std::vector<std::string>& lines, uint32_t first, bool whole) {
  SourceView view;
  view.files.emplace_back();
  view.files[0].whole = whole;
  for (uint32_t i = 0; i < lines.size(); ++i) view.files[0].lines[i + 1] = lines[i];
  view.of_insn[0] = {0, first};
  return program_type_of(Unit{}, view, embedded_sections());
}

TEST_CASE("the section's name tells the type of the program") {
  const uint32_t xdp = type_named("XDP"), kprobe = type_named("KPROBE");
  CHECK(type_in({"SEC(\"xdp\") int f(void* c) { return 0; }"}, 1, false) == xdp);
  CHECK(type_in({"SEC(\"?xdp.frags\")", "int f(struct xdp_md* c)", "{"}, 3, true) == xdp);
  CHECK(type_in({"SEC(\"kprobe/do_exit\")", "int f(struct pt_regs* c) {"}, 2, true) == kprobe);
  CHECK(type_in({"SEC(\"kprobe.multi/do_*\")", "int f(struct pt_regs* c) {"}, 2, true) == kprobe);
  CHECK(type_in({"SEC(\"cgroup/sock_release\")", "int f() {"}, 2, true) ==
        type_named("CGROUP_SOCK"));
  // As libbpf before 1.0 read it.
  CHECK(type_in({"SEC(\"xdp_drop\") int f() {"}, 1, true) == xdp);
  // Lines of a log have no neighbours, and other names are nobody's.
  CHECK(!type_in({"SEC(\"xdp\")", "int f(struct xdp_md* c) {"}, 2, false));
  CHECK(!type_in({"SEC(\"drop\") int f() {"}, 1, true));
  CHECK(!type_in({"SEC(\"xdp"}, 1, true));
  // The program above, and a map, are not this function's.
  CHECK(!type_in({"SEC(\"xdp\")", "int f() {", "}", "int g() {"}, 4, true));
  CHECK(!type_in({"SEC(\"xdp\") int f() { return 0; }", "int g() {"}, 2, true));
  CHECK(!type_in({"} entries SEC(\".maps\");", "int g() {"}, 2, true));
}

}  // namespace bpflens
