#include "judge/object_adapted.h"

#include <algorithm>
#include <set>

namespace bpflens {
namespace {

std::set<uint32_t> rejected_insns(const ProgramResult& result) {
  std::set<uint32_t> insns;
  for (const Finding& finding : result.findings)
    if (finding.location.insn) insns.insert(*finding.location.insn);
  return insns;
}

// What the compiler left open.
std::string question(const CoreRelocation& adapted) {
  const std::string& spec = adapted.spec;
  switch (adapted.kind) {
    case CoreKind::FieldByteOffset:
      return "the offset of " + spec + " in bytes";
    case CoreKind::FieldByteSize:
    case CoreKind::TypeSize:
      return "the size of " + spec + " in bytes";
    case CoreKind::FieldExists:
    case CoreKind::TypeExists:
    case CoreKind::EnumValueExists:
      return "whether there is " + spec;
    case CoreKind::FieldSigned:
      return "whether " + spec + " is signed";
    case CoreKind::FieldLeftShift:
    case CoreKind::FieldRightShift:
      return "the shift that takes " + spec + " out of its bytes";
    case CoreKind::TypeIdLocal:
    case CoreKind::TypeIdTarget:
      return "the id of " + spec;
    case CoreKind::EnumValue:
      return "the value of " + spec;
    case CoreKind::TypeMatches:
      return "whether there is the same " + spec;
  }
  return "";
}

std::string note_of(const CoreRelocation& adapted, const std::string& kernel_types) {
  std::string note = "insn " + std::to_string(adapted.insn) +
                     " is fitted to the kernel's types: " + question(adapted) + ", " +
                     std::to_string(adapted.local_value) + " in the object's own types";
  if (adapted.value) return note + ", " + std::to_string(*adapted.value) + " in " + kernel_types;
  if (adapted.poisoned) return note + "; nothing fits in " + kernel_types + ": " + adapted.why;
  return note;
}

}  // namespace

std::vector<std::string> adapted_notes(const ProgramResult& result, const Object& object,
                                       const Program& program) {
  std::vector<std::string> notes;
  for (const uint32_t insn : rejected_insns(result)) {
    const auto found = std::ranges::lower_bound(program.core, insn, {}, &CoreRelocation::insn);
    if (found != program.core.end() && found->insn == insn && !found->spec.empty())
      notes.push_back(note_of(*found, object.kernel_types));
  }
  return notes;
}

}  // namespace bpflens
