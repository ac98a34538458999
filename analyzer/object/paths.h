// File names as they are in the user's repository, not as they were where the object was built.
#pragma once

#include <span>
#include <string>

#include "facts/object.h"

namespace bpflens {

struct PathMap {
  std::string from, to;  // folders; a path below `from` is one below `to`
};

// The first map that fits a path changes it.
void map_paths(Object& object, std::span<const PathMap> maps);

}  // namespace bpflens
