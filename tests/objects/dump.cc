// What does read_object make of these files? One line of JSON for each: programs with their
// instructions as the kernel gets them, references, maps. tests/conformance/{objects,captured} hold
// it against libbpf. Names come from standard input if there are no arguments.
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "facts/byte_order.h"
#include "facts/section_name.h"
#include "object/object.h"
#include "objects/file_bytes.h"
#include "rules/pages.h"

using Json = nlohmann::ordered_json;

namespace bpflens {
namespace {

constexpr const char* kinds[] = {"map",       "map value",       "subprogram",     "callback",
                                 "kfunc",     "kernel variable", "kernel address", "config",
                                 "unresolved"};

// The fields of struct bpf_insn: code, dst, src, off, imm.
Json of(const RawInsn& insn) { return {insn.code, insn.dst, insn.src, insn.offset, insn.imm}; }

Json of(const Reference& reference) {
  return {{"insn", reference.insn},     {"kind", kinds[static_cast<size_t>(reference.kind)]},
          {"name", reference.name},     {"map", reference.map},
          {"offset", reference.offset}, {"weak", reference.weak}};
}

Json of(const ObjectFunction& function) {
  return {{"name", function.name},
          {"first", function.first_insn},
          {"count", function.insn_count},
          {"type", function.type},
          {"global", function.global},
          {"section", function.section},
          {"offset", function.section_offset}};
}

Json of(const CoreRelocation& core) {
  return {{"insn", core.insn},
          {"kind", static_cast<int>(core.kind)},
          {"spec", core.spec},
          {"poisoned", core.poisoned},
          {"why", core.why}};
}

Json of(const LineRecord& line) {
  return {line.insn, line.file, line.line, line.column, line.text};
}

Json of(const Program& program);
Json of(const MapDef& map);

template <typename T>
Json all(const std::vector<T>& things) {
  Json list = Json::array();
  for (const T& thing : things) list.push_back(of(thing));
  return list;
}

// The numbers of a load: program type, attach type, flags.
Json of(const std::optional<ProgramKind>& kind) {
  if (!kind) return nullptr;
  constexpr int is_sleepable = 16, takes_fragments = 32;
  const int flags =
      (kind->sleepable ? is_sleepable : 0) | (kind->takes_fragments ? takes_fragments : 0);
  return {kind->type_number, kind->attach_number, flags};
}

Json of(const Program& program) {
  return {{"name", program.name},
          {"section", program.section},
          {"kind", of(kind_of_section(program.section, embedded_sections()))},
          {"raw", all(program.raw)},
          {"functions", all(program.functions)},
          {"references", all(program.references)},
          {"core", all(program.core)},
          {"lines", all(program.lines)}};
}

// Of a jump table in an object of this machine's byte order.
Json targets_of(const MapDef& table) {
  Json targets = Json::array();
  for (size_t at = 0; at < table.data.size(); at += 8)
    targets.push_back(number_at(std::as_bytes(std::span(table.data)), at, 4, false));
  return targets;
}

Json of(const MapDef& map) {
  Json json{{"name", map.name},
            {"section", map.section},
            {"type", map.type},
            {"key_size", map.key_size_bytes},
            {"value_size", map.value_size_bytes},
            {"max_entries", map.max_entries},
            {"flags", map.flags},
            {"extra", map.extra},
            {"pinned", map.pinned_by_name},
            {"key_type", map.key_type},
            {"value_type", map.value_type},
            {"is_data", map.is_data},
            {"data_bytes", map.data.size()}};
  if (map.inner) json["inner"] = *map.inner;
  if (map.section == ".jumptables") json["targets"] = targets_of(map);
  return json;
}

Json dump(const std::string& path) {
  const std::vector<std::byte> bytes = file_bytes(path).value_or(std::vector<std::byte>{});
  FindKernelTypes running = []() -> KernelTypes {
    const auto types = file_bytes("/sys/kernel/btf/vmlinux");
    if (!types) return {};
    Result<Btf> btf = Btf::read(*types, "vmlinux");
    if (!btf) return {};
    return {std::make_shared<const Btf>(std::move(btf.value())), "the running kernel"};
  };
  const Result<Object> object = read_object(bytes, path, running);
  if (!object) return {{"file", path}, {"error", object.error().why}};
  return {{"file", path},
          {"license", object.value().license},
          {"big_endian", object.value().big_endian},
          {"programs", all(object.value().programs)},
          {"maps", all(object.value().maps)},
          {"inner_maps", all(object.value().inner_maps)},
          {"left_out", object.value().left_out}};
}

}  // namespace
}  // namespace bpflens

int main(int count, char** arguments) {
  const auto print = [](const std::string& path) {
    std::cout << bpflens::dump(path).dump(-1, ' ', false, Json::error_handler_t::replace)
              << std::endl;
  };
  for (int i = 1; i < count; ++i) print(arguments[i]);
  if (count == 1)
    for (std::string path; std::getline(std::cin, path);) print(path);
  return 0;
}
