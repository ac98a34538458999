// What is said of an instruction that is fitted to the kernel's types.
#include "judge/object_adapted.h"

#include <string>
#include <vector>

#include "catch.h"

using namespace bpflens;

namespace {

using Notes = std::vector<std::string>;

ProgramResult rejected_at(uint32_t insn) {
  ProgramResult result;
  result.findings.emplace_back().location.insn = insn;
  return result;
}

CoreRelocation relocation(CoreKind kind) {
  CoreRelocation adapted;
  adapted.insn = 3;
  adapted.kind = kind;
  adapted.spec = "struct flow.tags";
  adapted.local_value = 16;
  return adapted;
}

Notes notes_of(const CoreRelocation& adapted, const std::string& kernel_types, uint32_t insn = 3) {
  Object object;
  object.kernel_types = kernel_types;
  Program program;
  program.core = {adapted};
  return adapted_notes(rejected_at(insn), object, program);
}

}  // namespace

TEST_CASE("what an instruction is fitted by, and what it became", "[object]") {
  CoreRelocation adapted = relocation(CoreKind::FieldByteOffset);
  CHECK(notes_of(adapted, "") == Notes{"insn 3 is fitted to the kernel's types: the offset of "
                                       "struct flow.tags in bytes, 16 in the object's own types"});
  adapted.value = 24;
  CHECK(notes_of(adapted, "6.1.btf") ==
        Notes{"insn 3 is fitted to the kernel's types: the offset of struct flow.tags in bytes, 16 "
              "in the object's own types, 24 in 6.1.btf"});
  adapted.value.reset();
  adapted.poisoned = true;
  adapted.why = "the kernel has no struct flow.tags";
  CHECK(notes_of(adapted, "6.1.btf") ==
        Notes{"insn 3 is fitted to the kernel's types: the offset of struct flow.tags in bytes, 16 "
              "in the object's own types; nothing fits in 6.1.btf: the kernel has no struct "
              "flow.tags"});
}

TEST_CASE("every kind of question has its words", "[object]") {
  const std::vector<std::pair<CoreKind, std::string>> rows{
      {CoreKind::FieldByteSize, "the size of struct flow.tags in bytes"},
      {CoreKind::FieldExists, "whether there is struct flow.tags"},
      {CoreKind::FieldSigned, "whether struct flow.tags is signed"},
      {CoreKind::FieldLeftShift, "the shift that takes struct flow.tags out of its bytes"},
      {CoreKind::FieldRightShift, "the shift that takes struct flow.tags out of its bytes"},
      {CoreKind::TypeIdLocal, "the id of struct flow.tags"},
      {CoreKind::TypeIdTarget, "the id of struct flow.tags"},
      {CoreKind::TypeExists, "whether there is struct flow.tags"},
      {CoreKind::TypeSize, "the size of struct flow.tags in bytes"},
      {CoreKind::EnumValueExists, "whether there is struct flow.tags"},
      {CoreKind::EnumValue, "the value of struct flow.tags"},
      {CoreKind::TypeMatches, "whether there is the same struct flow.tags"},
  };
  for (const auto& [kind, words] : rows) {
    const Notes notes = notes_of(relocation(kind), "");
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].find(": " + words + ", 16 in the object's") != std::string::npos);
  }
}

TEST_CASE("of other instructions nothing is said", "[object]") {
  CHECK(notes_of(relocation(CoreKind::FieldByteOffset), "", 2).empty());
  CHECK(notes_of(relocation(CoreKind::FieldByteOffset), "", 4).empty());
}
