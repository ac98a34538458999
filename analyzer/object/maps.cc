#include "object/maps.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace bpflens {
namespace {

constexpr uint32_t read_only_for_programs = 0x80, can_be_mapped = 0x400;
constexpr uint32_t key_bytes = 4;

// ".data", ".data.cold"
bool is_kind(std::string_view section, std::string_view kind) {
  return section.starts_with(kind) &&
         (section.size() == kind.size() || section[kind.size()] == '.');
}

bool holds_data(const ElfSection& section) {
  const bool is_content = section.type == SectionType::Content && !section.bytes.empty() &&
                          (is_kind(section.name, ".data") || is_kind(section.name, ".rodata"));
  const bool is_zeros = section.type == SectionType::Zeros && is_kind(section.name, ".bss");
  return is_content || (is_zeros && section.size_bytes != 0);
}

// A loader maps a section into its memory only if it has names for others to use.
bool has_global_variable(const Btf& btf, BtfId section) {
  return std::ranges::any_of(btf.variables(section), [&](const BtfVariable& variable) {
    return btf.type(variable.type).linkage != 0;
  });
}

struct DataTypes {
  BtfId type = 0;
  bool has_global = false;
};

// By the name of the section: a hostile object has many of one name.
std::map<std::string_view, DataTypes> types_of_data(const Btf& btf) {
  std::map<std::string_view, DataTypes> types;
  for (const auto& [name, id] : types_by_name(btf, BtfKind::DataSection))
    types[name] = {id, has_global_variable(btf, id)};
  return types;
}

void add_data(const Elf& elf, const std::map<std::string_view, DataTypes>& all_types,
              uint32_t number, ElfMaps& to) {
  const ElfSection& section = elf.sections[number];
  const auto found = all_types.find(section.name);
  const DataTypes types = found == all_types.end() ? DataTypes{} : found->second;
  MapDef map{.name = std::string(section.name),
             .section = std::string(section.name),
             .type = map_type_array,
             .key_size_bytes = key_bytes,
             .value_size_bytes = static_cast<uint32_t>(
                 std::min<uint64_t>(section.size_bytes, std::numeric_limits<uint32_t>::max())),
             .max_entries = 1,
             .value_type = types.type,
             .is_data = true};
  if (is_kind(section.name, ".rodata")) map.flags |= read_only_for_programs;
  if (types.has_global) map.flags |= can_be_mapped;
  const auto* bytes = reinterpret_cast<const uint8_t*>(section.bytes.data());
  map.data.assign(bytes, bytes + section.bytes.size());
  to.data.push_back({number, 0, static_cast<uint32_t>(to.maps.size())});
  to.maps.push_back(std::move(map));
}

struct Laid {
  std::string_view name;
  uint32_t align = 1, size = 0;
};

uint32_t align_of(const Btf& btf, BtfId type) {
  const BtfId plain = btf.unqualified(type);
  const auto array = btf.array(plain);
  const uint32_t size = btf.size_bytes(array ? array->element : plain).value_or(1);
  return size == 2 || size == 4 || size == 8 ? size : 1;
}

// The loader lays them out: those of the greatest alignment first, of these the smallest.
std::vector<Laid> config_variables(const Btf& btf, BtfId section) {
  std::vector<Laid> variables;
  for (const BtfVariable& place : btf.variables(section)) {
    const BtfType variable = btf.type(place.type);
    if (variable.kind != BtfKind::Variable) continue;
    variables.push_back(
        {variable.name, align_of(btf, variable.type), btf.size_bytes(variable.type).value_or(0)});
  }
  std::ranges::sort(variables, {}, [](const Laid& variable) {
    return std::tuple(-int64_t{variable.align}, variable.size, variable.name);
  });
  return variables;
}

void add_config(const Btf& btf, ElfMaps& to) {
  const std::vector<BtfId> sections = btf.named(".kconfig");
  const auto found = std::ranges::find_if(
      sections, [&](BtfId id) { return btf.type(id).kind == BtfKind::DataSection; });
  if (found == sections.end()) return;
  const BtfId section = *found;
  uint64_t size = 0;
  for (const Laid& variable : config_variables(btf, section)) {
    size = (size + variable.align - 1) / variable.align * variable.align;
    if (size + variable.size > std::numeric_limits<int32_t>::max()) return;
    to.config.push_back({variable.name, static_cast<uint32_t>(size)});
    size += variable.size;
  }
  to.config_map = static_cast<uint32_t>(to.maps.size());
  // Its DataSection says nothing of where they are.
  to.maps.push_back({.name = ".kconfig",
                     .section = ".kconfig",
                     .type = map_type_array,
                     .key_size_bytes = key_bytes,
                     .value_size_bytes = static_cast<uint32_t>(size),
                     .max_entries = 1,
                     .flags = read_only_for_programs | can_be_mapped,
                     .value_type = to.config.size() == 1 ? section : 0,
                     .is_data = true});
}

// Global variables of an arena are in a section of their own.
void add_arena_data(const Elf& elf, ElfMaps& to) {
  const auto arena = std::ranges::find(to.maps, map_type_arena, &MapDef::type);
  const ElfSection* section = find_section(elf, ".addr_space.1");
  if (arena == to.maps.end() || !section) return;
  to.data.push_back({static_cast<uint32_t>(section - elf.sections.data()), 0,
                     static_cast<uint32_t>(arena - to.maps.begin())});
}

// A gotox finds its target in a table of its own; each is handed to the kernel as a map.
void add_jump_tables(const Elf& elf, ElfMaps& to) {
  constexpr uint32_t entry_bytes = 8, kernel_entry_bytes = 16;
  const ElfSection* tables = find_section(elf, ".jumptables");
  if (!tables) return;
  const auto number = static_cast<uint32_t>(tables - elf.sections.data());
  uint64_t left_bytes = tables->bytes.size();
  for (const ElfSymbol& symbol : elf.symbols) {
    if (symbol.section != number || symbol.type != SymbolType::Object) continue;
    if (symbol.value > tables->bytes.size() ||
        symbol.size_bytes > tables->bytes.size() - symbol.value || symbol.size_bytes > left_bytes)
      continue;
    left_bytes -= symbol.size_bytes;
    to.defined.push_back({number, symbol.value, static_cast<uint32_t>(to.maps.size())});
    MapDef& map = to.maps.emplace_back();
    map = {.name = std::string(symbol.name),
           .section = std::string(tables->name),
           .type = map_type_insn_array,
           .key_size_bytes = key_bytes,
           .value_size_bytes = kernel_entry_bytes,
           .max_entries = static_cast<uint32_t>(symbol.size_bytes / entry_bytes)};
    for (const std::byte byte : tables->bytes.subspan(symbol.value, symbol.size_bytes))
      map.data.push_back(std::to_integer<uint8_t>(byte));
  }
}

std::pair<uint32_t, uint64_t> key_of(const MapPlace& place) {
  return {place.section, place.offset};
}

std::optional<uint32_t> find(const std::vector<MapPlace>& places, uint32_t section,
                             uint64_t offset) {
  const std::pair wanted(section, offset);
  const auto found = std::ranges::lower_bound(places, wanted, {}, key_of);
  if (found == places.end() || key_of(*found) != wanted) return std::nullopt;
  return found->map;
}

}  // namespace

