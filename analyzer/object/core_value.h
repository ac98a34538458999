// The number that a relocation asks for, in one set of types.
#pragma once

#include <cstdint>
#include <optional>

#include "facts/btf.h"
#include "facts/object.h"
#include "object/core_field.h"

namespace bpflens {

struct CoreValue {
  uint64_t number = 0;
  bool is_checked = true;  // the instruction must hold the local number before it is changed
  // Of an access to a field, the offset of which is asked for: how many bytes, and of what.
  uint32_t access_bytes = 0;
  bool is_pointer = false, is_unsigned = false;
};

std::optional<CoreValue> value_of(const Btf& btf, const CoreField& field, CoreKind kind);
std::optional<CoreValue> value_of_type(const Btf& btf, BtfId type, CoreKind kind);
CoreValue value_of_enum(const BtfValue& value, CoreKind kind);

}  // namespace bpflens
