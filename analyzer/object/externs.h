// What an object expects of the kernel: ".ksyms" of its types lists functions and variables.
#pragma once

#include <map>
#include <string_view>

#include "facts/btf.h"

namespace bpflens {

enum class ExternKind : uint8_t { Function, TypedVariable, Address };

// By name; the names live as long as `btf`.
std::map<std::string_view, ExternKind> externs_of(const Btf& btf);

}  // namespace bpflens
