// Every number stands behind a fixed word, in all eras.
#include "read/log_stats.h"

#include <charconv>

namespace bpflens {
namespace {

std::optional<uint64_t> number_behind(std::string_view line, std::string_view word) {
  size_t at = line.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = line.substr(at + word.size());
  uint64_t number = 0;
  auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc()) return std::nullopt;
  return number;
}

// "8+16+0" -> 8, 16, 0
std::vector<uint64_t> sum_terms(std::string_view text) {
  std::vector<uint64_t> terms;
  while (!text.empty()) {
    uint64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) break;
    terms.push_back(number);
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    if (!text.starts_with('+')) break;
    text.remove_prefix(1);
  }
  return terms;
}

void read_stack_depth(std::string_view line, Stats& stats) {
  constexpr std::string_view word = "stack depth ";
  std::string_view depths = line.substr(line.find(word) + word.size());
  std::vector<uint64_t> terms = sum_terms(depths);
  if (!terms.empty()) stats.stack_depths = std::move(terms);
  if (std::optional<uint64_t> max = number_behind(depths, "max ")) stats.stack_depth_max = max;
}

}  // namespace

void read_stats_line(std::string_view line, Stats& stats) {
  if (line.find("stack depth ") != std::string_view::npos) read_stack_depth(line, stats);
  if (line.starts_with("verification time "))
    stats.verification_usec = number_behind(line, "verification time ");
  if (!line.starts_with("processed ")) return;
  stats.processed = number_behind(line, "processed ");
  stats.limit = number_behind(line, "(limit ");
  stats.max_states_per_insn = number_behind(line, "max_states_per_insn ");
  stats.total_states = number_behind(line, "total_states ");
  stats.peak_states = number_behind(line, "peak_states ");
  stats.mark_read = number_behind(line, "mark_read ");
}

}  // namespace bpflens
