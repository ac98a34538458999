#include "object_input.h"

#include <cstddef>
#include <utility>

#include "object/object.h"

namespace bpflens {

Result<std::shared_ptr<const Object>> object_in(std::string_view bytes, const std::string& name,
                                                std::span<const PathMap> maps) {
  Result<Object> object = read_object(std::as_bytes(std::span(bytes)), name);
  if (!object) return object.error();
  map_paths(object.value(), maps);
  return std::shared_ptr<const Object>(std::make_shared<Object>(std::move(object.value())));
}

}  // namespace bpflens
