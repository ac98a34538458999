// Do any bytes crash the reader of BTF, or make it answer without end? libFuzzer feeds a whole
// section.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "facts/btf.h"

using namespace bpflens;

namespace {

constexpr size_t longest_name = 4096;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

void ask_everything(const Btf& btf, BtfId id) {
  const BtfType type = btf.type(id);
  btf.array(id);
  btf.members(id);
  btf.values(id);
  btf.parameters(id);
  btf.variables(id);
  btf.size_bytes(id);
  require(c_name(btf, id).size() < longest_name);
  btf.unqualified(id);
  const std::vector<BtfId> same = btf.named(type.name);
  require(std::ranges::is_sorted(same));
  for (const BtfId other : same) require(btf.type(other).name == type.name);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::span<const std::byte> bytes = std::as_bytes(std::span(data, size));
  const Result<Btf> btf = Btf::read({bytes.begin(), bytes.end()}, "btf");
  if (!btf) return 0;
  const BtfId end = btf.value().end_id();
  require(end <= size);  // each takes more than one byte
  for (BtfId id = 0; id < end; ++id) ask_everything(btf.value(), id);
  require(btf.value().type(end).kind == BtfKind::Void);
  return 0;
}
