// Tables whose columns are separated by a tab, each cell checked.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bpflens {

std::vector<std::string_view> split(std::string_view text, char separator);

// nullopt if it is anything but digits.
std::optional<uint32_t> number_in(std::string_view text);

// Of a kernel's program type; complains if there is none of that name.
uint32_t type_in(std::string_view name, int line);

using TakeRow = std::function<void(const std::vector<std::string_view>& fields, int line)>;

// Calls `take` for each row below the header; lines that begin with '#' are skipped. Complains of
// another header and of a row that has not its columns.
void read_rows(std::string_view text, std::string_view header, const TakeRow& take);

// As C++: an array, or a span of none, because there are no arrays of no elements.
std::string table_literal(const std::string& type, const std::string& name,
                          const std::string& rows);

}  // namespace bpflens
