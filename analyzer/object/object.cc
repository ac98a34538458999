#include "object/object.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "object/btf_ext.h"
#include "object/core.h"
#include "object/decode.h"
#include "object/dwarf.h"
#include "object/elf.h"
#include "object/functions.h"
#include "object/link.h"
#include "object/maps.h"
#include "object/records.h"
#include "object/relocated.h"
#include "object/sites.h"

namespace bpflens {
namespace {

// The kernel takes a million for one program.
constexpr size_t most_slots = 4'000'000;
// Of all lines together: a small object may call one long function from everywhere.
constexpr size_t most_line_bytes = size_t{256} << 20;

std::string license_of(const Elf& elf) {
  const ElfSection* section = find_section(elf, "license");
  if (!section) return {};
  const std::string_view text(reinterpret_cast<const char*>(section->bytes.data()),
                              section->bytes.size());
  return std::string(text.substr(0, text.find('\0')));
}

bool asks_kernel(const Program& program) {
  return std::ranges::any_of(program.core, [](const CoreRelocation& relocation) {
    return relocation.kind != CoreKind::TypeIdLocal;
  });
}

// What stands in one section may call another's functions, so the whole is read before any program.
class ObjectReader {
 public:
  ObjectReader(const Elf& elf, std::string_view name, const FindKernelTypes& kernel_types)
      : elf_(elf), kernel_types_(kernel_types) {
    object_.name = std::string(name);
    object_.big_endian = elf.big_endian;
    object_.license = license_of(elf);
  }

  Result<Object> read() {
    if (const ElfSection* types = find_section(elf_, ".BTF")) {
      Result<Btf> btf = Btf::read(relocated_bytes(elf_, *types), object_.name);
      if (!btf) return btf.error();
      object_.btf = std::make_shared<const Btf>(std::move(btf.value()));
      read_infos();
    }
    ElfMaps maps = maps_of(elf_, object_.btf.get());
    functions_ = functions_of(elf_);
    if (object_.btf) take_names(functions_, elf_, infos_, *object_.btf);
    const auto bodies = bodies_of(elf_, functions_, maps, object_.btf.get());
    const auto programs = programs_of(elf_, functions_, bodies);
    const ExceptionCallbacks callbacks =
        object_.btf ? exception_callbacks(*object_.btf, functions_) : ExceptionCallbacks();
    auto linked = link_programs(elf_, functions_, bodies, programs, callbacks, most_slots);
    if (!linked)
      return Error{object_.name, "its programs have together more than 4 million instructions",
                   "split it into several objects"};
    for (Linked& each : *linked) finish(each);
    object_.maps = std::move(maps.maps);
    object_.inner_maps = std::move(maps.inner_maps);
    return std::move(object_);
  }

 private:
  void read_infos() {
    const ElfSection* section = find_section(elf_, ".BTF.ext");
    if (!section) return;
    ext_ = relocated_bytes(elf_, *section);
    auto infos = read_btf_ext(ext_, *object_.btf, object_.name);
    if (infos) {
      infos_ = std::move(infos.value());
      keep_one_each(infos_);
    } else {
      object_.left_out.push_back(
          "source lines and what is fitted to the kernel's types are not known: " +
          infos.error().why);
    }
  }

  void finish(Linked& linked) {
    Program& program = object_.programs.emplace_back();
    line_bytes_ +=
        take_records(linked, functions_, infos_, object_.btf.get(), most_line_bytes - line_bytes_);
    program = std::move(linked.program);
    const ObjectFunction& entry = program.functions.front();
    program.name = entry.name;
    program.section = entry.section;
    program.section_offset = entry.section_offset;
    adapt(program);
    program.insns = decode(program.raw);
  }

  void adapt(Program& program) {
    if (program.core.empty()) return;
    if (!core_ && asks_kernel(program)) {
      KernelTypes types = kernel_types_ ? kernel_types_() : KernelTypes();
      if (types.btf) object_.kernel_types = std::move(types.name);
      core_ = std::make_unique<CoreTypes>(object_.btf, std::move(types.btf));
    }
    if (!core_ && !local_core_) local_core_ = std::make_unique<CoreTypes>(object_.btf, nullptr);
    for (CoreRelocation& relocation : program.core)
      (core_ ? core_ : local_core_)->apply(relocation, program.raw);
  }

  const Elf& elf_;
  const FindKernelTypes& kernel_types_;
  Object object_;
  std::vector<std::byte> ext_;
  SectionInfos infos_;
  size_t line_bytes_ = 0;
  std::vector<ElfFunction> functions_;
  std::unique_ptr<CoreTypes> core_, local_core_;
};

}  // namespace

Result<Object> read_object(std::span<const std::byte> bytes, std::string_view name,
                           const FindKernelTypes& kernel_types) {
  const Result<Elf> elf = read_elf(bytes, name);
  if (!elf) return elf.error();
  Result<Object> object = ObjectReader(elf.value(), name, kernel_types).read();
  if (object) object.value().inlined_calls = inlined_calls({bytes.begin(), bytes.end()});
  return object;
}

}  // namespace bpflens
