// Symbols say where functions begin. Old compilers gave them no type, and wrote labels of blocks as
// symbols of the same kind; hand-written assembly gives no size; some sections have no symbol.
#include "object/functions.h"

#include <algorithm>
#include <tuple>

namespace bpflens {
namespace {

using Place = std::pair<uint32_t, uint64_t>;  // section, offset

Place place_of(const ElfFunction& function) { return {function.section, function.offset}; }

bool holds_instructions(const ElfSection& section) {
  return section.is_executable() && section.type == SectionType::Content &&
         section.bytes.size() >= slot_bytes;
}

std::vector<ElfFunction> symbols_of_type(const Elf& elf, SymbolType type,
                                         std::span<const char> wanted) {
  std::vector<ElfFunction> found;
  for (const ElfSymbol& symbol : elf.symbols) {
    if (symbol.type != type || symbol.section >= elf.sections.size() || !wanted[symbol.section])
      continue;
    const bool global = symbol.binding != SymbolBinding::Local;
    const bool is_label = type == SymbolType::None && !global;
    if (is_label || symbol.value >= elf.sections[symbol.section].bytes.size() ||
        symbol.value % slot_bytes != 0)
      continue;
    found.push_back({.name = symbol.name,
                     .section = symbol.section,
                     .offset = symbol.value,
                     .size_bytes = symbol.size_bytes,
                     .global = global,
                     .hidden = symbol.hidden});
  }
  return found;
}

// Each begins where no other does, ends before the next one and in its section.
void bound(std::vector<ElfFunction>& functions, const Elf& elf) {
  // Of two names for one place the global one is the function's.
  std::ranges::sort(functions, {}, [](const ElfFunction& function) {
    return std::tuple(function.section, function.offset, !function.global, function.name);
  });
  const auto doubled = std::ranges::unique(functions, {}, place_of);
  functions.erase(doubled.begin(), doubled.end());
  for (size_t i = 0; i < functions.size(); ++i) {
    ElfFunction& function = functions[i];
    const bool is_last = i + 1 == functions.size() || functions[i + 1].section != function.section;
    const uint64_t end =
        is_last ? elf.sections[function.section].bytes.size() : functions[i + 1].offset;
    const uint64_t room = (end - function.offset) / slot_bytes * slot_bytes;
    const bool has_size = function.size_bytes != 0 && function.size_bytes % slot_bytes == 0;
    function.size_bytes = has_size ? std::min(function.size_bytes, room) : room;
  }
  std::erase_if(functions, [](const ElfFunction& function) { return function.size_bytes == 0; });
}

}  // namespace

std::vector<ElfFunction> functions_of(const Elf& elf) {
  const size_t count = elf.sections.size();
  std::vector<char> wanted(count);  // no function of them is known yet
  for (size_t i = 0; i < count; ++i) wanted[i] = holds_instructions(elf.sections[i]);
  std::vector<ElfFunction> functions;
  for (const SymbolType type : {SymbolType::Function, SymbolType::None}) {
    const std::vector<ElfFunction> found = symbols_of_type(elf, type, wanted);
    functions.insert(functions.end(), found.begin(), found.end());
    for (const ElfFunction& function : found) wanted[function.section] = false;
  }
  for (uint32_t i = 0; i < count; ++i)
    if (wanted[i])
      functions.push_back({.name = elf.sections[i].name, .section = i, .global = true});
  bound(functions, elf);
  return functions;
}

std::optional<uint32_t> function_at(std::span<const ElfFunction> functions, uint32_t section,
                                    uint64_t offset) {
  const Place wanted{section, offset};
  const auto found = std::ranges::lower_bound(functions, wanted, {}, place_of);
  if (found == functions.end() || place_of(*found) != wanted) return std::nullopt;
  return static_cast<uint32_t>(found - functions.begin());
}

// Rust's panics and whatever else is cold stand in ".text.unlikely.": aya links them, libbpf
// refuses.
bool holds_subprograms(const ElfSection& section) {
  return section.name == ".text" || section.name.starts_with(".text.");
}

}  // namespace bpflens
