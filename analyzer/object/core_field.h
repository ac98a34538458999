// A field as CO-RE names it: a type, then one step after another into it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/btf.h"

namespace bpflens {

// One step: into a member, or to an element of an array (the first step: of the type itself).
struct CoreStep {
  std::string_view name;  // of a member; empty: an element
  uint32_t index = 0;     // of an element
  BtfId type = 0;         // what it leads to
};

struct CoreField {
  BtfId root = 0;
  std::vector<CoreStep> steps;  // without anonymous structs and unions, which are no step in C
  uint64_t bit_offset = 0;
  uint32_t bit_size = 0;  // of a bit field; else 0
  BtfId type = 0;         // of the field
};

// "0:1:2"; nullopt if it is not of that form.
std::optional<std::vector<uint32_t>> parse_access(std::string_view access);

// The field of the compiler's own types; nullopt where the steps lead nowhere.
std::optional<CoreField> field_at(const Btf& btf, BtfId root, const std::vector<uint32_t>& access);

// The field of the same names in another type, perhaps of another kernel; nullopt if it has none,
// or one of a type that does not stand for the same.
std::optional<CoreField> same_field(const Btf& local, const CoreField& field, const Btf& target,
                                    BtfId root);

// "task_struct" of "task_struct___old": what stands before three underscores tells versions of one
// type apart.
std::string_view essential_name(std::string_view name);

// "struct task_struct.mm.exe_file"
std::string in_words(const Btf& btf, const CoreField& field);

}  // namespace bpflens
