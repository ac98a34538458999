// Strings and numbers in a row of bytes, as a child sends them to its parent. The child may have
// been made to send anything.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bpflens {

// A field is its length, eight bytes, and its bytes.
std::string field_head(std::string_view field);

// In the order in which they were sent; nullopt if the bytes are not whole fields.
std::optional<std::vector<std::string_view>> fields_in(std::string_view bytes);

// A number as a field: decimal digits, maybe behind a minus.
std::optional<int> number_in(std::string_view field);

}  // namespace bpflens
