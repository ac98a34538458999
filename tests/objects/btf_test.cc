// Types by hand, those that no compiler writes, and libbpf's answers for those that there are.
#include "facts/btf.h"

#include <bpf/btf.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "btf_blob.h"
#include "catch.h"
#include "object/elf.h"
#include "object/relocated.h"
#include "read.h"

using namespace bpflens;
using btf_blob::Blob;

namespace {

// int, a pointer to it, an array of four pointers, and a struct of these with a bit field.
std::vector<std::byte> usual_types(bool big_endian) {
  Blob blob(big_endian);
  const uint32_t number = blob.string("int"), name = blob.string("pair"),
                 first = blob.string("first"), second = blob.string("second"),
                 bits = blob.string("bits");
  blob.type(number, BtfKind::Int, 0, 4, {1U << 24 | 32});
  blob.type(0, BtfKind::Pointer, 0, 1);
  blob.type(0, BtfKind::Array, 0, 0, {2, 1, 4});
  blob.type(name, BtfKind::Struct, 3, 48, {first, 1, 0, second, 3, 64, bits, 1, 3U << 24 | 320},
            true);
  return blob.bytes();
}

Btf read(const std::vector<std::byte>& bytes, std::shared_ptr<const Btf> base = nullptr) {
  Result<Btf> btf = Btf::read(bytes, "types", std::move(base));
  INFO((btf ? "" : btf.error().why));
  REQUIRE(btf);
  return std::move(btf.value());
}

std::string why_not(const std::vector<std::byte>& bytes) {
  const Result<Btf> btf = Btf::read(bytes, "types");
  return btf ? "" : btf.error().why;
}

std::vector<std::byte> btf_of(const std::string& object) {
  const std::vector<std::byte> bytes = object_bytes(object);
  const Result<Elf> elf = read_elf(bytes, object);
  REQUIRE(elf);
  return relocated_bytes(elf.value(), *find_section(elf.value(), ".BTF"));
}

struct Free {
  void operator()(btf* types) const { btf__free(types); }
};

void compare_type(const Btf& ours, btf* theirs, uint32_t id) {
  const btf_type* const type = btf__type_by_id(theirs, id);
  const BtfType mine = ours.type(id);
  CHECK(static_cast<uint32_t>(mine.kind) == btf_kind(type));
  CHECK(mine.name == btf__name_by_offset(theirs, type->name_off));
  CHECK(mine.vlen == btf_vlen(type));
  CHECK(mine.kind_flag == btf_kflag(type));
  const int64_t size = btf__resolve_size(theirs, id);
  if (size >= 0) CHECK(ours.size_bytes(id) == static_cast<uint32_t>(size));
  const std::vector<BtfMember> members = ours.members(id);
  CHECK(members.size() == (btf_is_composite(type) ? btf_vlen(type) : 0));
  for (uint32_t i = 0; i < members.size(); ++i) {
    const btf_member& member = btf_members(type)[i];
    CHECK(members[i].name == btf__name_by_offset(theirs, member.name_off));
    CHECK(members[i].type == member.type);
    CHECK(members[i].bit_offset == btf_member_bit_offset(type, i));
    CHECK(members[i].bit_size == btf_member_bitfield_size(type, i));
  }
}

void compare(const std::vector<std::byte>& bytes) {
  const Btf ours = read(bytes);
  const std::unique_ptr<btf, Free> theirs(
      btf__new(bytes.data(), static_cast<uint32_t>(bytes.size())));
  REQUIRE(theirs);
  REQUIRE(ours.end_id() == btf__type_cnt(theirs.get()));
  for (uint32_t id = 1; id < ours.end_id(); ++id) compare_type(ours, theirs.get(), id);
}

}  // namespace

TEST_CASE("types in either byte order are the same", "[btf]") {
  for (const bool big_endian : {false, true}) {
    const Btf btf = read(usual_types(big_endian));
    CHECK(btf.big_endian() == big_endian);
    REQUIRE(btf.end_id() == 5);
    CHECK(btf.type(1).int_bits == 32);
    CHECK(c_name(btf, 2) == "int *");
    CHECK(c_name(btf, 3) == "int *[4]");
    CHECK(btf.size_bytes(3) == 32U);
    const auto members = btf.members(4);
    REQUIRE(members.size() == 3);
    CHECK(members[1].name == "second");
    CHECK(members[1].bit_offset == 64);
    CHECK(members[2].bit_offset == 320);
    CHECK(members[2].bit_size == 3);
    CHECK(btf.named("pair") == std::vector<BtfId>{4});
    CHECK(btf.named("air").empty());
  }
}