std::map<std::string_view, BtfId> types_by_name(const Btf& btf, BtfKind kind) {
  std::map<std::string_view, BtfId> types;
  for (BtfId id = btf.first_id(); id < btf.end_id(); ++id)
    if (const BtfType type = btf.type(id); type.kind == kind) types.emplace(type.name, id);
  return types;
}

ElfMaps maps_of(const Elf& elf, const Btf* btf) {
  ElfMaps maps;
  add_numeric_maps(elf, btf, maps);
  if (btf) add_typed_maps(elf, *btf, maps);
  const auto types = btf ? types_of_data(*btf) : std::map<std::string_view, DataTypes>();
  for (uint32_t i = 0; i < elf.sections.size(); ++i)
    if (holds_data(elf.sections[i])) add_data(elf, types, i, maps);
  if (btf) add_config(*btf, maps);
  add_arena_data(elf, maps);
  add_jump_tables(elf, maps);
  std::ranges::sort(maps.defined, {}, key_of);
  std::ranges::sort(maps.data, {}, key_of);
  return maps;
}

std::optional<uint32_t> map_defined_at(const ElfMaps& maps, uint32_t section, uint64_t offset) {
  return find(maps.defined, section, offset);
}

std::optional<uint32_t> map_of_data(const ElfMaps& maps, uint32_t section) {
  return find(maps.data, section, 0);
}

}  // namespace bpflens
