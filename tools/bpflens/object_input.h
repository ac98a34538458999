// What --object names.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "facts/object.h"
#include "facts/result.h"
#include "object/paths.h"

namespace bpflens {

Result<std::shared_ptr<const Object>> object_at(const std::string& path,
                                                std::span<const PathMap> maps);

}  // namespace bpflens
