// What goes wrong, where a story shows it: values of `Finding::mechanism`.
#pragma once

#include <string_view>

namespace bpflens::mechanism {

inline constexpr std::string_view mem_bounds = "MEM_BOUNDS";
inline constexpr std::string_view stack_bounds = "STACK_BOUNDS";
inline constexpr std::string_view helper_size = "HELPER_SIZE";
inline constexpr std::string_view pkt_bounds = "PKT_BOUNDS";
inline constexpr std::string_view pkt_var_offset = "PKT_VAR_OFFSET";
inline constexpr std::string_view kernel_bug = "KERNEL_BUG";

}  // namespace bpflens::mechanism
