// Objects of testdata/objects.
#pragma once

#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "catch.h"
#include "object/object.h"

namespace bpflens {

inline std::vector<std::byte> object_bytes(const std::string& name) {
  std::ifstream file(BPFLENS_SOURCE_DIR "/testdata/objects/" + name, std::ios::binary);
  REQUIRE(file);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

inline Object object_named(const std::string& name) {
  Result<Object> object = read_object(object_bytes(name), name);
  REQUIRE(object);
  return std::move(object.value());
}

}  // namespace bpflens
