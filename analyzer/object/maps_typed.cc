// A map of ".maps" is a variable without contents: the types of its members say everything. A
// number is the length of an array that a member points to.
#include <algorithm>

#include "object/maps.h"

namespace bpflens {
namespace {

constexpr uint32_t pin_by_name = 1;
constexpr uint32_t most_members = 64;  // nobody has 20
constexpr int deepest_wrapper = 4;     // aya has two

BtfId pointee(const Btf& btf, BtfId type) {
  const BtfType pointer = btf.type(btf.unqualified(type));
  return pointer.kind == BtfKind::Pointer ? pointer.type : 0;
}

uint32_t number_of(const Btf& btf, BtfId type) {
  const auto array = btf.array(btf.unqualified(pointee(btf, type)));
  return array ? array->count : 0;
}

bool describes_map(const Btf& btf, BtfId id) {
  const BtfType type = btf.type(id);
  return type.kind == BtfKind::Struct && type.vlen <= most_members;
}

// Rust puts what may change into a struct of its own, and aya that into another.
BtfId unwrapped(const Btf& btf, BtfId type) {
  for (int depth = 0; depth < deepest_wrapper; ++depth) {
    const std::vector<BtfMember> members = btf.members(type);
    const BtfId only = members.size() == 1 ? btf.unqualified(members.front().type) : 0;
    if (!describes_map(btf, only)) return type;
    type = only;
  }
  return type;
}

// What `values` holds pointers to, if it is maps.
BtfId inner_type(const Btf& btf, BtfId type) {
  const auto array = btf.array(btf.unqualified(type));
  const BtfId inner = array ? btf.unqualified(pointee(btf, array->element)) : 0;
  return describes_map(btf, inner) ? inner : 0;
}

struct Number {
  std::string_view member;
  uint32_t MapDef::* field;
};
constexpr Number numbers[] = {{"type", &MapDef::type},
                              {"key_size", &MapDef::key_size_bytes},
                              {"value_size", &MapDef::value_size_bytes},
                              {"max_entries", &MapDef::max_entries},
                              {"map_flags", &MapDef::flags}};

void take_member(const Btf& btf, const BtfMember& member, MapDef& map) {
  for (const Number& number : numbers)
    if (member.name == number.member) map.*number.field = number_of(btf, member.type);
  if (member.name == "map_extra") map.extra = number_of(btf, member.type);
  if (member.name == "pinning") map.pinned_by_name = number_of(btf, member.type) == pin_by_name;
  if (member.name == "key") {
    map.key_type = pointee(btf, member.type);
    map.key_size_bytes = btf.size_bytes(map.key_type).value_or(0);
  } else if (member.name == "value") {
    map.value_type = pointee(btf, member.type);
    map.value_size_bytes = btf.size_bytes(map.value_type).value_or(0);
  }
}

MapDef map_of_type(const Btf& btf, BtfId type, std::string name) {
  MapDef map{.name = std::move(name), .section = ".maps"};
  for (const BtfMember& member : btf.members(type)) take_member(btf, member, map);
  return map;
}

bool holds_maps(const MapDef& map) {
  return map.type == map_type_array_of_maps || map.type == map_type_hash_of_maps;
}

void add_inner(const Btf& btf, BtfId type, MapDef& map, std::vector<MapDef>& inner_maps) {
  for (const BtfMember& member : btf.members(type)) {
    const BtfId inner = member.name == "values" ? inner_type(btf, member.type) : 0;
    if (inner == 0) continue;
    map.inner = static_cast<uint32_t>(inner_maps.size());
    inner_maps.push_back(map_of_type(btf, inner, map.name + ".inner"));
  }
  map.value_size_bytes = sizeof(uint32_t);  // the kernel's number of the inner map
}

void add_map(const Btf& btf, uint32_t section, const BtfVariable& place, ElfMaps& to) {
  const BtfType variable = btf.type(place.type);
  const BtfId variable_type = btf.unqualified(variable.type);
  if (variable.kind != BtfKind::Variable || !describes_map(btf, variable_type)) return;
  const BtfId type = unwrapped(btf, variable_type);
  MapDef map = map_of_type(btf, type, std::string(variable.name));
  if (holds_maps(map)) add_inner(btf, type, map, to.inner_maps);
  to.defined.push_back({section, place.offset, static_cast<uint32_t>(to.maps.size())});
  to.maps.push_back(std::move(map));
}

}  // namespace

void add_typed_maps(const Elf& elf, const Btf& btf, ElfMaps& to) {
  const ElfSection* section = find_section(elf, ".maps");
  if (!section) return;
  const auto number = static_cast<uint32_t>(section - elf.sections.data());
  for (const BtfId id : btf.named(".maps")) {
    if (btf.type(id).kind != BtfKind::DataSection) continue;
    std::vector<BtfVariable> variables = btf.variables(id);
    std::ranges::sort(variables, {}, &BtfVariable::offset);
    for (const BtfVariable& variable : variables) add_map(btf, number, variable, to);
    return;
  }
}

}  // namespace bpflens
