#include "facts/section_name.h"

#include <algorithm>

namespace bpflens {
namespace {

using SectionNames = std::span<const SectionName>;

const SectionName* named(std::string_view name, SectionNames names) {
  const auto found = std::ranges::lower_bound(names, name, {}, &SectionName::name);
  return found != names.end() && found->name == name ? &*found : nullptr;
}

// A target may hold slashes ("uprobe//bin/bash:main"), and a name may ("cgroup/bind4").
const SectionName* before_target(std::string_view section, SectionNames names) {
  const SectionName* name = named(section.substr(0, section.find('/')), names);
  return name && name->match == SectionMatch::Target ? name : nullptr;
}

const SectionName* longest_prefix(std::string_view section, SectionNames names) {
  const SectionName* longest = nullptr;
  for (const SectionName& name : names)
    if (name.match == SectionMatch::Prefix && section.starts_with(name.name) &&
        (!longest || longest->name.size() < name.name.size()))
      longest = &name;
  return longest;
}

}  // namespace

std::optional<ProgramKind> kind_of_section(std::string_view section, SectionNames names) {
  if (section.starts_with('?')) section.remove_prefix(1);
  const SectionName* name = named(section, names);
  if (!name) name = before_target(section, names);
  if (!name) name = longest_prefix(section, names);
  return name ? std::optional(name->kind) : std::nullopt;
}

}  // namespace bpflens
