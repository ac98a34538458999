// A Text over bytes that are already in memory.
#include "read/text.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace bpflens {

Text text_in_memory(std::string bytes, std::string name) {
  auto held = std::make_shared<const std::string>(std::move(bytes));
  Text text;
  text.name = std::move(name);
  text.size = held->size();
  text.read = [held](uint64_t offset, char* into, size_t count) -> size_t {
    if (offset >= held->size()) return 0;
    size_t copied = std::min<size_t>(count, held->size() - static_cast<size_t>(offset));
    std::memcpy(into, held->data() + offset, copied);
    return copied;
  };
  return text;
}

TextCopy copy_in_memory() {
  auto bytes = std::make_shared<std::string>();
  TextCopy copy;
  copy.append = [bytes](std::string_view more) { *bytes += more; };
  copy.text = [bytes](std::string name) {
    return text_in_memory(std::move(*bytes), std::move(name));
  };
  return copy;
}

}  // namespace bpflens
