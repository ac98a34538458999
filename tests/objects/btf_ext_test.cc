// Records of .BTF.ext by hand: all three parts, both byte orders, and lengths that lie.
#include "object/btf_ext.h"

#include <string>
#include <vector>

#include "btf_blob.h"
#include "catch.h"

using namespace bpflens;
using btf_blob::Blob;

namespace {

struct Names {
  uint32_t section = 0, file = 0, text = 0, access = 0;
};

struct Made {
  Blob blob;
  Names names;
  std::vector<std::byte> bytes;
};

// One function, one line and one relocation in "xdp", the line's record with a number more than we
// know.
Made made(bool big_endian, uint32_t core_kind = 2, const std::string& text = "  return 0;") {
  Made all{Blob(big_endian), {}, {}};
  all.names = {all.blob.string("xdp"), all.blob.string("drop.c"), all.blob.string(text),
               all.blob.string("0:1")};
  all.bytes = {std::byte{0x9f}, std::byte{0xeb}, std::byte{1}, std::byte{0}};
  if (big_endian) std::swap(all.bytes[0], all.bytes[1]);
  const Names& name = all.names;
  const std::vector<std::vector<uint32_t>> parts = {
      {8, name.section, 1, 0, 7},
      {20, name.section, 1, 16, name.file, name.text, 12U << 10 | 5, 0},
      {16, name.section, 1, 8, 3, name.access, core_kind}};
  uint32_t at = 0;
  all.blob.put(all.bytes, 32);
  for (const auto& part : parts) {
    const auto size = static_cast<uint32_t>(part.size() * 4);
    all.blob.put(all.bytes, at);
    all.blob.put(all.bytes, size);
    at += size;
  }
  for (const auto& part : parts)
    for (const uint32_t number : part) all.blob.put(all.bytes, number);
  return all;
}

Btf types_of(const Made& all) {
  Result<Btf> btf = Btf::read(all.blob.bytes(), "types");
  REQUIRE(btf);
  return std::move(btf.value());
}

std::string why_not(const Made& all) {
  const Btf btf = types_of(all);
  const auto read = read_btf_ext(all.bytes, btf, "x");
  return read ? "" : read.error().why;
}

}  // namespace

TEST_CASE("functions, lines and relocations of a section", "[btf_ext]") {
  for (const bool big_endian : {false, true}) {
    const Made all = made(big_endian);
    const Btf btf = types_of(all);
    const auto read = read_btf_ext(all.bytes, btf, "x");
    REQUIRE(read);
    REQUIRE(read.value().size() == 1);
    const SectionInfo& info = read.value().at("xdp");
    REQUIRE(info.functions.size() == 1);
    CHECK(info.functions[0].type == 7);
    REQUIRE(info.lines.size() == 1);
    CHECK(info.lines[0].offset == 16);
    CHECK(info.lines[0].file == "drop.c");
    CHECK(info.lines[0].text == "return 0;");
    CHECK(info.lines[0].line == 12);
    CHECK(info.lines[0].column == 5);
    REQUIRE(info.core.size() == 1);
    CHECK(info.core[0].access == "0:1");
    CHECK(info.core[0].kind == CoreKind::FieldExists);
  }
}

TEST_CASE("a kind of relocation that is not known is not taken for another", "[btf_ext]") {
  for (const uint32_t kind : {13U, 255U, 256U, 1000U}) {
    const Made all = made(false, kind);
    const Btf btf = types_of(all);
    const auto read = read_btf_ext(all.bytes, btf, "x");
    REQUIRE(read);
    CHECK(read.value().at("xdp").core[0].kind > CoreKind::TypeMatches);
  }
}

TEST_CASE("a line's text has a bounded length", "[btf_ext]") {
  const Made all = made(false, 2, std::string(100'000, 'x'));
  const Btf btf = types_of(all);
  const auto read = read_btf_ext(all.bytes, btf, "x");
  REQUIRE(read);
  CHECK(read.value().at("xdp").lines[0].text.size() == 4096);
}

TEST_CASE("lengths that lie are an error of .BTF.ext", "[btf_ext]") {
  Made all = made(false);
  const auto with = [&](size_t at, int value) {
    Made changed = all;
    changed.bytes[at] = static_cast<std::byte>(value);
    return why_not(changed);
  };
  CHECK(with(0, 0) == ".BTF.ext does not begin like it");
  CHECK(with(4, 8) == ".BTF.ext is cut in its header");
  CHECK(with(13, 1) == ".BTF.ext says that it is longer than it is");
  CHECK(with(32, 4) == ".BTF.ext functions: a record has 4 bytes, at least 8 were expected");
  CHECK(with(40, 9) == ".BTF.ext functions: is cut");
  CHECK(with(4, 33) == ".BTF.ext says that it is longer than it is");
}