TEST_CASE("a module's types go on where its kernel's end", "[btf]") {
  const auto base = std::make_shared<const Btf>(read(usual_types(false)));
  Blob module;
  const auto own = static_cast<uint32_t>(module.string("own"));
  constexpr uint32_t base_strings = 28;  // "", int, pair, first, second, bits
  module.type(base_strings + own, BtfKind::Typedef, 0, 4);
  module.type(1, BtfKind::Typedef, 0, 1);  // named by the base's string "int"
  const Btf btf = read(module.bytes(), base);
  CHECK(btf.first_id() == 5);
  CHECK(btf.end_id() == 7);
  CHECK(btf.type(5).name == "own");
  CHECK(btf.size_bytes(5) == 48U);
  CHECK(btf.members(btf.unqualified(5)).size() == 3);
  CHECK(btf.named("int") == std::vector<BtfId>{1, 6});
  CHECK(btf.named("own") == std::vector<BtfId>{5});
}

TEST_CASE("types that lead back to themselves have an end", "[btf]") {
  Blob blob;
  const uint32_t name = blob.string("loop");
  blob.type(name, BtfKind::Typedef, 0, 2);
  blob.type(0, BtfKind::Const, 0, 1);
  blob.type(0, BtfKind::Pointer, 0, 3);
  blob.type(0, BtfKind::Array, 0, 0, {4, 4, 65536});
  const Btf btf = read(blob.bytes());
  CHECK(btf.unqualified(1) == 0);
  CHECK_FALSE(btf.size_bytes(1));
  CHECK(btf.size_bytes(3) == 8U);
  CHECK_FALSE(btf.size_bytes(4));
  for (BtfId id = 1; id < btf.end_id(); ++id) CHECK(c_name(btf, id).size() <= 160);
}

TEST_CASE("what is not there is answered with nothing", "[btf]") {
  const Btf btf = read(usual_types(false));
  CHECK(btf.type(0).kind == BtfKind::Void);
  CHECK(btf.type(99).kind == BtfKind::Void);
  CHECK(btf.members(1).empty());
  CHECK_FALSE(btf.array(4));
  CHECK(btf.string(1U << 30).empty());
  CHECK(c_name(btf, 99) == "void");
}

TEST_CASE("lengths that lie are an error", "[btf]") {
  CHECK(why_not({}) == "is no BTF: it does not begin like it");
  std::vector<std::byte> cut = usual_types(false);
  cut.resize(cut.size() - 40);
  CHECK(why_not(cut) == "its BTF is cut, or says that it is longer than it is");
  Blob more_members;
  more_members.type(0, BtfKind::Struct, 3, 4, {0, 0, 0});
  CHECK(why_not(more_members.bytes()) == "the last type in its BTF is cut");
  Blob unknown;
  unknown.type(0, static_cast<BtfKind>(31), 0, 0);
  CHECK(why_not(unknown.bytes()) == "its BTF has a type of a kind that is not known: 31");
}

TEST_CASE("a string without end is cut", "[btf]") {
  Blob blob;
  const uint32_t name = blob.string(std::string(10'000, 'x'));
  blob.type(name, BtfKind::Typedef, 0, 0);
  CHECK(read(blob.bytes()).type(1).name.size() == 4096);
}

TEST_CASE("libbpf gives the same answers", "[btf]") {
  compare(usual_types(false));
  compare(usual_types(true));
  for (const char* object : {"linked.o", "linked_big.o", "flows/flows.bpf.o", "flows/inlined.bpf.o",
                             "jumps.o", "throws.o", "aya.o", "aya_typed.o", "gcc12.o", "gcc16.o"})
    compare(btf_of(object));
}

// Where the kernel lets us read its types.
TEST_CASE("libbpf gives the same answers of the kernel's types", "[btf]") {
  std::ifstream file("/sys/kernel/btf/vmlinux", std::ios::binary);
  if (!file) {
    WARN("no types of the kernel here");
    return;
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  compare({bytes.begin(), bytes.end()});
}
