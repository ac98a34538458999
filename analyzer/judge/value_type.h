// What a value is, as far as instructions tell without running them: a number, or a pointer to
// what.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "facts/object.h"

namespace bpflens {

enum class ValueKind : uint8_t {
  Unreached,  // no path from the function's entry makes it
  Unknown,    // an argument, or loaded from memory that we know nothing of
  Number,
  Context,
  Frame,  // the stack of this function
  Map,
  MapValue,  // also what bpf_map_lookup_elem returns, which may be null
  Packet,
  PacketEnd,
  PacketMeta,
  CallResult,
  Function,  // a callback
  Mixed,     // one or the other, by the path
};

inline constexpr uint32_t not_one = UINT32_MAX;

struct ValueType {
  ValueKind kind = ValueKind::Unreached;
  bool may_be_frame = false;  // it may point to this function's stack
  uint32_t of = not_one;      // Map, MapValue: in Object::maps; CallResult: the call's instruction
  // In bytes from where what it points to begins (the frame: from its end), of a Number itself;
  // nullopt if it is not known or not always the same.
  std::optional<int64_t> offset = {};
  bool operator==(const ValueType&) const = default;
};

// What a value is that is one or the other.
ValueType either(const ValueType& a, const ValueType& b);

// What a call does with the memory behind one of its arguments: from where it points to, so many
// bytes; none and 0: as many as there are.
struct ArgumentMemory {
  std::optional<uint32_t> size_bytes = {};
  uint8_t size_in = 0;    // the register with the number of bytes
  bool may_write = true;  // else it only reads
};

// What the instructions of a function do not tell.
struct FlowFacts {
  std::span<const Reference> references = {};  // of the program, ascending
  bool takes_context = false;                  // in r1
  // What a load of so many bytes at this offset of the context gives; none: Unknown.
  std::function<ValueKind(int64_t offset, uint8_t size_bytes)> context_field = {};
  // How many arguments a call takes; none: five.
  std::function<uint8_t(uint32_t insn)> argument_count = {};
  // Of a helper's or kfunc's argument that may point to the stack; none: it may read and write all
  // that is behind it.
  std::function<ArgumentMemory(uint32_t insn, uint8_t reg)> argument_memory = {};
};

}  // namespace bpflens
