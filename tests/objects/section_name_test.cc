// The table of section names against the libbpf of this machine, and what libbpf alone does not
// say.
#include "facts/section_name.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <string>

#include "catch.h"
#include "rules/pages.h"

using namespace bpflens;

namespace {

std::optional<ProgramKind> kind_of(std::string_view section) {
  return kind_of_section(section, embedded_sections());
}

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
  const auto kind = kind_of(section);
  if (!said.known) return;
  REQUIRE(kind);
  CHECK(kind->type_number == static_cast<uint32_t>(said.type));
  CHECK(kind->attach_number == static_cast<uint32_t>(said.attach));
}

bool went_with_1_0(std::string_view name) { return name == "xdp_devmap" || name == "xdp_cpumap"; }

}  // namespace

TEST_CASE("section names mean what libbpf says, and it knows each that it should", "[sections]") {
  REQUIRE(embedded_sections().size() > 100);
  for (const SectionName& section : embedded_sections()) {
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
  CHECK(kind_of("?xdp")->type == "XDP");
  CHECK(kind_of("uprobe//bin/bash:main")->type == "KPROBE");
  CHECK(kind_of("cgroup/bind4")->attach == "CGROUP_INET4_BIND");
  CHECK(kind_of("fentry.s/do_exit")->sleepable);
  CHECK_FALSE(kind_of("fentry/do_exit")->sleepable);
  CHECK(kind_of("xdp.frags")->takes_fragments);
  CHECK(kind_of("tcx/ingress")->libbpf == "1.5");
}

TEST_CASE("what only libbpf before 1.0 took", "[sections]") {
  CHECK(kind_of("xdp_prog1")->type == "XDP");
  CHECK(kind_of("xdp_devmap/x")->attach == "XDP_DEVMAP");
  CHECK(kind_of("sk_skb/stream_parser1")->attach == "SK_SKB_STREAM_PARSER");
  CHECK_FALSE(kind_of("kprobes"));
  CHECK_FALSE(kind_of("from-container"));
  CHECK_FALSE(kind_of(""));
  CHECK_FALSE(kind_of("?"));
}
