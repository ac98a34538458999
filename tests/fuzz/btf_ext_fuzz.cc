// Do any bytes crash the reader of .BTF.ext? libFuzzer feeds the length of a .BTF section, that
// section, and the other one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "object/btf_ext.h"

using namespace bpflens;

namespace {

constexpr size_t longest_string = 4096;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

void look_at(const SectionInfo& info) {
  require(std::ranges::is_sorted(info.functions, {}, &FunctionRecord::offset));
  require(std::ranges::is_sorted(info.lines, {}, &LineInfo::offset));
  require(std::ranges::is_sorted(info.core, {}, &CoreRecord::offset));
  for (const LineInfo& line : info.lines)
    require(line.file.size() <= longest_string && line.text.size() <= longest_string);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const std::span<const std::byte> bytes = std::as_bytes(std::span(data + 2, size - 2));
  const size_t types = std::min(size_t{data[0]} | size_t{data[1]} << 8, bytes.size());
  const Result<Btf> btf =
      Btf::read({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(types)}, "btf");
  if (!btf) return 0;
  const auto read = read_btf_ext(bytes.subspan(types), btf.value(), "ext");
  if (!read) return 0;
  for (const auto& [name, info] : read.value()) look_at(info);
  return 0;
}
