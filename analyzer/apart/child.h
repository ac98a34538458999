// Runs something that may crash, hang or ask for all memory, and brings back what it has to say.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace bpflens {

struct ChildLimits {
  std::chrono::milliseconds time{60'000};
  size_t answer_bytes = 0;
  size_t memory_bytes = 0;  // of address space, beside what the parent has
};

enum class ChildEnd : uint8_t {
  Done,        // the answer is whole
  NotStarted,  // number: the errno
  Exited,      // number: the exit code, not 0
  Signalled,   // number: the signal
  TooSlow,
  TooMuch,  // it said more than it may
};

struct ChildAnswer {
  ChildEnd end = ChildEnd::Done;
  int number = 0;
  std::string bytes;
};

using Send = std::function<void(std::string_view)>;

// `work` runs in a copy of this process that has no input, no output but `send`, leaves no core
// file and ends when `work` returns, when a limit is reached, or when we end.
ChildAnswer answer_of_child(const ChildLimits& limits,
                            const std::function<void(const Send&)>& work);

// "was ended by signal 11 (Segmentation fault)"; of an end that is not Done.
std::string words_for(const ChildAnswer& answer);

}  // namespace bpflens
