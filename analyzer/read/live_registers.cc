// One bit per register; ld_imm64 takes two numbers and one row.
#include "read/live_registers.h"

#include <charconv>
#include <optional>

namespace bpflens {
namespace {

constexpr size_t registers = 10;

// The number that ends at `end`.
std::optional<uint32_t> number_before(std::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0 && text[begin - 1] >= '0' && text[begin - 1] <= '9') --begin;
  uint32_t number = 0;
  auto [rest, error] = std::from_chars(text.data() + begin, text.data() + end, number);
  if (error != std::errc()) return std::nullopt;
  return number;
}

}  // namespace

void add_live_row(std::vector<uint16_t>& live_before, std::string_view row) {
  size_t colon = row.find(": ");
  if (colon == std::string_view::npos || row.size() < colon + 2 + registers) return;
  std::optional<uint32_t> insn = number_before(row, colon);
  if (!insn) return;
  if (*insn == live_before.size() + 1) live_before.push_back(UINT16_MAX);
  if (*insn != live_before.size()) return;
  uint16_t live = 0;
  for (size_t r = 0; r < registers; ++r)
    if (row[colon + 2 + r] != '.') live = static_cast<uint16_t>(live | 1U << r);
  live_before.push_back(live);
}

}  // namespace bpflens
