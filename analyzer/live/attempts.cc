// The first load asks for statistics only: the log then has what the kernel objects to and how many
// instructions it walked, and that says how long a log of every step would be.
#include "live/attempts.h"

#include <cerrno>
#include <charconv>
#include <string_view>

namespace bpflens {
namespace {

// Some 300 bytes each: above this a log of every step is too long to be kept.
constexpr uint64_t most_logged_steps = 100'000;

// "processed 12 insns (limit 1000000) ..." is the last line of a whole log.
std::optional<uint64_t> processed(std::string_view log) {
  constexpr std::string_view word = "processed ";
  const size_t at = log.rfind(word);
  if (at == std::string_view::npos || (at != 0 && log[at - 1] != '\n')) return std::nullopt;
  uint64_t count = 0;
  const char* from = log.data() + at + word.size();
  const auto [end, fault] = std::from_chars(from, log.data() + log.size(), count);
  return fault == std::errc() ? std::optional(count) : std::nullopt;
}

bool is_too_long(const Attempt& attempt) { return attempt.error == ENOSPC; }

}  // namespace

std::optional<int> next_level(std::span<const Attempt> attempts, bool log_of_accepted) {
  if (attempts.empty()) return statistics;
  const Attempt& verdict = attempts.front();
  if (verdict.log.empty()) return std::nullopt;  // the verifier was not asked
  if (verdict.error == 0 && !log_of_accepted) return std::nullopt;
  const Attempt& last = attempts.back();
  if (attempts.size() == 1 && processed(verdict.log).value_or(0) <= most_logged_steps)
    return every_step | statistics;
  const bool is_wanted = attempts.size() == 1 || is_too_long(last);
  // Of an accepted program no path failed.
  const bool is_next = is_wanted && verdict.error != 0 && last.level != (failing_path | statistics);
  return is_next ? std::optional(failing_path | statistics) : std::nullopt;
}

size_t best_log(std::span<const Attempt> attempts) {
  // From 6.4 on a log that is too long keeps its end, and that is what tells most.
  for (size_t i = attempts.size(); i-- > 1;)
    if (!is_too_long(attempts[i]) || processed(attempts[i].log)) return i;
  return 0;
}

}  // namespace bpflens
