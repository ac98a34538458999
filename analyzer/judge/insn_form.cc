// A branch is taken for the condition that holds on the path: `if r3 > r1` that does not jump and
// `if r3 <= r1` that does are one.
#include "judge/insn_form.h"

#include <functional>
#include <string_view>
#include <utility>

namespace bpflens {
namespace {

constexpr uint8_t frame_register = 10;

// Numbers for what appears, from 0.
struct Numbering {
  std::map<int64_t, int64_t> numbers;
  int64_t next = 0;
  int64_t of(int64_t thing) {
    const auto [entry, is_new] = numbers.try_emplace(thing, next);
    if (is_new) next++;
    return entry->second;
  }
  void begin_anew(int64_t thing) { numbers[thing] = next++; }
};

struct Numberings {
  Numbering registers, stack;
  int64_t register_form(uint8_t number) {
    return number == frame_register ? -1 : registers.of(number);
  }
};

Operation negated(Operation operation) {
  switch (operation) {
    case Operation::Eq:
      return Operation::Ne;
    case Operation::Ne:
      return Operation::Eq;
    case Operation::Gt:
      return Operation::Le;
    case Operation::Le:
      return Operation::Gt;
    case Operation::Ge:
      return Operation::Lt;
    case Operation::Lt:
      return Operation::Ge;
    case Operation::SGt:
      return Operation::SLe;
    case Operation::SLe:
      return Operation::SGt;
    case Operation::SGe:
      return Operation::SLt;
    case Operation::SLt:
      return Operation::SGe;
    default:
      return operation;
  }
}

Operation operation_on_path(const PathInsn& at) {
  if (at.code.kind != InsnKind::Branch || at.jumped.value_or(true)) return at.code.operation;
  return negated(at.code.operation);
}

// Of maps and functions they are others at each load.
int64_t immediate_form(const Insn& insn) { return insn.kind == InsnKind::LoadImm64 ? 0 : insn.imm; }

int64_t offset_form(const Insn& insn, Numberings& numberings) {
  const bool is_on_stack = address_register(insn) == frame_register;
  return is_on_stack ? numberings.stack.of(insn.offset) : insn.offset;
}

// Whatever the register held is gone.
bool gets_new_value(const Insn& insn) {
  return insn.kind == InsnKind::Move || insn.kind == InsnKind::Load ||
         insn.kind == InsnKind::LoadImm64;
}

int64_t name_form(std::string_view name) {
  return static_cast<int64_t>(std::hash<std::string_view>()(name));
}

// `w1 = 0` and `r1 = 0`
bool is_same_in_64bit(const Insn& insn) {
  return insn.kind == InsnKind::Move && !insn.src_is_register && insn.imm >= 0;
}

Form form_of(const PathInsn& at, Numberings& numberings) {
  const Insn& insn = at.code;
  Form form{static_cast<int64_t>(insn.kind),
            static_cast<int64_t>(operation_on_path(at)),
            insn.is_32bit && !is_same_in_64bit(insn),
            insn.size_bytes,
            insn.sign_extend_bits,
            insn.src_is_register};
  if (insn.kind == InsnKind::Jump || insn.kind == InsnKind::Exit) return form;
  if (is_call(insn)) {
    form.push_back(insn.callee.empty() ? insn.callee_id : name_form(insn.callee));
    return form;
  }
  if (insn.src_is_register) form.push_back(numberings.register_form(insn.src));
  if (gets_new_value(insn)) {
    numberings.registers.begin_anew(insn.dst);
  } else {
    form.push_back(numberings.register_form(insn.dst));
  }
  form.push_back(insn.src_is_register ? 0 : immediate_form(insn));
  form.push_back(offset_form(insn, numberings));
  return form;
}

}  // namespace

std::vector<Form> forms_of(const std::vector<PathInsn>& insns) {
  Numberings numberings;
  std::vector<Form> forms;
  for (const PathInsn& insn : insns) forms.push_back(form_of(insn, numberings));
  return forms;
}

bool ask_the_same(const PathInsn& a, const PathInsn& b) {
  return a.code.kind == InsnKind::Branch && b.code.kind == InsnKind::Branch &&
         operation_on_path(a) == operation_on_path(b) &&
         a.code.src_is_register == b.code.src_is_register && a.code.imm == b.code.imm;
}

}  // namespace bpflens
