// Reads a BPF object file of any compiler.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "facts/object.h"
#include "facts/result.h"

namespace bpflens {

// The types of the kernel that a program is loaded on.
struct KernelTypes {
  std::shared_ptr<const Btf> btf;  // null: not at hand
  std::string name;                // of them for people: "the running kernel"
};

// Called at most once, and only if a relocation needs it.
using FindKernelTypes = std::function<KernelTypes()>;

// `name` is for errors and Object::name. Without kernel types a relocation against them keeps the
// object's own value.
Result<Object> read_object(std::span<const std::byte> bytes, std::string_view name,
                           const FindKernelTypes& kernel_types = {});

}  // namespace bpflens
