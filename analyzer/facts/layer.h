// Who has to change for a program to be accepted: values of `Finding::layer`.
#pragma once

#include <string_view>

namespace bpflens::layer {

inline constexpr std::string_view source_bug = "source_bug";
// The C is right, and what clang made of it hides that.
inline constexpr std::string_view lowering_artifact = "lowering_artifact";
// The bytecode is right, and this verifier cannot follow it.
inline constexpr std::string_view verifier_limitation = "verifier_limitation";
inline constexpr std::string_view kernel = "kernel";
// What the program is loaded on, and with which rights.
inline constexpr std::string_view environment = "environment";

}  // namespace bpflens::layer
