#include "object/records.h"

#include <algorithm>
#include <vector>

namespace bpflens {
namespace {

constexpr size_t longest_line = 512, longest_path = 1024, longest_name = 512;
constexpr uint32_t linkage_global = 1;

template <typename Record>
void keep_one_each(std::vector<Record>& records) {
  std::erase_if(records, [](const Record& record) { return record.offset % slot_bytes != 0; });
  const auto doubled = std::ranges::unique(records, {}, &Record::offset);
  records.erase(doubled.begin(), doubled.end());
}

template <typename Record>
std::span<const Record> within(const std::vector<Record>& records, const ElfFunction& function) {
  const auto begin = std::ranges::lower_bound(records, function.offset, {}, &Record::offset);
  const auto end = std::ranges::lower_bound(
      begin, records.end(), function.offset + function.size_bytes, {}, &Record::offset);
  return {begin, end};
}

size_t take_lines(Program& program, const SectionInfo& info, const ElfFunction& function,
                  uint32_t first_insn, size_t most_bytes) {
  size_t bytes = 0;
  for (const LineInfo& line : within(info.lines, function)) {
    const std::string_view file = line.file.substr(0, longest_path);
    const std::string_view text = line.text.substr(0, longest_line);
    if (file.size() + text.size() > most_bytes - bytes) break;
    bytes += file.size() + text.size();
    const auto insn =
        first_insn + static_cast<uint32_t>((line.offset - function.offset) / slot_bytes);
    program.lines.push_back({insn, std::string(file), line.line, line.column, std::string(text)});
  }
  return bytes;
}

void take_core(Program& program, const SectionInfo& info, const ElfFunction& function,
               uint32_t first_insn) {
  for (const CoreRecord& record : within(info.core, function)) {
    CoreRelocation& relocation = program.core.emplace_back();
    relocation.insn =
        first_insn + static_cast<uint32_t>((record.offset - function.offset) / slot_bytes);
    relocation.kind = record.kind;
    relocation.type = record.type;
    relocation.access = std::string(record.access.substr(0, longest_line));
  }
}

BtfId type_of(const SectionInfo& info, const ElfFunction& function) {
  const auto records = within(info.functions, function);
  return records.empty() || records.front().offset != function.offset ? 0 : records.front().type;
}

// The kernel asks the type whether a function is global; libbpf makes it static if it is hidden.
void take_type(ObjectFunction& linked, const SectionInfo& info, const ElfFunction& function,
               const Btf& btf) {
  linked.type = type_of(info, function);
  const BtfType type = btf.type(linked.type);
  if (type.kind == BtfKind::Function)
    linked.global = type.linkage == linkage_global && !function.hidden;
}

}  // namespace

void take_names(std::span<ElfFunction> functions, const Elf& elf, const SectionInfos& infos,
                const Btf& btf) {
  for (ElfFunction& function : functions) {
    const ElfSection& section = elf.sections[function.section];
    const auto info = infos.find(section.name);
    if (info == infos.end() || !holds_subprograms(section)) continue;
    const BtfType type = btf.type(type_of(info->second, function));
    if (type.kind == BtfKind::Function && !type.name.empty())
      function.name = type.name.substr(0, longest_name);
  }
}

void keep_one_each(SectionInfos& infos) {
  for (auto& [name, info] : infos) {
    keep_one_each(info.functions);
    keep_one_each(info.lines);
    keep_one_each(info.core);
  }
}

size_t take_records(Linked& linked, std::span<const ElfFunction> functions,
                    const SectionInfos& infos, const Btf* btf, size_t most_line_bytes) {
  Program& program = linked.program;
  size_t bytes = 0;
  for (size_t i = 0; i < linked.placed.size(); ++i) {
    const auto info = infos.find(program.functions[i].section);
    if (info == infos.end() || !btf) continue;
    const ElfFunction& function = functions[linked.placed[i].function];
    const uint32_t first_insn = linked.placed[i].first_insn;
    take_type(program.functions[i], info->second, function, *btf);
    bytes += take_lines(program, info->second, function, first_insn, most_line_bytes - bytes);
    take_core(program, info->second, function, first_insn);
  }
  return bytes;
}

}  // namespace bpflens
