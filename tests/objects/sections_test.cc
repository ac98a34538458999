// The table of section names against the libbpf of this machine, and what libbpf alone does not
// say.
#include "object/sections.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <fstream>
#include <string>
#include <vector>

#include "catch.h"

using namespace bpflens;

namespace {

struct OfLibbpf {
  bpf_prog_type type = BPF_PROG_TYPE_UNSPEC;
  bpf_attach_type attach = BPF_CGROUP_INET_INGRESS;
  bool known = false;
};

OfLibbpf libbpf_on(const std::string& section) {
  libbpf_set_print(nullptr);
  OfLibbpf said;
  said.known = libbpf_prog_type_by_name(section.c_str(), &said.type, &said.attach) == 0;
  return said;
}

// "1.1": two numbers.
std::pair<int, int> version_of(std::string_view text) {
  const size_t dot = text.find('.');
  return {std::stoi(std::string(text.substr(0, dot))),
          std::stoi(std::string(text.substr(dot + 1)))};
}

bool is_due(const ProgramKind& kind) {
  return version_of(kind.libbpf) <= std::pair<int, int>(static_cast<int>(libbpf_major_version()),
                                                        static_cast<int>(libbpf_minor_version()));
}

void check_same(const std::string& section) {
  INFO(section);
  const OfLibbpf said = libbpf_on(section);
  const auto kind = kind_of_section(section);
  if (!said.known) return;
  REQUIRE(kind);
  CHECK(kind->type_number == static_cast<uint32_t>(said.type));
  CHECK(kind->attach_number == static_cast<uint32_t>(said.attach));
}

bool went_with_1_0(std::string_view name) { return name == "xdp_devmap" || name == "xdp_cpumap"; }

}  // namespace

TEST_CASE("section names mean what libbpf says, and it knows each that it should", "[sections]") {
  REQUIRE(section_names().size() > 100);
  for (const SectionName& section : section_names()) {
    const std::string name(section.name);
    INFO(name);
    check_same(name);
    check_same(name + "/target");
    if (is_due(section.kind) && !went_with_1_0(name)) CHECK(libbpf_on(name).known);
    const bool takes_target = section.match == SectionMatch::Target;
    if (libbpf_on(name).known) CHECK(libbpf_on(name + "/target").known == takes_target);
  }
}

TEST_CASE("what stands behind a section's name", "[sections]") {
  CHECK(kind_of_section("?xdp")->type == "XDP");
  CHECK(kind_of_section("uprobe//bin/bash:main")->type == "KPROBE");
  CHECK(kind_of_section("cgroup/bind4")->attach == "CGROUP_INET4_BIND");
  CHECK(kind_of_section("fentry.s/do_exit")->sleepable);
  CHECK_FALSE(kind_of_section("fentry/do_exit")->sleepable);
  CHECK(kind_of_section("xdp.frags")->takes_fragments);
  CHECK(kind_of_section("tcx/ingress")->libbpf == "1.5");
}

TEST_CASE("what only libbpf before 1.0 took", "[sections]") {
  CHECK(kind_of_section("xdp_prog1")->type == "XDP");
  CHECK(kind_of_section("xdp_devmap/x")->attach == "XDP_DEVMAP");
  CHECK(kind_of_section("sk_skb/stream_parser1")->attach == "SK_SKB_STREAM_PARSER");
  CHECK_FALSE(kind_of_section("kprobes"));
  CHECK_FALSE(kind_of_section("from-container"));
  CHECK_FALSE(kind_of_section(""));
  CHECK_FALSE(kind_of_section("?"));
}

TEST_CASE("the pages' own list of sections says the same", "[sections]") {
  std::ifstream rows(BPFLENS_SOURCE_DIR "/rules/versions/sections.tsv");
  size_t count = 0;
  for (std::string row; std::getline(rows, row);) {
    const size_t tab = row.find('\t');
    if (row.starts_with('#') || row.starts_with("section\t") || tab == std::string::npos) continue;
    const auto kind = kind_of_section(row.substr(0, tab));
    INFO(row);
    REQUIRE(kind);
    CHECK(kind->type == row.substr(tab + 1));
    count++;
  }
  CHECK(count > 70);
}
