// A program is loaded once for the verdict, and where it is rejected again for a log: at which
// level?
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bpflens {

// One load.
struct Attempt {
  int level = 0;
  int error = 0;  // an errno; 0: the kernel took it
  std::string log;
  std::string said;
};

// Levels of bpf(2): bits.
constexpr int failing_path = 1, every_step = 2, statistics = 4;

// The level of the next load; nullopt if what is known is enough. With every step where that is not
// too much, else with the failing path. `log_of_accepted`: of a program that is not rejected, too.
std::optional<int> next_level(std::span<const Attempt> attempts, bool log_of_accepted);

// The one with the best log. The verdict is the first one's: what a log needs, room above all, can
// make a load fail.
size_t best_log(std::span<const Attempt> attempts);

}  // namespace bpflens
