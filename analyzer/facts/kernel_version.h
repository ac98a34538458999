// The first two numbers of a kernel's version, and when something came to it.
#pragma once

#include <compare>
#include <string>

namespace bpflens {

struct KernelVersion {
  int major = 0, minor = 0;
  friend auto operator<=>(const KernelVersion&, const KernelVersion&) = default;
};

struct KernelSpan {
  KernelVersion first, last;
};

// Kernels are looked at one by one, and what lies between two of them is not known: `by` has it,
// `after` has it not. Without `after`, the oldest that was looked at has it.
struct Came {
  KernelVersion after, by;
  bool is_known() const { return by != KernelVersion{}; }
  bool since_ever() const { return is_known() && after == KernelVersion{}; }
};

inline std::string in_words(KernelVersion version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor);
}

}  // namespace bpflens
