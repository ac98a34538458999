// Does any file crash what reads objects, or make it say something that its own numbers contradict?
// DWARF is read in a child process, which may crash: not asked here.
#include <cstddef>
#include <cstdint>
#include <span>

#include "object/object.h"

using namespace bpflens;

namespace {

void demand(bool holds) {
  if (!holds) __builtin_trap();
}

void check_functions(const Program& program) {
  demand(!program.functions.empty() && program.insns.size() == program.raw.size());
  size_t end = 0;
  for (const ObjectFunction& function : program.functions) {
    demand(function.first_insn == end && function.insn_count > 0);
    end += function.insn_count;
  }
  demand(end == program.raw.size());
}

void check_references(const Program& program, const Object& object) {
  uint32_t last = 0;
  for (const Reference& reference : program.references) {
    demand(reference.insn < program.raw.size() && reference.insn >= last);
    last = reference.insn;
    const bool names_map = reference.kind == ReferenceKind::Map ||
                           reference.kind == ReferenceKind::MapValue ||
                           reference.kind == ReferenceKind::Config;
    demand(!names_map || reference.map < object.maps.size());
    const bool names_function =
        reference.kind == ReferenceKind::Subprogram || reference.kind == ReferenceKind::Callback;
    const int64_t target = int64_t{reference.insn} + program.raw[reference.insn].imm + 1;
    demand(!names_function || (target >= 0 && target < int64_t(program.raw.size())));
  }
}

void check_records(const Program& program) {
  for (const LineRecord& line : program.lines) demand(line.insn < program.raw.size());
  for (const CoreRelocation& core : program.core) demand(core.insn < program.raw.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Result<Object> read = read_object(std::as_bytes(std::span(data, size)), "fuzz");
  if (!read) {
    demand(!read.error().why.empty());
    return 0;
  }
  const Object& object = read.value();
  for (const MapDef& map : object.maps) demand(!map.inner || *map.inner < object.inner_maps.size());
  for (const Program& program : object.programs) {
    check_functions(program);
    check_references(program, object);
    check_records(program);
  }
  return 0;
}
