#include "object/core_value.h"

namespace bpflens {
namespace {

// The bytes that an instruction loads to get at a field.
struct Window {
  uint64_t offset = 0;
  uint32_t size_bytes = 0;
};

// A bit field is in the first aligned load of its type's size, or of a larger one, that holds it
// all.
std::optional<Window> window_of(const Btf& btf, const CoreField& field) {
  constexpr uint32_t widest = 8;
  const auto size = btf.size_bytes(field.type);
  if (!size) return std::nullopt;
  if (field.bit_size == 0) return Window{field.bit_offset / 8, *size};
  for (uint32_t bytes = *size; bytes > 0 && bytes <= widest; bytes *= 2) {
    const uint64_t begin = field.bit_offset / 8 / bytes * bytes;
    if (field.bit_offset + field.bit_size <= (begin + bytes) * 8) return Window{begin, bytes};
  }
  return std::nullopt;
}

bool is_signed(const BtfType& type) {
  constexpr uint32_t signed_encoding = 1;
  if (type.kind == BtfKind::Enum || type.kind == BtfKind::Enum64) return type.kind_flag;
  return type.kind == BtfKind::Int && (type.int_encoding & signed_encoding) != 0;
}

uint64_t left_shift(const Btf& btf, const CoreField& field, const Window& window, uint64_t bits) {
  const uint64_t before = field.bit_offset - window.offset * 8;
  if (btf.big_endian()) return (8 - uint64_t{window.size_bytes}) * 8 + before;
  return 64 - (before + bits);
}

CoreValue with_access(const Btf& btf, const CoreField& field, const Window& window) {
  const BtfType type = btf.type(field.type);
  return {.number = window.offset,
          .is_checked = field.bit_size == 0,
          .access_bytes = window.size_bytes,
          .is_pointer = type.kind == BtfKind::Pointer,
          .is_unsigned = type.kind == BtfKind::Int && !is_signed(type)};
}

}  // namespace

std::optional<CoreValue> value_of(const Btf& btf, const CoreField& field, CoreKind kind) {
  if (kind == CoreKind::FieldExists) return CoreValue{.number = 1, .is_checked = true};
  const auto window = window_of(btf, field);
  // An element of an array, or the object itself, has an offset and a size only.
  const bool is_member = !field.steps.back().name.empty();
  if (!window) return std::nullopt;
  if (kind == CoreKind::FieldByteOffset) return with_access(btf, field, *window);
  const bool is_bit_field = field.bit_size != 0;
  if (kind == CoreKind::FieldByteSize)
    return CoreValue{.number = window->size_bytes, .is_checked = !is_bit_field};
  if (!is_member) return std::nullopt;
  if (kind == CoreKind::FieldSigned)
    return CoreValue{.number = is_signed(btf.type(field.type)) ? 1U : 0U, .is_checked = true};
  const uint64_t bits = is_bit_field ? field.bit_size : uint64_t{window->size_bytes} * 8;
  if (bits > 64) return std::nullopt;
  if (kind == CoreKind::FieldLeftShift)
    return CoreValue{.number = left_shift(btf, field, *window, bits), .is_checked = false};
  return CoreValue{.number = 64 - bits, .is_checked = true};
}

std::optional<CoreValue> value_of_type(const Btf& btf, BtfId type, CoreKind kind) {
  switch (kind) {
    case CoreKind::TypeIdLocal:
    case CoreKind::TypeIdTarget:
      return CoreValue{.number = type, .is_checked = false};
    case CoreKind::TypeExists:
    case CoreKind::TypeMatches:
      return CoreValue{.number = 1, .is_checked = true};
    default:
      break;
  }
  const auto size = btf.size_bytes(type);
  return size ? std::optional(CoreValue{.number = *size, .is_checked = true}) : std::nullopt;
}

CoreValue value_of_enum(const BtfValue& value, CoreKind kind) {
  const bool is_asked_whether = kind == CoreKind::EnumValueExists;
  return {.number = is_asked_whether ? 1 : static_cast<uint64_t>(value.value)};
}

}  // namespace bpflens
