#include "object/sites.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

#include "object/decode.h"
#include "object/externs.h"

namespace bpflens {
namespace {

bool is_load(const RawInsn& insn) { return insn.code == ld_imm64_code; }
bool is_subprogram_call(const RawInsn& insn) {
  return insn.code == call_code && insn.src == static_cast<uint8_t>(CallKind::Subprogram);
}

class SiteReader {
 public:
  SiteReader(const Elf& elf, std::span<const ElfFunction> functions, const ElfMaps& maps,
             const Btf* btf)
      : elf_(elf), functions_(functions), maps_(maps) {
    if (btf) externs_ = externs_of(*btf);
    for (const ConfigVariable& variable : maps.config) config_.emplace(variable.name, &variable);
    for (const ElfSymbol& symbol : elf.symbols)
      if (symbol.type == SymbolType::Object)
        variables_.emplace(std::pair(symbol.section, symbol.value), &symbol);
  }

  FunctionBody body(const ElfFunction& function) const {
    const ElfSection& section = elf_.sections[function.section];
    FunctionBody body;
    body.raw =
        raw_insns(section.bytes.subspan(function.offset, function.size_bytes), elf_.big_endian);
    auto relocation =
        std::ranges::lower_bound(section.relocations, function.offset, {}, &ElfRelocation::offset);
    const auto end = section.relocations.end();
    for (uint32_t slot = 0; slot < body.raw.size(); ++slot) {
      const uint64_t offset = function.offset + uint64_t{slot} * slot_bytes;
      while (relocation != end && relocation->offset < offset) ++relocation;
      const bool has_relocation = relocation != end && relocation->offset == offset;
      if (const auto site = site_at(function, body, slot, has_relocation ? &*relocation : nullptr))
        body.sites.push_back(*site);
      if (is_load(body.raw[slot])) ++slot;
    }
    return body;
  }

 private:
  std::optional<Site> site_at(const ElfFunction& function, FunctionBody& body, uint32_t slot,
                              const ElfRelocation* relocation) const {
    RawInsn& insn = body.raw[slot];
    Site site;
    site.reference.insn = slot;
    if (insn.code == call_code) {
      if (!relocation && !is_subprogram_call(insn)) return std::nullopt;
      name_callee(function, slot, relocation, insn, site);
      return site;
    }
    if (!relocation || !is_load(insn) || slot + 1 >= body.raw.size()) return std::nullopt;
    name_address(*relocation, insn, body.raw[slot + 1], site);
    return site;
  }

  void name_callee(const ElfFunction& function, uint32_t slot, const ElfRelocation* relocation,
                   RawInsn& insn, Site& site) const {
    const uint64_t behind = static_cast<uint64_t>(int64_t{insn.imm} + 1) * slot_bytes;
    if (!relocation)
      return name_function(function.section, function.offset + uint64_t{slot} * slot_bytes + behind,
                           ReferenceKind::Subprogram, site);
    const ElfSymbol& symbol = elf_.symbols[relocation->symbol];
    if (symbol.section == 0) return name_external_callee(symbol, insn, site);
    insn.src = static_cast<uint8_t>(CallKind::Subprogram);
    const uint64_t addend =
        relocation->addend ? static_cast<uint64_t>(*relocation->addend) : behind;
    // What GCC leaves in the instruction beside a function's own symbol is not a distance.
    const bool is_distance = symbol.type == SymbolType::Section ||
                             function_at(functions_, symbol.section, symbol.value + addend);
    name_function(symbol.section, symbol.value + (is_distance ? addend : 0),
                  ReferenceKind::Subprogram, site);
  }

  void name_external_callee(const ElfSymbol& symbol, RawInsn& insn, Site& site) const {
    name_external(symbol, site);
    const auto found = externs_.find(symbol.name);
    if (found == externs_.end() || found->second != ExternKind::Function) return;
    site.reference.kind = ReferenceKind::Kfunc;
    insn.src = static_cast<uint8_t>(CallKind::Kfunc);
    insn.imm = 0;
  }

  void name_function(uint32_t section, uint64_t offset, ReferenceKind kind, Site& site) const {
    site.callee = function_at(functions_, section, offset);
    site.reference.kind = site.callee ? kind : ReferenceKind::Unresolved;
    site.reference.name =
        site.callee ? std::string(functions_[*site.callee].name)
                    : std::string(section < elf_.sections.size() ? elf_.sections[section].name
                                                                 : std::string_view()) +
                          "+" + std::to_string(offset);
  }

  void name_external(const ElfSymbol& symbol, Site& site) const {
    site.reference.kind = ReferenceKind::Unresolved;
    site.reference.name = std::string(symbol.name);
    site.reference.weak = symbol.binding == SymbolBinding::Weak;
  }

