// Distributions number their packages in the release and, some of them, tell the version of the
// source elsewhere.
#include "live/machine.h"

#include <sys/utsname.h>

#include <array>
#include <cstdint>

namespace bpflens {
namespace {

struct Machine {
  uint16_t number;
  std::string_view name;
};
constexpr Machine machines[] = {{3, "x86 (32 bits)"}, {21, "POWER"},     {22, "s390"},
                                {40, "ARM"},          {62, "x86-64"},    {183, "ARM64"},
                                {243, "RISC-V"},      {258, "LoongArch"}};
constexpr uint16_t none = 0, bpf = 247;

// ELF: where the byte order and the machine are told.
constexpr size_t byte_order_at = 5, machine_at = 18;
constexpr std::string_view elf_begins =
    "\x7f"
    "ELF";

// What a distribution writes into the version or the release.
struct Distribution {
  std::string_view mark, name;
};
constexpr Distribution distributions[] = {
    {"Debian ", "Debian"}, {"-Ubuntu", "Ubuntu"},  {".fc", "Fedora"}, {".el", "RHEL"},
    {".amzn", "Amazon"},   {"-microsoft-", "WSL"}, {"-arch", "Arch"}, {"-default", "SUSE"}};

std::string_view leading_version(std::string_view text) {
  return text.substr(0, text.find_first_not_of("0123456789."));
}

const Distribution* distribution_of(const RunningKernel& kernel) {
  for (const Distribution& one : distributions)
    if (kernel.version.find(one.mark) != std::string::npos ||
        kernel.release.find(one.mark) != std::string::npos)
      return &one;
  return nullptr;
}

// Behind the mark, where Debian has it; else at the start of the release.
std::string_view source_version(const RunningKernel& kernel) {
  constexpr std::string_view mark = "Debian ";
  const size_t at = kernel.version.find(mark);
  const std::string_view told =
      at == std::string::npos
          ? std::string_view()
          : leading_version(std::string_view(kernel.version).substr(at + mark.size()));
  return told.empty() ? leading_version(kernel.release) : told;
}

}  // namespace

std::optional<std::string> other_machine(std::span<const std::byte> file) {
  if (file.size() < machine_at + 2) return std::nullopt;
  for (size_t i = 0; i < elf_begins.size(); i++)
    if (static_cast<char>(file[i]) != elf_begins[i]) return std::nullopt;
  const auto first = static_cast<uint16_t>(file[machine_at]);
  const auto second = static_cast<uint16_t>(file[machine_at + 1]);
  const bool is_big = file[byte_order_at] == std::byte{2};
  const auto number = static_cast<uint16_t>(is_big ? first << 8 | second : second << 8 | first);
  if (number == none || number == bpf) return std::nullopt;
  for (const Machine& machine : machines)
    if (machine.number == number) return std::string(machine.name);
  return "machine " + std::to_string(number);
}

RunningKernel running_kernel() {
  utsname host{};
  if (uname(&host) != 0) return {};
  return {host.release, host.version, host.machine};
}

std::string kernel_name(const RunningKernel& kernel) {
  std::string name(source_version(kernel));
  if (const Distribution* one = distribution_of(kernel)) (name += ' ') += one->name;
  std::string machine = kernel.machine;
  for (char& c : machine)
    if (c == '_') c = '-';
  if (!machine.empty()) (name += ' ') += machine;
  return name;
}

}  // namespace bpflens
