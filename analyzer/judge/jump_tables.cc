#include "judge/jump_tables.h"

#include <algorithm>
#include <optional>
#include <span>

#include "facts/byte_order.h"

namespace bpflens {
namespace {

constexpr size_t most_edges = 1'000'000;

using Targets = std::vector<uint32_t>;

template <typename T>
void keep_one_each(std::vector<T>& items) {
  std::ranges::sort(items);
  const auto again = std::ranges::unique(items);
  items.erase(again.begin(), again.end());
}

bool is_indirect(const Insn& insn) { return insn.kind == InsnKind::Jump && insn.src_is_register; }

class Tables {
 public:
  Tables(const Object& object, const Program& program, const ObjectFunction& function)
      : object_(object), program_(program), function_(function), range_(range_of(function)) {}

  Targets targets_of(uint32_t gotox) {
    if (const auto table = table_before(gotox)) return targets_in({*table});
    if (!of_all_) of_all_ = targets_in(all());
    return *of_all_;
  }

 private:
  // The map that the instruction names, if it is a jump table.
  std::optional<uint32_t> table_at(uint32_t insn) const {
    const auto found = std::ranges::lower_bound(program_.references, insn, {}, &Reference::insn);
    if (found == program_.references.end() || found->insn != insn) return std::nullopt;
    const bool is_map = found->kind == ReferenceKind::Map || found->kind == ReferenceKind::MapValue;
    const bool is_table = is_map && object_.maps[found->map].section == ".jumptables";
    return is_table ? std::optional(found->map) : std::nullopt;
  }

  // "r2 = TABLE ll; r2 += r1; r1 = *(u64 *)(r2 +0); gotox r1", with others between.
  std::optional<uint32_t> table_before(uint32_t gotox) const {
    constexpr uint32_t furthest = 32;
    uint8_t wanted = program_.insns[gotox].src;
    for (uint32_t at = gotox; at > range_.first && gotox - at < furthest;) {
      const Insn& insn = program_.insns[--at];
      const bool ends_block = insn.kind == InsnKind::Jump || insn.kind == InsnKind::Branch ||
                              insn.kind == InsnKind::Exit || is_call(insn);
      if (ends_block) return std::nullopt;
      if (written_register(insn) != wanted) continue;
      if (insn.kind == InsnKind::LoadImm64) return table_at(at);
      if (insn.kind == InsnKind::Load || insn.kind == InsnKind::Move) wanted = insn.src;
    }
    return std::nullopt;
  }

  std::vector<uint32_t> all() const {
    std::vector<uint32_t> tables;
    for (const Reference& reference : program_.references)
      if (reference.insn >= range_.first && reference.insn < range_.end)
        if (const auto table = table_at(reference.insn)) tables.push_back(*table);
    keep_one_each(tables);
    return tables;
  }

  Targets targets_in(const std::vector<uint32_t>& tables) const {
    Targets targets;
    for (const uint32_t table : tables) add_targets(object_.maps[table], targets);
    keep_one_each(targets);
    return targets;
  }

  // A table counts bytes from the beginning of the function's section.
  void add_targets(const MapDef& table, Targets& targets) const {
    constexpr size_t entry_bytes = 8, number_bytes = 4, slot_bytes = 8;
    const auto data = std::as_bytes(std::span(table.data));
    for (size_t at = 0; at + entry_bytes <= data.size(); at += entry_bytes) {
      const size_t low = object_.big_endian ? at + number_bytes : at;
      const uint64_t place = number_at(data, low, number_bytes, object_.big_endian);
      if (place < function_.section_offset) continue;
      const uint64_t slot = (place - function_.section_offset) / slot_bytes;
      if (slot < function_.insn_count)
        targets.push_back(function_.first_insn + static_cast<uint32_t>(slot));
    }
  }

  const Object& object_;
  const Program& program_;
  const ObjectFunction& function_;
  InsnRange range_;
  std::optional<Targets> of_all_;
};

}  // namespace

std::vector<IndirectJump> indirect_jumps(const Object& object, const Program& program,
                                         const ObjectFunction& function) {
  const InsnRange range = range_of(function);
  Tables tables(object, program, function);
  std::vector<IndirectJump> jumps;
  size_t edges = 0;
  for (uint32_t insn = range.first; insn < range.end && insn < program.insns.size(); ++insn) {
    if (!is_indirect(program.insns[insn])) continue;
    jumps.push_back({insn, edges < most_edges ? tables.targets_of(insn) : Targets()});
    edges += jumps.back().targets.size();
  }
  if (edges >= most_edges)
    for (IndirectJump& jump : jumps) jump.targets.clear();
  return jumps;
}

}  // namespace bpflens
