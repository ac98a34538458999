#include "object_input.h"

#include <cstddef>
#include <utility>

#include "input.h"

namespace bpflens {

Result<std::shared_ptr<const Object>> object_in(std::string_view bytes, const std::string& name,
                                                std::span<const PathMap> maps,
                                                const FindKernelTypes& kernel_types) {
  Result<Object> object = read_object(std::as_bytes(std::span(bytes)), name, kernel_types);
  if (!object) return object.error();
  map_paths(object.value(), maps);
  return std::shared_ptr<const Object>(std::make_shared<Object>(std::move(object.value())));
}

Result<KernelTypes> kernel_types_in(const std::string& input) {
  const Result<std::string> bytes = kernel_types_of(input);
  if (!bytes) return bytes.error();
  const auto content = std::as_bytes(std::span(bytes.value()));
  Result<Btf> types = Btf::read({content.begin(), content.end()}, input);
  if (!types)
    return Error{input, types.error().why, "name a copy of that kernel's /sys/kernel/btf/vmlinux"};
  return KernelTypes{std::make_shared<const Btf>(std::move(types.value())), input};
}

KernelTypes types_of_running_kernel() {
  const Result<KernelTypes> types = kernel_types_in("/sys/kernel/btf/vmlinux");
  return types ? KernelTypes{types.value().btf, "the running kernel"} : KernelTypes();
}

}  // namespace bpflens
