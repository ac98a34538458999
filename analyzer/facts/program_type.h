// The kernel's types of programs, by number and by name.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bpflens {

// Some of them: bit n for the type with the number n.
using ProgramTypes = uint64_t;

// By number, without BPF_PROG_TYPE_: "SCHED_CLS" is number 3.
std::span<const std::string_view> program_type_names();

std::optional<uint32_t> program_type_named(std::string_view name);

inline bool has_type(ProgramTypes types, uint32_t number) {
  return number < 64 && types >> number & 1;
}

}  // namespace bpflens