  void name_address(const ElfRelocation& relocation, RawInsn& low, RawInsn& high,
                    Site& site) const {
    const ElfSymbol& symbol = elf_.symbols[relocation.symbol];
    if (symbol.section == 0) return name_external_address(symbol, low, high, site);
    const auto addend = static_cast<uint64_t>(relocation.addend.value_or(low.imm));
    if (symbol.section < elf_.sections.size() && elf_.sections[symbol.section].is_executable()) {
      name_function(symbol.section, symbol.value + addend, ReferenceKind::Callback, site);
      if (site.callee) put(low, high, PseudoSource::Function, 0, 0);
      return;
    }
    const bool names_section = symbol.type == SymbolType::Section;
    const uint64_t place = symbol.value + (names_section ? addend : 0);
    const auto defined = map_defined_at(maps_, symbol.section, place);
    if (defined && maps_.maps[*defined].type == map_type_insn_array)
      return name_variable(symbol, *defined, 0, low, high, site);
    if (defined) return name_map(*defined, low, high, site);
    if (const auto map = map_of_data(maps_, symbol.section))
      return name_variable(symbol, *map, static_cast<int64_t>(symbol.value + addend), low, high,
                           site);
    site.reference.name = std::string(symbol.name.empty() && symbol.section < elf_.sections.size()
                                          ? elf_.sections[symbol.section].name
                                          : symbol.name);
    site.reference.kind = ReferenceKind::Unresolved;
  }

  void name_map(uint32_t map, RawInsn& low, RawInsn& high, Site& site) const {
    site.reference.kind = ReferenceKind::Map;
    site.reference.map = map;
    site.reference.name = maps_.maps[map].name;
    put(low, high, PseudoSource::MapFd, static_cast<int32_t>(map), 0);
  }

  void name_variable(const ElfSymbol& symbol, uint32_t map, int64_t offset, RawInsn& low,
                     RawInsn& high, Site& site) const {
    site.reference.kind = ReferenceKind::MapValue;
    site.reference.map = map;
    site.reference.offset = offset;
    site.reference.name = symbol.type == SymbolType::Object
                              ? std::string(symbol.name)
                              : variable_over(symbol.section, static_cast<uint64_t>(offset));
    put(low, high, PseudoSource::MapValue, static_cast<int32_t>(map), static_cast<int32_t>(offset));
  }

  // Empty if no symbol tells.
  std::string variable_over(uint32_t section, uint64_t offset) const {
    auto behind = variables_.upper_bound(std::pair(section, offset));
    if (behind == variables_.begin()) return {};
    const ElfSymbol& symbol = *std::prev(behind)->second;
    const bool is_over = symbol.section == section && offset - symbol.value < symbol.size_bytes;
    return is_over ? std::string(symbol.name) : std::string();
  }

  void name_external_address(const ElfSymbol& symbol, RawInsn& low, RawInsn& high,
                             Site& site) const {
    name_external(symbol, site);
    if (const auto found = config_.find(symbol.name); found != config_.end()) {
      site.reference.kind = ReferenceKind::Config;
      site.reference.map = *maps_.config_map;
      site.reference.offset = found->second->offset;
      return put(low, high, PseudoSource::MapValue, static_cast<int32_t>(*maps_.config_map),
                 static_cast<int32_t>(found->second->offset));
    }
    const auto found = externs_.find(symbol.name);
    if (found == externs_.end()) return;
    const bool is_typed = found->second != ExternKind::Address;
    site.reference.kind = is_typed ? ReferenceKind::KernelVariable : ReferenceKind::KernelAddress;
    put(low, high, is_typed ? PseudoSource::KernelVariable : PseudoSource::Number, 0, 0);
  }

  static void put(RawInsn& low, RawInsn& high, PseudoSource source, int32_t first, int32_t second) {
    low.src = static_cast<uint8_t>(source);
    low.imm = first;
    high.imm = second;
  }

  const Elf& elf_;
  std::span<const ElfFunction> functions_;
  const ElfMaps& maps_;
  std::map<std::string_view, ExternKind> externs_;
  std::map<std::string_view, const ConfigVariable*> config_;
  std::map<std::pair<uint32_t, uint64_t>, const ElfSymbol*> variables_;
};

}  // namespace

std::vector<FunctionBody> bodies_of(const Elf& elf, std::span<const ElfFunction> functions,
                                    const ElfMaps& maps, const Btf* btf) {
  const SiteReader reader(elf, functions, maps, btf);
  std::vector<FunctionBody> bodies;
  for (const ElfFunction& function : functions) bodies.push_back(reader.body(function));
  return bodies;
}

}  // namespace bpflens
