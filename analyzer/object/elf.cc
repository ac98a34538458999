// The bytes are read with LLVM, which holds every table against them. What is added here are
// limits: sections that share their bytes would let a small file ask for unbounded work.
#include "object/elf.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Object/ELF.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace bpflens {
namespace {

constexpr size_t most_sections = 65'536, most_symbols = 1'000'000;
constexpr size_t longest_name = 512;  // the rest is cut off
constexpr std::string_view build_it = "compile it with clang --target=bpf";

template <typename T>
using Expected = llvm::Expected<T>;

std::string words_of(llvm::Error error) { return llvm::toString(std::move(error)); }

// Up to its NUL; empty if the offset leads nowhere.
std::string_view text_at(llvm::StringRef strings, uint64_t offset) {
  if (offset >= strings.size()) return {};
  const std::string_view rest(strings.data() + offset,
                              std::min<uint64_t>(strings.size() - offset, longest_name));
  return rest.substr(0, rest.find('\0'));
}

template <typename ELFT>
class ElfReader {
 public:
  ElfReader(const llvm::object::ELFFile<ELFT>& file, Elf& elf) : file_(file), elf_(elf) {}

  // Empty if all is well.
  std::string read() {
    std::string trouble = read_sections();
    if (trouble.empty()) trouble = read_symbols();
    if (trouble.empty()) trouble = read_relocations();
    return trouble;
  }

 private:
  using Header = typename ELFT::Shdr;

  std::string read_sections() {
    auto headers = file_.sections();
    if (!headers) return words_of(headers.takeError());
    if (headers->size() > most_sections)
      return "it has " + std::to_string(headers->size()) + " sections, more than 65536";
    headers_ = *headers;
    if (headers_.empty()) return "it has no sections";
    auto strings = file_.getSectionStringTable(headers_);
    if (!strings) return words_of(strings.takeError());
    uint64_t all_bytes = 0;
    for (const Header& header : headers_) {
      std::string trouble = read_section(header, *strings);
      if (!trouble.empty()) return trouble;
      all_bytes += elf_.sections.back().bytes.size();
      if (all_bytes > file_.getBufSize()) return "its sections overlap";
    }
    return {};
  }

  std::string read_section(const Header& header, llvm::StringRef strings) {
    ElfSection& section = elf_.sections.emplace_back();
    section.type = static_cast<SectionType>(uint32_t{header.sh_type});
    if (section.type == SectionType::Null) return {};
    section.name = text_at(strings, header.sh_name);
    section.flags = header.sh_flags;
    section.size_bytes = header.sh_size;
    if (section.type == SectionType::Zeros) return {};
    auto content = file_.getSectionContents(header);
    if (!content) return words_of(content.takeError());
    section.bytes = std::as_bytes(std::span(content->data(), content->size()));
    return {};
  }

  const Header* header_of(uint32_t type) const {
    const auto found = std::ranges::find_if(
        headers_, [&](const Header& header) { return header.sh_type == type; });
    return found == headers_.end() ? nullptr : &*found;
  }

  std::string read_symbols() {
    const Header* table = header_of(llvm::ELF::SHT_SYMTAB);
    if (!table) return {};
    auto symbols = file_.symbols(table);
    if (!symbols) return words_of(symbols.takeError());
    if (symbols->size() > most_symbols)
      return "it has " + std::to_string(symbols->size()) + " symbols, more than a million";
    auto strings = file_.getStringTableForSymtab(*table, headers_);
    if (!strings) return words_of(strings.takeError());
    auto numbers = further_section_numbers();
    if (!numbers) return words_of(numbers.takeError());
    elf_.symbols.reserve(symbols->size());
    for (const auto& symbol : *symbols) {
      auto section = file_.getSectionIndex(symbol, *symbols, *numbers);
      if (!section) return words_of(section.takeError());
      add_symbol(symbol, *section, *strings);
    }
    return {};
  }

  // Of more than 65 280 sections a symbol holds its section's number in another table.
  Expected<llvm::object::DataRegion<typename ELFT::Word>> further_section_numbers() const {
    using Numbers = llvm::object::DataRegion<typename ELFT::Word>;
    const Header* table = header_of(llvm::ELF::SHT_SYMTAB_SHNDX);
    if (!table) return Numbers(llvm::ArrayRef<typename ELFT::Word>());
    auto numbers = file_.getSHNDXTable(*table, headers_);
    if (!numbers) return numbers.takeError();
    return Numbers(*numbers);
  }

  void add_symbol(const typename ELFT::Sym& symbol, uint32_t section, llvm::StringRef strings) {
    const unsigned char visibility = symbol.getVisibility();
    elf_.symbols.push_back(
        {.name = text_at(strings, symbol.st_name),
         .section = section,
         .value = symbol.st_value,
         .size_bytes = symbol.st_size,
         .type = static_cast<SymbolType>(symbol.getType()),
         .binding = static_cast<SymbolBinding>(symbol.getBinding()),
         .hidden = visibility == llvm::ELF::STV_HIDDEN || visibility == llvm::ELF::STV_INTERNAL});
  }

