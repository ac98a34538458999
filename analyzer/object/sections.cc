#include "object/sections.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace bpflens {
namespace {

// As the file has it.
struct Row {
  std::string_view name, match;
  struct Kind {
    std::string_view type;
    uint32_t type_number;
    std::string_view attach;
    uint32_t attach_number;
    std::string_view flags, libbpf, kernel;
  } kind;
};

constexpr std::array rows = std::to_array<Row>({
#include "object/section_table.inc"
});

constexpr std::string_view given(std::string_view field) {
  return field == "-" ? std::string_view() : field;
}

constexpr SectionMatch match_of(std::string_view word) {
  if (word == "target") return SectionMatch::Target;
  return word == "prefix" ? SectionMatch::Prefix : SectionMatch::Name;
}

constexpr SectionName entry(const Row& row) {
  return {row.name,
          match_of(row.match),
          {.type = row.kind.type,
           .type_number = row.kind.type_number,
           .attach = given(row.kind.attach),
           .attach_number = row.kind.attach_number,
           .sleepable = row.kind.flags == "sleepable",
           .takes_fragments = row.kind.flags == "frags",
           .libbpf = given(row.kind.libbpf),
           .kernel = given(row.kind.kernel)}};
}

template <size_t... I>
constexpr auto entries(std::index_sequence<I...>) {
  return std::array{entry(rows[I])...};
}

constexpr auto table = entries(std::make_index_sequence<rows.size()>());

static_assert(std::ranges::is_sorted(table, {}, &SectionName::name));
static_assert(std::ranges::all_of(rows, [](const Row& row) {
  return row.match == "name" || row.match == "target" || row.match == "prefix";
}));
static_assert(std::ranges::all_of(rows, [](const Row& row) {
  return row.kind.flags == "-" || row.kind.flags == "sleepable" || row.kind.flags == "frags";
}));

const SectionName* named(std::string_view name) {
  const auto found = std::ranges::lower_bound(table, name, {}, &SectionName::name);
  return found != table.end() && found->name == name ? &*found : nullptr;
}

// A target may hold slashes ("uprobe//bin/bash:main"), and a name may ("cgroup/bind4").
const SectionName* before_target(std::string_view section) {
  const SectionName* name = named(section.substr(0, section.find('/')));
  return name && name->match == SectionMatch::Target ? name : nullptr;
}

const SectionName* longest_prefix(std::string_view section) {
  const SectionName* longest = nullptr;
  for (const SectionName& name : table)
    if (name.match == SectionMatch::Prefix && section.starts_with(name.name) &&
        (!longest || longest->name.size() < name.name.size()))
      longest = &name;
  return longest;
}

}  // namespace

std::span<const SectionName> section_names() { return table; }

std::optional<ProgramKind> kind_of_section(std::string_view section) {
  if (section.starts_with('?')) section.remove_prefix(1);
  const SectionName* name = named(section);
  if (!name) name = before_target(section);
  if (!name) name = longest_prefix(section);
  if (!name) return std::nullopt;
  return name->kind;
}

}  // namespace bpflens
