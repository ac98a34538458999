// Traces written by hand, for tests of what is judged from them: steps with instructions and, where
// the "log" tells one, the state after the step.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "facts/trace.h"

namespace bpflens::hand_built {

inline RegisterState of_type(RegisterType type) {
  RegisterState state;
  state.type = type;
  return state;
}

inline Step step(uint32_t insn, Insn code, std::vector<NamedRegister> told = {}) {
  Step out;
  out.insn = insn;
  out.code = std::move(code);
  out.told.state.registers = std::move(told);
  out.log_line = insn + 1;
  return out;
}

inline Insn load(uint8_t dst, uint8_t src, int32_t offset, uint8_t size_bytes = 4) {
  Insn insn;
  insn.kind = InsnKind::Load;
  insn.dst = dst;
  insn.src = src;
  insn.src_is_register = true;
  insn.offset = offset;
  insn.size_bytes = size_bytes;
  return insn;
}

inline Insn store(uint8_t dst, int32_t offset, uint8_t src) {
  Insn insn = load(dst, src, offset, 8);
  insn.kind = InsnKind::Store;
  return insn;
}

inline Insn move(uint8_t dst, uint8_t src) {
  Insn insn;
  insn.kind = InsnKind::Move;
  insn.dst = dst;
  insn.src = src;
  insn.src_is_register = true;
  return insn;
}

inline Insn branch(Operation operation, uint8_t dst, uint8_t src, int64_t jump = 1) {
  Insn insn;
  insn.kind = InsnKind::Branch;
  insn.operation = operation;
  insn.dst = dst;
  insn.src = src;
  insn.src_is_register = true;
  insn.jump = jump;
  return insn;
}

inline Insn operation(Operation kind, uint8_t dst, int64_t imm, bool is_32bit = false) {
  Insn insn;
  insn.kind = InsnKind::Alu;
  insn.operation = kind;
  insn.dst = dst;
  insn.imm = imm;
  insn.is_32bit = is_32bit;
  return insn;
}

// dst op= src
inline Insn operation_with(Operation kind, uint8_t dst, uint8_t src) {
  Insn insn = operation(kind, dst, 0);
  insn.src = src;
  insn.src_is_register = true;
  return insn;
}

inline Insn narrow_move(uint8_t dst, uint8_t src) {
  Insn insn = move(dst, src);
  insn.is_32bit = true;
  return insn;
}

inline Insn constant(uint8_t dst, int64_t imm) {
  Insn insn;
  insn.kind = InsnKind::Move;
  insn.dst = dst;
  insn.imm = imm;
  return insn;
}

inline Insn compare(Operation kind, uint8_t dst, int64_t imm, int64_t jump = 9) {
  Insn insn = operation(kind, dst, imm);
  insn.kind = InsnKind::Branch;
  insn.jump = jump;
  return insn;
}

inline Insn helper(const std::string& name) {
  Insn insn;
  insn.kind = InsnKind::Call;
  insn.callee = name;
  return insn;
}

inline Insn subprogram_call() {
  Insn insn;
  insn.kind = InsnKind::CallSubprogram;
  return insn;
}

inline Insn leave() {
  Insn insn;
  insn.kind = InsnKind::Exit;
  return insn;
}

inline Step in_frame(uint32_t frame, Step inner) {
  inner.frame = frame;
  inner.told.state.frame = frame;
  return inner;
}

// A program that was rejected at its last step, with this sentence.
inline Trace rejected(std::vector<Step> steps, std::vector<std::string> sentence) {
  Trace trace;
  trace.era = Era::F;
  trace.verdict = Verdict::Rejected;
  Unit unit;
  unit.verdict = Verdict::Rejected;
  for (uint32_t i = 0; i < steps.size(); i++) unit.path.steps.push_back({steps[i].insn, i});
  unit.path.entry.whole = true;
  unit.path.entry.state.registers = {{1, of_type(RegisterType::Ctx)},
                                     {10, of_type(RegisterType::Fp)}};
  Rejection rejection;
  rejection.sentence = std::move(sentence);
  if (!steps.empty()) rejection.step = static_cast<StepIndex>(steps.size() - 1);
  unit.rejection = std::move(rejection);
  trace.units.push_back(std::move(unit));
  trace.read_step = [steps = std::move(steps)](UnitIndex, StepIndex index) {
    return steps.at(index);
  };
  return trace;
}

}  // namespace bpflens::hand_built
