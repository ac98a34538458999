#include "facts/era.h"

#include <array>

namespace bpflens {
namespace {

struct Dialect {
  std::string_view words;
  KernelSpan span;
};

// By number; Unknown has none.
constexpr std::array<Dialect, static_cast<size_t>(Era::I)> dialects = {{
    {"4.14", {{4, 14}, {4, 14}}},
    {"4.15 to 5.2", {{4, 15}, {5, 2}}},
    {"5.3 to 5.16", {{5, 3}, {5, 16}}},
    {"5.17", {{5, 17}, {5, 17}}},
    {"5.18 to 6.7", {{5, 18}, {6, 7}}},
    {"6.8 to 6.17", {{6, 8}, {6, 17}}},
    {"6.18 to 7.1", {{6, 18}, {7, 1}}},
    {"7.2", {{7, 2}, {7, 2}}},
    {"7.3", {{7, 3}, {7, 3}}},
}};

const Dialect* dialect_of(Era era) {
  return era == Era::Unknown ? nullptr : &dialects.at(static_cast<size_t>(era) - 1);
}

}  // namespace

std::string_view kernels_of(Era era) {
  const Dialect* const dialect = dialect_of(era);
  return dialect ? dialect->words : "unknown";
}

std::optional<KernelSpan> span_of(Era era) {
  const Dialect* const dialect = dialect_of(era);
  return dialect ? std::optional(dialect->span) : std::nullopt;
}

}  // namespace bpflens
