// A length is held against what is there before anything is taken.
#include "apart/fields.h"

#include <array>
#include <charconv>
#include <cstring>

namespace bpflens {
namespace {

constexpr size_t head_bytes = sizeof(uint64_t);

}  // namespace

std::string field_head(std::string_view field) {
  const uint64_t length = field.size();
  std::array<char, head_bytes> bytes{};
  std::memcpy(bytes.data(), &length, head_bytes);
  return {bytes.data(), bytes.size()};
}

std::optional<std::vector<std::string_view>> fields_in(std::string_view bytes) {
  std::vector<std::string_view> fields;
  while (!bytes.empty()) {
    uint64_t length = 0;
    if (bytes.size() < head_bytes) return std::nullopt;
    std::memcpy(&length, bytes.data(), head_bytes);
    bytes.remove_prefix(head_bytes);
    if (length > bytes.size()) return std::nullopt;
    fields.push_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  return fields;
}

std::optional<int> number_in(std::string_view field) {
  const std::string digits(field);
  int number = 0;
  const char* end = digits.data() + digits.size();
  const auto [read, fault] = std::from_chars(digits.data(), end, number);
  if (fault != std::errc() || read != end) return std::nullopt;
  return number;
}

}  // namespace bpflens
