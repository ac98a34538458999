// Where in the bytes each type begins is looked up once; everything else is read when it is asked
// for.
#include "facts/btf.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "facts/byte_order.h"

namespace bpflens {
namespace {

constexpr uint16_t magic = 0xeb9f;
constexpr size_t header_bytes = 24, type_bytes = 12;
constexpr size_t longest_string = 4096;  // one may be named by each of a million records
constexpr int most_links = 64;           // of typedefs and qualifiers, of arrays in arrays

struct Reader {
  std::span<const std::byte> bytes;
  bool big_endian = false;

  uint32_t u16(size_t at) const { return number_at(bytes, at, 2, big_endian); }
  // Asked for each of a kernel's types: the machine's own order in one read.
  uint32_t u32(size_t at) const {
    if (big_endian || at > bytes.size() || bytes.size() - at < sizeof(uint32_t))
      return number_at(bytes, at, 4, big_endian);
    std::array<unsigned char, 4> raw{};
    std::memcpy(raw.data(), &bytes[at], raw.size());
    return uint32_t{raw[0]} | uint32_t{raw[1]} << 8 | uint32_t{raw[2]} << 16 |
           uint32_t{raw[3]} << 24;
  }
};

struct TypeInfo {
  uint32_t kind, vlen;
  bool kind_flag;
};

TypeInfo info_of(uint32_t word) { return {word >> 24 & 0x1f, word & 0xffff, (word >> 31) != 0}; }

// What stands behind the common part; nullopt for a kind that we do not know.
std::optional<uint64_t> further_bytes(const TypeInfo& info) {
  const uint64_t vlen = info.vlen;
  switch (static_cast<BtfKind>(info.kind)) {
    case BtfKind::Void:
      return std::nullopt;
    case BtfKind::Int:
    case BtfKind::Variable:
    case BtfKind::DeclTag:
      return 4;
    case BtfKind::Array:
      return 12;
    case BtfKind::Struct:
    case BtfKind::Union:
    case BtfKind::DataSection:
    case BtfKind::Enum64:
      return 12 * vlen;
    case BtfKind::Enum:
    case BtfKind::FunctionPrototype:
      return 8 * vlen;
    case BtfKind::Pointer:
    case BtfKind::Forward:
    case BtfKind::Typedef:
    case BtfKind::Volatile:
    case BtfKind::Const:
    case BtfKind::Restrict:
    case BtfKind::Function:
    case BtfKind::Float:
    case BtfKind::TypeTag:
      return 0;
  }
  return std::nullopt;
}

bool is_transparent(BtfKind kind) { return kind == BtfKind::Typedef || is_qualifier(kind); }

bool has_size(BtfKind kind) {
  return kind == BtfKind::Int || kind == BtfKind::Enum || kind == BtfKind::Enum64 ||
         kind == BtfKind::Struct || kind == BtfKind::Union || kind == BtfKind::DataSection ||
         kind == BtfKind::Float;
}

}  // namespace

struct Btf::Content {
  std::vector<std::byte> bytes;
  std::shared_ptr<const Btf> base;
  Reader types;
  std::string_view strings;
  uint32_t first_id = 1, first_string = 0;
  std::vector<uint32_t> starts, names;  // by id - first_id: in types, in strings
  bool shares_ends = false;             // some name is the end of another string

