// Which map, variable and member of an object does a rejected instruction reach? A log tells a
// number of bytes; the object knows their names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "facts/object.h"
#include "facts/trace.h"

namespace bpflens {

// The map that a register points to or into; null if it cannot be told. Kernels before 6.8 print no
// names: there the sizes of key and value must be those of one map only.
const MapDef* map_of(const RegisterState& state, const Object& object);

// "packets[3].bytes": what stands at this byte of a value of that type; empty if nothing with a
// name.
std::string member_at(const Btf& btf, BtfId type, uint64_t offset);

// A sentence for each register of the rejected instruction that is about a map.
std::vector<std::string> memory_notes(const Trace& trace, const Object& object);

}  // namespace bpflens
