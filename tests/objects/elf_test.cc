#include "object/elf.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "catch.h"
#include "objects/read.h"

using namespace bpflens;

namespace {

std::string why_not(std::span<const std::byte> bytes) {
  const Result<Elf> elf = read_elf(bytes, "x.o");
  REQUIRE_FALSE(elf);
  CHECK(elf.error().what == "x.o");
  CHECK_FALSE(elf.error().remedy.empty());
  return elf.error().why;
}

std::string why_not(std::string_view text) {
  return why_not(std::as_bytes(std::span(text.data(), text.size())));
}

}  // namespace

TEST_CASE("sections, symbols and relocations of an object", "[elf]") {
  const std::vector<std::byte> bytes = object_bytes("linked.o");
  const Result<Elf> elf = read_elf(bytes, "linked.o");
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
  std::vector<std::byte> other = object_bytes("linked.o");
  other[18] = std::byte{62};
  CHECK(why_not(other) == "an object of another machine (e_machine 62), not of BPF");
}

TEST_CASE("an object that is cut off anywhere is an error", "[elf]") {
  const std::vector<std::byte> bytes = object_bytes("linked.o");
  // The table of sections stands at its end.
  for (size_t size = 64; size < bytes.size(); size += 7)
    CHECK(why_not(std::span(bytes).first(size)).starts_with("a damaged object: "));
}
