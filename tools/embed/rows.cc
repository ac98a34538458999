#include "tools/embed/rows.h"

#include <charconv>
#include <utility>

#include "facts/lines.h"
#include "facts/program_type.h"
#include "tools/embed/fields.h"

namespace bpflens {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<uint32_t> number_in(std::string_view text) {
  uint32_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

uint32_t type_in(std::string_view name, int line) {
  const auto type = program_type_named(name);
  if (!type) throw Complaint(line, "unknown program type '" + std::string(name) + "'");
  return *type;
}

void read_rows(std::string_view text, std::string_view header, const TakeRow& take) {
  const size_t columns = split(header, '\t').size();
  int line = 0;
  bool header_seen = false;
  for (const std::string_view row : split_lines(text)) {
    ++line;
    if (row.empty() || row.starts_with('#')) continue;
    if (!header_seen && row != header) throw Complaint(line, "the first row is not the header");
    if (!std::exchange(header_seen, true)) continue;
    const auto fields = split(row, '\t');
    if (fields.size() != columns)
      throw Complaint(line, "a row has not " + std::to_string(columns) + " columns");
    take(fields, line);
  }
}

std::string table_literal(const std::string& type, const std::string& name,
                          const std::string& rows) {
  if (rows.empty()) return "constexpr std::span<const " + type + "> " + name + ";\n\n";
  return "constexpr " + type + " " + name + "[] = {\n" + rows + "};\n\n";
}

}  // namespace bpflens
