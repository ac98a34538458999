// Sections of numbers: one struct per symbol, type, sizes, entries and flags first. What follows
// depends on who reads it; iproute2's and aya's are known by their length, since they use the same
// section.
#include <algorithm>
#include <map>
#include <utility>

#include "object/maps.h"

namespace bpflens {
namespace {

constexpr uint64_t least_bytes = 20, bytes_of_aya = 28, bytes_of_iproute2 = 36;
constexpr size_t pinning = 6;  // the number that says it, of both

struct Definition {
  std::string_view name;
  uint32_t section = 0;
  uint64_t offset = 0;
  std::span<const std::byte> bytes;
};

uint32_t number_at(std::span<const std::byte> bytes, size_t index, bool big_endian) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i)
    value = value << 8 | std::to_integer<uint32_t>(bytes[index * 4 + (big_endian ? i : 3 - i)]);
  return value;
}

// Loaders of their own put a name before it, or behind.
bool holds_numeric_maps(const ElfSection& section) {
  return section.type == SectionType::Content &&
         (section.name == "maps" || section.name.starts_with("maps/") ||
          section.name.ends_with("/maps"));
}

// Of all sections, ascending.
std::vector<Definition> definitions_in(const Elf& elf) {
  std::vector<Definition> found;
  for (const ElfSymbol& symbol : elf.symbols) {
    const bool is_variable = symbol.type == SymbolType::Object || symbol.type == SymbolType::None;
    if (!is_variable || symbol.section >= elf.sections.size()) continue;
    const ElfSection& section = elf.sections[symbol.section];
    if (holds_numeric_maps(section) && symbol.value < section.bytes.size())
      found.push_back({symbol.name, symbol.section, symbol.value, {}});
  }
  const auto place = [](const Definition& map) { return std::pair(map.section, map.offset); };
  std::ranges::sort(found, {}, place);
  const auto doubled = std::ranges::unique(found, {}, place);
  found.erase(doubled.begin(), doubled.end());
  for (size_t i = 0; i < found.size(); ++i) {
    const auto& bytes = elf.sections[found[i].section].bytes;
    const bool is_last = i + 1 == found.size() || found[i + 1].section != found[i].section;
    const uint64_t end = is_last ? bytes.size() : found[i + 1].offset;
    found[i].bytes = bytes.subspan(found[i].offset, end - found[i].offset);
  }
  std::erase_if(found, [](const Definition& map) { return map.bytes.size() < least_bytes; });
  return found;
}

using Types = std::map<std::string_view, BtfId>;

// BPF_ANNOTATE_KV_PAIR: a struct beside the map names its types.
void take_types(const Btf& btf, const Types& structs, MapDef& map) {
  const auto found = structs.find("____btf_map_" + map.name);
  if (found == structs.end() || btf.type(found->second).vlen != 2) return;
  for (const BtfMember& member : btf.members(found->second))
    (member.name == "key" ? map.key_type : map.value_type) = member.type;
}

struct Iproute2 {
  uint32_t map = 0, id = 0, inner_id = 0;
};

// A map of maps names the id of one whose kind its inner maps are of.
void take_inner(std::span<const Iproute2> all, ElfMaps& to) {
  std::map<uint32_t, uint32_t> by_id;
  for (const Iproute2& map : all) by_id.emplace(map.id, map.map);
  for (const Iproute2& outer : all) {
    const auto inner = by_id.find(outer.inner_id);
    if (outer.inner_id == 0 || inner == by_id.end()) continue;
    to.maps[outer.map].inner = static_cast<uint32_t>(to.inner_maps.size());
    to.inner_maps.push_back(to.maps[inner->second]);
    to.inner_maps.back().inner.reset();
  }
}

}  // namespace

void add_numeric_maps(const Elf& elf, const Btf* btf, ElfMaps& to) {
  const std::vector<Definition> definitions = definitions_in(elf);
  if (definitions.empty()) return;
  const Types structs = btf ? types_by_name(*btf, BtfKind::Struct) : Types();
  std::vector<Iproute2> of_iproute2;
  for (const Definition& definition : definitions) {
    const auto number = [&](size_t i) { return number_at(definition.bytes, i, elf.big_endian); };
    const auto index = static_cast<uint32_t>(to.maps.size());
    MapDef map{.name = std::string(definition.name),
               .section = std::string(elf.sections[definition.section].name),
               .type = number(0),
               .key_size_bytes = number(1),
               .value_size_bytes = number(2),
               .max_entries = number(3),
               .flags = number(4)};
    if (btf) take_types(*btf, structs, map);
    // Samples of old kernels have the number of a NUMA node there, which is rarely 1.
    if (definition.bytes.size() == bytes_of_aya) map.pinned_by_name = number(pinning) == 1;
    if (definition.bytes.size() == bytes_of_iproute2) {
      map.pinned_by_name = number(pinning) != 0;
      of_iproute2.push_back({index, number(5), number(7)});
    }
    to.maps.push_back(std::move(map));
    to.defined.push_back({definition.section, definition.offset, index});
  }
  take_inner(of_iproute2, to);
}

}  // namespace bpflens
