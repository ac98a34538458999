#include "object_input.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "object/object.h"
#include "read/file.h"

namespace bpflens {
namespace {

// The largest of the kernel's own tests has 3 MB.
constexpr size_t most_bytes = size_t{256} << 20;

Result<std::vector<std::byte>> bytes_of(const std::string& path) {
  const Result<Text> text = open_text(path);
  if (!text) return text.error();
  std::vector<std::byte> bytes;
  for (size_t held = 0, got = 1; got > 0; held += got) {
    if (held > most_bytes) return Error{path, "is larger than 256 MiB", "name a BPF object"};
    bytes.resize(held + std::max<size_t>(size_t{1} << 20, held));
    got = text.value().read(held, reinterpret_cast<char*>(&bytes[held]), bytes.size() - held);
    if (got < bytes.size() - held) bytes.resize(held + got);
  }
  if (text.value().failure)
    if (std::optional<Error> failed = text.value().failure()) return *failed;
  return bytes;
}

}  // namespace

Result<std::shared_ptr<const Object>> object_at(const std::string& path,
                                                std::span<const PathMap> maps) {
  const Result<std::vector<std::byte>> bytes = bytes_of(path);
  if (!bytes) return bytes.error();
  Result<Object> object = read_object(bytes.value(), path);
  if (!object) return object.error();
  map_paths(object.value(), maps);
  return std::shared_ptr<const Object>(std::make_shared<Object>(std::move(object.value())));
}

}  // namespace bpflens
