// Which maps does an object have, and where in the file does each stand?
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/btf.h"
#include "facts/object.h"
#include "object/elf.h"

namespace bpflens {

inline constexpr uint32_t map_type_array = 2, map_type_array_of_maps = 12,
                          map_type_hash_of_maps = 13, map_type_arena = 33, map_type_insn_array = 34;

struct MapPlace {
  uint32_t section = 0;
  uint64_t offset = 0;
  uint32_t map = 0;
};

// A number of the kernel's configuration, or of the loader's machine, that a program reads.
struct ConfigVariable {
  std::string_view name;
  uint32_t offset = 0;  // in the value of the map
};

struct ElfMaps {
  std::vector<MapDef> maps, inner_maps;
  std::vector<MapPlace> defined;  // ascending; what names the place names the map
  std::vector<MapPlace> data;     // ascending; whole sections
  std::optional<uint32_t> config_map;
  std::vector<ConfigVariable> config;
};

// In libbpf's order: defined ones as they stand in their section, data sections, .kconfig.
ElfMaps maps_of(const Elf& elf, const Btf* btf);

// The map that is defined at this place, or whose data the section is.
std::optional<uint32_t> map_defined_at(const ElfMaps& maps, uint32_t section, uint64_t offset);
std::optional<uint32_t> map_of_data(const ElfMaps& maps, uint32_t section);

// The first of each name. Asking the Btf for each of many names would look through all its names
// each time.
std::map<std::string_view, BtfId> types_by_name(const Btf& btf, BtfKind kind);

// Those of a section whose members are BTF types (".maps"), in its order.
void add_typed_maps(const Elf& elf, const Btf& btf, ElfMaps& to);

// Those of sections that hold numbers ("maps"): struct bpf_map_def, or iproute2's bpf_elf_map.
void add_numeric_maps(const Elf& elf, const Btf* btf, ElfMaps& to);

}  // namespace bpflens
