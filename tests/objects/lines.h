// What was read of an object, as lines that a test compares.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "facts/object.h"

namespace bpflens {

using Lines = std::vector<std::string>;

inline std::string text(int64_t number) { return std::to_string(number); }

inline Lines functions_of(const Program& program) {
  Lines lines;
  for (const ObjectFunction& function : program.functions)
    lines.push_back(text(function.first_insn) + "+" + text(function.insn_count) + " " +
                    function.name + " " + function.section + "+" +
                    text(static_cast<int64_t>(function.section_offset)) +
                    (function.global ? " global" : ""));
  return lines;
}

inline constexpr const char* kinds[] = {"map",    "value",   "call",   "callback",  "kfunc",
                                        "kernel", "address", "config", "unresolved"};

// "29 value other src 2 imm 3 4": what it names, and what the kernel gets.
inline Lines references_of(const Program& program) {
  Lines lines;
  for (const Reference& reference : program.references) {
    const RawInsn& insn = program.raw[reference.insn];
    lines.push_back(text(reference.insn) + " " + kinds[static_cast<size_t>(reference.kind)] + " " +
                    reference.name + " src " + text(insn.src) + " imm " + text(insn.imm));
    if (insn.code == ld_imm64_code) lines.back() += " " + text(program.raw[reference.insn + 1].imm);
    if (reference.weak) lines.back() += " weak";
  }
  return lines;
}

inline Lines maps_of(const std::vector<MapDef>& maps) {
  Lines lines;
  for (const MapDef& map : maps) {
    lines.push_back(map.name + " type " + text(map.type) + " key " + text(map.key_size_bytes) +
                    " value " + text(map.value_size_bytes) + " entries " + text(map.max_entries) +
                    " flags " + text(map.flags));
    if (map.inner) lines.back() += " inner " + text(*map.inner);
    if (map.is_data) lines.back() += " data " + text(static_cast<int64_t>(map.data.size()));
  }
  return lines;
}

}  // namespace bpflens
