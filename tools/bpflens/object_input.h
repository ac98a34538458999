// An object file that is read, as --object and lint name one.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "facts/object.h"
#include "facts/result.h"
#include "object/object.h"
#include "object/paths.h"

namespace bpflens {

Result<std::shared_ptr<const Object>> object_in(std::string_view bytes, const std::string& name,
                                                std::span<const PathMap> maps,
                                                const FindKernelTypes& kernel_types);

// Of a file like /sys/kernel/btf/vmlinux.
Result<KernelTypes> kernel_types_in(const std::string& input);

// Nothing is known where they cannot be read.
KernelTypes types_of_running_kernel();

}  // namespace bpflens
