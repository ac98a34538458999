#include "object/elf.h"

#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>

#include "catch.h"

using namespace bpflens;

namespace {

std::string object_bytes(const std::string& name) {
  std::ifstream file(BPFLENS_SOURCE_DIR "/testdata/objects/" + name, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::span<const std::byte> as_bytes(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::string why_not(const std::string& bytes) {
  const Result<Elf> elf = read_elf(as_bytes(bytes), "x.o");
  REQUIRE_FALSE(elf);
  CHECK(elf.error().what == "x.o");
  CHECK_FALSE(elf.error().remedy.empty());
  return elf.error().why;
}

}  // namespace

TEST_CASE("sections, symbols and relocations of an object", "[elf]") {
  const std::string bytes = object_bytes("linked.o");
  const Result<Elf> elf = read_elf(as_bytes(bytes), "linked.o");
  REQUIRE(elf);
  CHECK_FALSE(elf.value().big_endian);
  const ElfSection* section = find_section(elf.value(), "socket");
  REQUIRE(section);
  CHECK(section->is_executable());
  CHECK(section->bytes.size() == section->size_bytes);
  REQUIRE_FALSE(section->relocations.empty());
  const ElfRelocation& first = section->relocations.front();
  CHECK(elf.value().symbols[first.symbol].name == "counts");
  const ElfSection* zeros = find_section(elf.value(), ".bss");
  REQUIRE(zeros);
  CHECK(zeros->type == SectionType::Zeros);
  CHECK(zeros->bytes.empty());
  CHECK(zeros->size_bytes == 8);
}

TEST_CASE("what is not an object is named", "[elf]") {
  CHECK(why_not("") == "an empty file");
  CHECK(why_not("!<arch>\nx.o/") == "an archive of objects, not an object");
  CHECK(why_not("int main;") == "not an ELF file");
  CHECK(why_not("\x7f"
                "ELF\2") == "an ELF file that ends in its header");
  std::string other = object_bytes("linked.o");
  other[18] = 62;
  CHECK(why_not(other) == "an object of another machine (e_machine 62), not of BPF");
}

TEST_CASE("an object that is cut off anywhere is an error", "[elf]") {
  const std::string bytes = object_bytes("linked.o");
  // The table of sections stands at its end.
  for (size_t size = 64; size < bytes.size(); size += 7)
    CHECK(why_not(bytes.substr(0, size)).starts_with("a damaged object: "));
}