  std::string read_relocations() {
    const Header* symbols = header_of(llvm::ELF::SHT_SYMTAB);
    const uint64_t symbols_number = symbols ? static_cast<uint64_t>(symbols - headers_.data()) : 0;
    for (const Header& header : headers_) {
      const bool has_addends = header.sh_type == llvm::ELF::SHT_RELA;
      if (!has_addends && header.sh_type != llvm::ELF::SHT_REL) continue;
      if (header.sh_info >= elf_.sections.size())
        return "relocations of section " + std::to_string(header.sh_info) + ", which it has not";
      // LLVM's reader of DWARF looks symbols up in the table that is named here, and trusts it.
      if (header.sh_link != symbols_number)
        return "relocations that name section " + std::to_string(header.sh_link) +
               " as the table of symbols";
      std::vector<ElfRelocation>& into = elf_.sections[header.sh_info].relocations;
      const std::string trouble = has_addends ? add_relocations(file_.relas(header), into)
                                              : add_relocations(file_.rels(header), into);
      if (!trouble.empty()) return trouble;
    }
    for (ElfSection& section : elf_.sections)
      std::ranges::sort(section.relocations, {}, &ElfRelocation::offset);
    return {};
  }

  template <typename Range>
  std::string add_relocations(Expected<Range> relocations, std::vector<ElfRelocation>& into) {
    if (!relocations) return words_of(relocations.takeError());
    for (const auto& relocation : *relocations) {
      ElfRelocation& added = into.emplace_back();
      added.offset = relocation.r_offset;
      added.symbol = relocation.getSymbol(false);
      added.type = relocation.getType(false);
      if (added.symbol >= elf_.symbols.size())
        return "a relocation names symbol " + std::to_string(added.symbol) + ", which it has not";
      if constexpr (requires { relocation.r_addend; }) added.addend = relocation.r_addend;
    }
    return {};
  }

  const llvm::object::ELFFile<ELFT>& file_;
  Elf& elf_;
  llvm::ArrayRef<Header> headers_;
};

template <typename ELFT>
Result<Elf> read_as(std::span<const std::byte> bytes, std::string_view name) {
  const llvm::StringRef content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto damaged = [&](const std::string& why) {
    return Error{std::string(name), "a damaged object: " + why, "build it again"};
  };
  auto file = llvm::object::ELFFile<ELFT>::create(content);
  if (!file) return damaged(words_of(file.takeError()));
  const uint16_t machine = file->getHeader().e_machine;
  if (machine != llvm::ELF::EM_BPF && machine != llvm::ELF::EM_NONE)
    return Error{
        std::string(name),
        "an object of another machine (e_machine " + std::to_string(machine) + "), not of BPF",
        std::string(build_it)};
  Elf elf;
  elf.big_endian = ELFT::Endianness == llvm::endianness::big;
  const std::string trouble = ElfReader<ELFT>(*file, elf).read();
  if (!trouble.empty()) return damaged(trouble);
  return elf;
}

bool begins_with(std::span<const std::byte> bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

Error not_elf(std::span<const std::byte> bytes, std::string_view name) {
  const auto error = [&](std::string_view why, std::string_view remedy) {
    return Error{std::string(name), std::string(why), std::string(remedy)};
  };
  if (bytes.empty()) return error("an empty file", build_it);
  if (begins_with(bytes, "!<arch>\n") || begins_with(bytes, "!<thin>\n"))
    return error("an archive of objects, not an object", build_it);
  // What rustc calls an object, and clang with -flto.
  if (begins_with(bytes, "BC\xC0\xDE"))
    return error("LLVM bitcode, not an object",
                 "make an object of it with bpf-linker or clang --target=bpf -c -x ir");
  return error("not an ELF file", build_it);
}

}  // namespace

const ElfSection* find_section(const Elf& elf, std::string_view name) {
  const auto found = std::ranges::find(elf.sections, name, &ElfSection::name);
  return found == elf.sections.end() ? nullptr : &*found;
}

Result<Elf> read_elf(std::span<const std::byte> bytes, std::string_view name) {
  if (!begins_with(bytes,
                   "\x7f"
                   "ELF"))
    return not_elf(bytes, name);
  if (bytes.size() < sizeof(llvm::ELF::Elf64_Ehdr))
    return Error{std::string(name), "an ELF file that ends in its header", "build it again"};
  if (std::to_integer<uint8_t>(bytes[llvm::ELF::EI_CLASS]) != llvm::ELF::ELFCLASS64)
    return Error{std::string(name), "a 32-bit ELF file, not of BPF", std::string(build_it)};
  switch (std::to_integer<uint8_t>(bytes[llvm::ELF::EI_DATA])) {
    case llvm::ELF::ELFDATA2LSB:
      return read_as<llvm::object::ELF64LE>(bytes, name);
    case llvm::ELF::ELFDATA2MSB:
      return read_as<llvm::object::ELF64BE>(bytes, name);
    default:
      return Error{std::string(name), "an ELF file of unknown byte order", "build it again"};
  }
}

}  // namespace bpflens
