// What a loader asks of the kernel, step by step: the operations that can fail outside the
// verifier, by the name that strace prints or, where one is done in several ways, by ours.
#pragma once

#include <span>
#include <string_view>

namespace bpflens {

struct LoaderOperation {
  std::string_view name, words;  // "BPF_MAP_CREATE", "creating a map"
};

std::span<const LoaderOperation> operations();

// Null if there is none.
const LoaderOperation* operation_named(std::string_view name);

}  // namespace bpflens
