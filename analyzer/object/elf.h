// An ELF file as plain data: sections, symbols, relocations. Everything is held against the bytes;
// what it points to lives as long as they do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "facts/result.h"

namespace bpflens {

enum class SectionType : uint32_t {
  Null = 0,
  Content = 1,  // SHT_PROGBITS
  Symbols = 2,
  Strings = 3,
  Rela = 4,
  Zeros = 8,  // SHT_NOBITS
  Rel = 9,
};

inline constexpr uint64_t section_is_executable = 4;
inline constexpr uint64_t section_is_writable = 1;
inline constexpr uint64_t section_is_loaded = 2;

struct ElfRelocation {
  uint64_t offset = 0;  // in the section
  uint32_t symbol = 0;
  uint32_t type = 0;
  std::optional<int64_t> addend;  // else it stands where the relocation is
};

struct ElfSection {
  std::string_view name;
  SectionType type = SectionType::Null;
  uint64_t flags = 0;
  uint64_t size_bytes = 0;
  std::span<const std::byte> bytes;        // empty if they are zeros
  std::vector<ElfRelocation> relocations;  // ascending

  bool is_executable() const { return (flags & section_is_executable) != 0; }
};

enum class SymbolType : uint8_t { None = 0, Object = 1, Function = 2, Section = 3, File = 4 };
enum class SymbolBinding : uint8_t { Local = 0, Global = 1, Weak = 2 };

struct ElfSymbol {
  std::string_view name;
  uint32_t section = 0;  // 0: it is not defined here
  uint64_t value = 0, size_bytes = 0;
  SymbolType type = SymbolType::None;
  SymbolBinding binding = SymbolBinding::Local;
  bool hidden = false;  // for this object only, even if it is global
};

struct Elf {
  bool big_endian = false;
  std::vector<ElfSection> sections;  // by their number; the first is empty
  std::vector<ElfSymbol> symbols;    // by their number; the first is empty
};

// Nullptr if there is none of that name.
const ElfSection* find_section(const Elf& elf, std::string_view name);

// `name` is for errors.
Result<Elf> read_elf(std::span<const std::byte> bytes, std::string_view name);

}  // namespace bpflens