  std::vector<uint32_t> offsets_of(std::string_view string) const;
  bool holds(BtfId id) const { return id >= first_id && id - first_id < starts.size(); }
  uint32_t start(BtfId id) const { return starts[id - first_id]; }
};

// Where a name of a type may be that is this string: as Content::names has it, ascending. The last
// string of damaged types may have no end.
std::vector<uint32_t> Btf::Content::offsets_of(std::string_view string) const {
  const std::string wanted = std::string(string) + '\0';
  std::vector<uint32_t> offsets;
  if (base) offsets = base->content_->offsets_of(string);
  for (size_t at = strings.find(wanted); at != std::string_view::npos;
       at = strings.find(wanted, at + 1)) {
    const bool is_whole = at == 0 || strings[at - 1] == '\0';
    if (is_whole || shares_ends) offsets.push_back(first_string + static_cast<uint32_t>(at));
  }
  if (strings.ends_with(string))
    offsets.push_back(first_string + static_cast<uint32_t>(strings.size() - string.size()));
  return offsets;
}

namespace {

bool is_inside_string(std::string_view strings, uint64_t offset) {
  return offset > 0 && offset < strings.size() && strings[offset - 1] != '\0';
}

struct Header {
  uint64_t types_at = 0, types_bytes = 0, strings_at = 0, strings_bytes = 0;
};

std::optional<Header> header_of(const Reader& reader) {
  const uint64_t length = reader.u32(4);
  const Header header = {length + reader.u32(8), reader.u32(12), length + reader.u32(16),
                         reader.u32(20)};
  const uint64_t size = reader.bytes.size();
  const bool fits = length >= header_bytes && header.types_at + header.types_bytes <= size &&
                    header.strings_at + header.strings_bytes <= size;
  return fits ? std::optional(header) : std::nullopt;
}

Error unreadable(std::string_view name, std::string why) {
  return {std::string(name), std::move(why),
          "build it again; bpftool btf dump file FILE looks at it"};
}

// Where each type begins; nullopt, or the kind that is not known.
std::optional<std::string> why_not_indexed(const Reader& types, std::vector<uint32_t>& starts,
                                           std::vector<uint32_t>& names) {
  starts.reserve(types.bytes.size() / 24);
  names.reserve(types.bytes.size() / 24);
  for (size_t at = 0; at < types.bytes.size();) {
    if (types.bytes.size() - at < type_bytes) return "the last type in its BTF is cut";
    const TypeInfo info = info_of(types.u32(at + 4));
    const auto further = further_bytes(info);
    if (!further)
      return "its BTF has a type of a kind that is not known: " + std::to_string(info.kind);
    if (*further > types.bytes.size() - at - type_bytes) return "the last type in its BTF is cut";
    starts.push_back(static_cast<uint32_t>(at));
    names.push_back(types.u32(at));
    at += type_bytes + *further;
  }
  return std::nullopt;
}

}  // namespace

Result<Btf> Btf::read(std::vector<std::byte> bytes, std::string_view name,
                      std::shared_ptr<const Btf> base) {
  auto content = std::make_shared<Content>();
  content->bytes = std::move(bytes);
  Reader reader{content->bytes, false};
  if (reader.u16(0) != magic) reader.big_endian = true;
  if (reader.u16(0) != magic) return unreadable(name, "is no BTF: it does not begin like it");
  const auto header = header_of(reader);
  if (!header) return unreadable(name, "its BTF is cut, or says that it is longer than it is");
  content->types = {reader.bytes.subspan(header->types_at, header->types_bytes), reader.big_endian};
  const auto strings = reader.bytes.subspan(header->strings_at, header->strings_bytes);
  content->strings = {reinterpret_cast<const char*>(strings.data()), strings.size()};
  if (base) {
    content->first_id = base->end_id();
    const Content& below = *base->content_;
    content->first_string = below.first_string + static_cast<uint32_t>(below.strings.size());
    content->base = std::move(base);
  }
  if (auto why = why_not_indexed(content->types, content->starts, content->names))
    return unreadable(name, *why);
  content->shares_ends = std::ranges::any_of(content->names, [&](uint32_t offset) {
    return is_inside_string(content->strings, uint64_t{offset} - content->first_string);
  });
  return Btf(std::move(content));
}

uint32_t Btf::first_id() const { return content_->first_id; }

uint32_t Btf::end_id() const {
  return content_->first_id + static_cast<uint32_t>(content_->starts.size());
}

bool Btf::big_endian() const { return content_->types.big_endian; }

std::string_view Btf::string(uint32_t offset) const {
  const Content& in = *content_;
  if (offset < in.first_string) return in.base ? in.base->string(offset) : std::string_view();
  offset -= in.first_string;
  if (offset >= in.strings.size()) return {};
  const std::string_view rest = in.strings.substr(offset, longest_string);
  return rest.substr(0, rest.find('\0'));
}

const Btf* Btf::holder_of(BtfId id) const {
  const Btf* here = this;
  while (here && !here->content_->holds(id)) here = here->content_->base.get();
  return here;
}

BtfType Btf::type(BtfId id) const {
  const Btf* holder = holder_of(id);
  if (!holder) return {};
  const Content& in = *holder->content_;
  const size_t at = in.start(id);
  const TypeInfo info = info_of(in.types.u32(at + 4));
  BtfType type;
  type.kind = static_cast<BtfKind>(info.kind);
  type.name = string(in.types.u32(at));
  type.kind_flag = info.kind_flag;
  type.vlen = info.vlen;
  const uint32_t word = in.types.u32(at + 8), further = in.types.u32(at + type_bytes);
  (has_size(type.kind) ? type.size_bytes : type.type) = word;
  if (type.kind == BtfKind::Int) {
    type.int_encoding = further >> 24 & 0xf;
    type.int_bit_offset = further >> 16 & 0xff;
    type.int_bits = further & 0xff;
  }
  if (type.kind == BtfKind::Function) type.linkage = info.vlen;
  if (type.kind == BtfKind::Variable) type.linkage = further;
  if (type.kind == BtfKind::DeclTag) type.component = static_cast<int32_t>(further);
  return type;
}

// The rows behind a type of one of these kinds, each made by `make(reader, its place)`.
template <typename Row, typename Make>
static std::vector<Row> rows(const Reader& types, size_t at, uint32_t vlen, size_t row_bytes,
                             const Make& make) {
  std::vector<Row> made;
  made.reserve(vlen);
  for (uint32_t i = 0; i < vlen; ++i) made.push_back(make(types, at + type_bytes + i * row_bytes));
  return made;
}

std::optional<BtfArray> Btf::array(BtfId id) const {
  const Btf* holder = holder_of(id);
  if (!holder) return std::nullopt;
  const Content& in = *holder->content_;
  if (type(id).kind != BtfKind::Array) return std::nullopt;
  const size_t at = in.start(id) + type_bytes;
  return BtfArray{in.types.u32(at), in.types.u32(at + 4), in.types.u32(at + 8)};
}

std::vector<BtfMember> Btf::members(BtfId id) const {
  const Btf* holder = holder_of(id);
  if (!holder) return {};
  const Content& in = *holder->content_;
  const BtfType of = type(id);
  if (of.kind != BtfKind::Struct && of.kind != BtfKind::Union) return {};
  return rows<BtfMember>(in.types, in.start(id), of.vlen, 12, [&](const Reader& types, size_t at) {
    const uint32_t offset = types.u32(at + 8);
    return BtfMember{string(types.u32(at)), types.u32(at + 4),
                     of.kind_flag ? offset & 0xffffff : offset, of.kind_flag ? offset >> 24 : 0};
  });
}

std::vector<BtfValue> Btf::values(BtfId id) const {
  const Btf* holder = holder_of(id);
  if (!holder) return {};
  const Content& in = *holder->content_;
  const BtfType of = type(id);
  if (of.kind == BtfKind::Enum)
    return rows<BtfValue>(in.types, in.start(id), of.vlen, 8, [&](const Reader& types, size_t at) {
      const uint32_t value = types.u32(at + 4);
      return BtfValue{string(types.u32(at)),
                      of.kind_flag ? int64_t{static_cast<int32_t>(value)} : int64_t{value}};
    });
  if (of.kind != BtfKind::Enum64) return {};
  return rows<BtfValue>(in.types, in.start(id), of.vlen, 12, [&](const Reader& types, size_t at) {
    const uint64_t value = uint64_t{types.u32(at + 8)} << 32 | types.u32(at + 4);
    return BtfValue{string(types.u32(at)), static_cast<int64_t>(value)};
  });
}

std::vector<BtfParameter> Btf::parameters(BtfId id) const {
  const Btf* holder = holder_of(id);
  if (!holder) return {};
  const Content& in = *holder->content_;
  const BtfType of = type(id);
  if (of.kind != BtfKind::FunctionPrototype) return {};
  return rows<BtfParameter>(in.types, in.start(id), of.vlen, 8,
                            [&](const Reader& types, size_t at) {
                              return BtfParameter{string(types.u32(at)), types.u32(at + 4)};
                            });
}

std::vector<BtfVariable> Btf::variables(BtfId id) const {
  const Btf* holder = holder_of(id);
  if (!holder) return {};
  const Content& in = *holder->content_;
  const BtfType of = type(id);
  if (of.kind != BtfKind::DataSection) return {};
  return rows<BtfVariable>(in.types, in.start(id), of.vlen, 12, [](const Reader& types, size_t at) {
    return BtfVariable{types.u32(at), types.u32(at + 4), types.u32(at + 8)};
  });
}

std::vector<BtfId> Btf::named(std::string_view name) const {
  const Content& in = *content_;
  std::vector<BtfId> ids;
  if (in.base) ids = in.base->named(name);
  if (name.empty() || name.find('\0') != std::string_view::npos) return ids;
  const std::vector<uint32_t> offsets = in.offsets_of(name);
  for (size_t i = 0; i < in.names.size() && !offsets.empty(); ++i)
    if (std::ranges::binary_search(offsets, in.names[i]))
      ids.push_back(in.first_id + static_cast<BtfId>(i));
  return ids;
}

BtfId Btf::unqualified(BtfId id) const {
  for (int links = 0; links < most_links; ++links) {
    const BtfType at = type(id);
    if (!is_transparent(at.kind)) return at.kind == BtfKind::Void ? 0 : id;
    id = at.type;
  }
  return 0;
}

std::optional<uint32_t> Btf::size_bytes(BtfId id) const {
  constexpr uint32_t pointer_bytes = 8;
  uint64_t count = 1;
  for (int links = 0; links < most_links; ++links) {
    id = unqualified(id);
    const BtfType at = type(id);
    if (at.kind == BtfKind::Variable) {
      id = at.type;
      continue;
    }
    const auto elements = array(id);
    const uint64_t factor = elements                      ? elements->count
                            : has_size(at.kind)           ? at.size_bytes
                            : at.kind == BtfKind::Pointer ? pointer_bytes
                                                          : UINT64_MAX;
    if (factor == UINT64_MAX) return std::nullopt;
    count *= factor;  // both are below 2^32
    if (count > UINT32_MAX) return std::nullopt;
    if (!elements) return static_cast<uint32_t>(count);
    id = elements->element;
  }
  return std::nullopt;
}

}  // namespace bpflens
