// The types of an object or of a kernel, as BTF tells them. A kernel has more than 100 000, so a
// type is decoded when it is asked for; only where each begins is looked up when the bytes are
// read. All lengths and offsets are held against the bytes; ids that lead nowhere are answered with
// Void.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/result.h"

namespace bpflens {

using BtfId = uint32_t;  // 0 is void

// The kernel's BTF_KIND_ numbers.
enum class BtfKind : uint8_t {
  Void = 0,
  Int = 1,
  Pointer = 2,
  Array = 3,
  Struct = 4,
  Union = 5,
  Enum = 6,
  Forward = 7,
  Typedef = 8,
  Volatile = 9,
  Const = 10,
  Restrict = 11,
  Function = 12,
  FunctionPrototype = 13,
  Variable = 14,
  DataSection = 15,
  Float = 16,
  DeclTag = 17,
  TypeTag = 18,
  Enum64 = 19,
};

// Leads to one type and changes nothing of its size: const, volatile, restrict, type tags.
inline bool is_qualifier(BtfKind kind) {
  return kind == BtfKind::Volatile || kind == BtfKind::Const || kind == BtfKind::Restrict ||
         kind == BtfKind::TypeTag;
}

// What all kinds have in common. `name` lives as long as the Btf.
struct BtfType {
  BtfKind kind = BtfKind::Void;
  std::string_view name;
  bool kind_flag = false;     // Forward: a union; Enum: signed; Struct: has bit fields
  uint32_t vlen = 0;          // members, values, parameters, variables
  uint32_t size_bytes = 0;    // Int, Enum, Enum64, Struct, Union, DataSection, Float
  BtfId type = 0;             // what is pointed to, named, qualified; of a function: its prototype
  uint32_t int_encoding = 0;  // Int: 1 signed, 2 char, 4 bool
  uint32_t int_bit_offset = 0;  // Int
  uint32_t int_bits = 0;        // Int
  uint32_t linkage = 0;         // Function: 0 static, 1 global, 2 extern; Variable: the same
  int32_t component = -1;       // DeclTag: the member or parameter, -1 for the whole
};

struct BtfArray {
  BtfId element = 0, index = 0;
  uint32_t count = 0;
};

struct BtfMember {
  std::string_view name;
  BtfId type = 0;
  uint32_t bit_offset = 0;
  uint32_t bit_size = 0;  // of a bit field; else 0
};

struct BtfValue {
  std::string_view name;
  int64_t value = 0;  // of an unsigned 64-bit enum: its bits
};

struct BtfParameter {
  std::string_view name;
  BtfId type = 0;
};

struct BtfVariable {
  BtfId type = 0;  // a Variable or a Function
  uint32_t offset = 0;
  uint32_t size_bytes = 0;
};

class Btf {
 public:
  // Of a whole .BTF section, or of /sys/kernel/btf/vmlinux; either byte order. `name` is for
  // errors. The types of a module go on where those of `base` end.
  static Result<Btf> read(std::vector<std::byte> bytes, std::string_view name,
                          std::shared_ptr<const Btf> base = nullptr);

  uint32_t end_id() const;    // ids are 1 .. end_id()-1
  uint32_t first_id() const;  // 1, or where the base ends
  bool big_endian() const;

  BtfType type(BtfId id) const;
  std::string_view string(uint32_t offset) const;  // empty if there is none; 4096 bytes at most

  // Empty, or nullopt, for other kinds.
  std::optional<BtfArray> array(BtfId id) const;
  std::vector<BtfMember> members(BtfId id) const;
  std::vector<BtfValue> values(BtfId id) const;
  std::vector<BtfParameter> parameters(BtfId id) const;
  std::vector<BtfVariable> variables(BtfId id) const;

  // All types with this very name, ascending.
  std::vector<BtfId> named(std::string_view name) const;

  // Behind typedefs, const, volatile, restrict and type tags; ends on cycles.
  BtfId unqualified(BtfId id) const;

  // sizeof; nullopt for what has none, and for arrays larger than 4 GiB.
  std::optional<uint32_t> size_bytes(BtfId id) const;

 private:
  struct Content;
  const Btf* holder_of(BtfId id) const;  // this one, or a base; null if there is no such type
  explicit Btf(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  std::shared_ptr<const Content> content_;
};

// As C would write it, for people: "struct task_struct *", "__u32[4]"; bounded in length.
std::string c_name(const Btf& btf, BtfId id);

}  // namespace bpflens
