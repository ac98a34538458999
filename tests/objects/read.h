// Objects of testdata/objects.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "catch.h"
#include "object/object.h"
#include "objects/file_bytes.h"

namespace bpflens {

inline std::vector<std::byte> object_bytes(const std::string& name) {
  const auto bytes = file_bytes(BPFLENS_SOURCE_DIR "/testdata/objects/" + name);
  REQUIRE(bytes);
  return *bytes;
}

inline Object object_named(const std::string& name) {
  Result<Object> object = read_object(object_bytes(name), name);
  REQUIRE(object);
  return std::move(object.value());
}

}  // namespace bpflens
