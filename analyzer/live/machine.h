// For whom was this file made, and which kernel is running here?
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bpflens {

// "x86-64": the machine that an ELF file was made for, in words. Nullopt if that is BPF, if the
// file does not say, or if it is no ELF file.
std::optional<std::string> other_machine(std::span<const std::byte> file);

// What uname(2) says.
struct RunningKernel {
  std::string release;  // "6.1.0-49-amd64"
  std::string version;  // "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-1 (2026-01-01)"
  std::string machine;  // "x86_64"
};
RunningKernel running_kernel();

// "6.1.192 Debian x86-64": the version of the source, who changed it, the machine.
std::string kernel_name(const RunningKernel& kernel);

}  // namespace bpflens
