// A function is appended where it is first called, and what it calls behind it, before the caller
// goes on: the order that libbpf gives to them, so that instructions have the numbers of the
// kernel's log.
#include "object/link.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace bpflens {
namespace {

bool is_global(const ElfFunction& function) { return function.global && !function.hidden; }

std::vector<char> called_functions(std::span<const FunctionBody> bodies) {
  std::vector<char> called(bodies.size());
  for (const FunctionBody& body : bodies)
    for (const Site& site : body.sites)
      if (site.callee) called[*site.callee] = true;
  return called;
}

class Linker {
 public:
  Linker(const Elf& elf, std::span<const ElfFunction> functions,
         std::span<const FunctionBody> bodies, size_t most_slots)
      : elf_(elf), functions_(functions), bodies_(bodies), most_slots_(most_slots) {
    first_insns_.resize(functions.size());
  }

  // `last` stands behind all others, unless it is called.
  std::optional<Linked> link(uint32_t entry, std::optional<uint32_t> last) {
    linked_ = {};
    if (!append_all(entry)) return std::nullopt;
    if (last && !first_insns_[*last] && !append_all(*last)) return std::nullopt;
    take_references();
    most_slots_ -= linked_.program.raw.size();
    // Not all of them: an object may have as many programs as functions.
    for (const Placed& placed : linked_.placed) first_insns_[placed.function].reset();
    return std::move(linked_);
  }

 private:
  struct Open {
    uint32_t function;
    size_t next_site;
  };

  // With what it calls.
  bool append_all(uint32_t index) {
    if (!append(index)) return false;
    while (!open_.empty()) {
      const std::vector<Site>& sites = bodies_[open_.back().function].sites;
      if (open_.back().next_site == sites.size()) {
        open_.pop_back();
        continue;
      }
      const Site& site = sites[open_.back().next_site++];
      if (site.callee && !first_insns_[*site.callee] && !append(*site.callee)) return false;
    }
    return true;
  }

  bool append(uint32_t index) {
    const ElfFunction& function = functions_[index];
    const std::vector<RawInsn>& raw = bodies_[index].raw;
    Program& program = linked_.program;
    if (raw.size() > most_slots_ - program.raw.size()) return false;
    const auto first = static_cast<uint32_t>(program.raw.size());
    program.functions.push_back({.name = std::string(function.name),
                                 .first_insn = first,
                                 .insn_count = static_cast<uint32_t>(raw.size()),
                                 .global = is_global(function),
                                 .section = std::string(elf_.sections[function.section].name),
                                 .section_offset = function.offset});
    program.raw.insert(program.raw.end(), raw.begin(), raw.end());
    linked_.placed.push_back({index, first});
    first_insns_[index] = first;
    open_.push_back({index, 0});
    return true;
  }

  void take_references() {
    Program& program = linked_.program;
    for (const Placed& placed : linked_.placed)
      for (const Site& site : bodies_[placed.function].sites) {
        Reference& reference = program.references.emplace_back(site.reference);
        reference.insn += placed.first_insn;
        if (site.callee)
          program.raw[reference.insn].imm = static_cast<int32_t>(
              int64_t{*first_insns_[*site.callee]} - int64_t{reference.insn} - 1);
      }
  }

  const Elf& elf_;
  std::span<const ElfFunction> functions_;
  std::span<const FunctionBody> bodies_;
  size_t most_slots_;                                 // that are left
  std::vector<std::optional<uint32_t>> first_insns_;  // of those that are placed
  std::vector<Open> open_;
  Linked linked_;
};

}  // namespace

std::vector<uint32_t> programs_of(const Elf& elf, std::span<const ElfFunction> functions,
                                  std::span<const FunctionBody> bodies) {
  const std::vector<char> called = called_functions(bodies);
  const auto in_text = [&](const ElfFunction& function) {
    return holds_subprograms(elf.sections[function.section]);
  };
  const bool has_other_sections = !std::ranges::all_of(functions, in_text);
  std::vector<uint32_t> programs, entries;
  for (uint32_t i = 0; i < functions.size(); ++i) {
    const ElfFunction& function = functions[i];
    const bool may_be =
        has_other_sections ? !in_text(function) : function.global || functions.size() == 1;
    // Before libbpf 1.0 a static function in a section of its own was a program, too.
    if (may_be && (function.global || !called[i])) programs.push_back(i);
    if (may_be && !called[i]) entries.push_back(i);
  }
  return has_other_sections || entries.empty() ? programs : entries;
}

ExceptionCallbacks exception_callbacks(const Btf& btf, std::span<const ElfFunction> functions) {
  constexpr std::string_view mark = "exception_callback:";
  std::map<std::string_view, uint32_t> by_name;
  for (uint32_t i = 0; i < functions.size(); ++i) by_name.emplace(functions[i].name, i);
  std::map<uint32_t, std::vector<std::string_view>> named;
  for (BtfId id = btf.first_id(); id < btf.end_id(); ++id) {
    const BtfType tag = btf.type(id);
    if (tag.kind != BtfKind::DeclTag || tag.component != -1 || !tag.name.starts_with(mark))
      continue;
    const auto thrower = by_name.find(btf.type(tag.type).name);
    if (thrower != by_name.end()) named[thrower->second].push_back(tag.name.substr(mark.size()));
  }
  ExceptionCallbacks callbacks;
  for (const auto& [thrower, names] : named) {
    const auto callback = by_name.find(names.front());
    // The verifier refuses a program that names several, so libbpf appends none.
    if (names.size() == 1 && callback != by_name.end())
      callbacks.emplace(thrower, callback->second);
  }
  return callbacks;
}

std::optional<std::vector<Linked>> link_programs(
    const Elf& elf, std::span<const ElfFunction> functions, std::span<const FunctionBody> bodies,
    std::span<const uint32_t> programs, const ExceptionCallbacks& callbacks, size_t most_slots) {
  Linker linker(elf, functions, bodies, most_slots);
  std::vector<Linked> linked;
  for (const uint32_t entry : programs) {
    const auto callback = callbacks.find(entry);
    const bool has_callback = callback != callbacks.end();
    std::optional<Linked> program =
        linker.link(entry, has_callback ? std::optional(callback->second) : std::nullopt);
    if (!program) return std::nullopt;
    linked.push_back(std::move(*program));
  }
  return linked;
}

}  // namespace bpflens
