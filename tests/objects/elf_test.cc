#include "object/elf.h"

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "catch.h"
#include "objects/patch.h"
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
  CHECK(why_not("BC\xC0\xDE") == "LLVM bitcode, not an object");
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

TEST_CASE("numbers that lie are named", "[elf]") {
  const Bytes bytes = object_bytes("linked.o");
  const uint64_t relocations = header_of(bytes, SectionType::Rel);
  SECTION("a section behind the end") {
    Bytes lying = bytes;
    put(lying, header_of(bytes, SectionType::Content) + offset_field, 8, 1u << 20);
    CHECK(why_not(lying).starts_with("a damaged object: "));
  }
  SECTION("a length that wraps around") {
    Bytes lying = bytes;
    put(lying, header_of(bytes, SectionType::Content) + size_field, 8, ~uint64_t{0});
    CHECK(why_not(lying).starts_with("a damaged object: "));
  }
  SECTION("relocations of a section that is not there") {
    Bytes lying = bytes;
    put(lying, relocations + info_field, 4, 9999);
    CHECK(why_not(lying) == "a damaged object: relocations of section 9999, which it has not");
  }
  SECTION("a relocation of a symbol that is not there") {
    Bytes lying = bytes;
    put(lying, number_at(bytes, relocations + offset_field, 8) + 12, 4, 8888);
    CHECK(why_not(lying) == "a damaged object: a relocation names symbol 8888, which it has not");
  }
}

TEST_CASE("more sections than anybody has, or many that are one, cost nothing", "[elf]") {
  Bytes bytes = object_bytes("linked.o");
  const uint64_t strings = header_of(bytes, SectionType::Strings);
  const Bytes header(bytes.begin() + static_cast<ptrdiff_t>(strings),
                     bytes.begin() + static_cast<ptrdiff_t>(strings + 64));
  const uint64_t table = bytes.size();
  const size_t count = GENERATE(size_t{1000}, size_t{100'000});
  bytes.resize(table + 64);  // the first one is empty, and holds the count if it is large
  for (size_t i = 1; i < count; ++i) bytes.insert(bytes.end(), header.begin(), header.end());
  put(bytes, 40, 8, table);
  put(bytes, 60, 2, 0);
  put(bytes, table + size_field, 8, count);
  put(bytes, 62, 2, 1);
  CHECK(why_not(bytes) == (count > 65'536
                               ? "a damaged object: it has 100000 sections, more than 65536"
                               : "a damaged object: its sections overlap"));
}

// What reading says of a relocation that fits no instruction must not depend on luck: it is left.
TEST_CASE("a relocation outside of its section changes nothing", "[elf]") {
  Bytes bytes = object_bytes("linked.o");
  const uint64_t relocations =
      number_at(bytes, header_of(bytes, SectionType::Rel) + offset_field, 8);
  put(bytes, relocations, 8, ~uint64_t{7});
  const Result<Object> object = read_object(bytes, "x.o");
  REQUIRE(object);
  CHECK(object.value().programs.size() == 2);
}

TEST_CASE("relocations that name no table of symbols are an error", "[elf]") {
  std::vector<std::byte> bytes = object_bytes("linked.o");
  constexpr size_t header_bytes = 64, type_at = 4, link_at = 40;
  uint64_t table = 0;
  std::memcpy(&table, &bytes[link_at], sizeof table);  // e_shoff, too, is at 40
  size_t damaged = 0;
  for (uint64_t at = table; at + header_bytes <= bytes.size(); at += header_bytes) {
    if (bytes[at + type_at] != std::byte{9}) continue;  // SHT_REL
    bytes[at + link_at + 2] = std::byte{0xff};
    ++damaged;
  }
  REQUIRE(damaged > 0);
  CHECK(why_not(bytes).find("as the table of symbols") != std::string::npos);
}
