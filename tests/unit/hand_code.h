// Instructions by hand, and random ones.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "facts/insn.h"

namespace bpflens::hand_code {

using Code = std::vector<Insn>;

inline Insn plain(InsnKind kind) {
  Insn insn;
  insn.kind = kind;
  insn.code = 1;  // any but 0, which is that of the second slot of an ld_imm64
  return insn;
}

inline Insn leave() { return plain(InsnKind::Exit); }

inline Insn go(int64_t jump) {
  Insn insn = plain(InsnKind::Jump);
  insn.jump = jump;
  return insn;
}

inline Insn go_through(uint8_t src) {
  Insn insn = plain(InsnKind::Jump);
  insn.src_is_register = true;
  insn.src = src;
  return insn;
}

// if rX op imm goto
inline Insn branch(uint8_t dst, Operation operation, int64_t imm, int64_t jump) {
  Insn insn = plain(InsnKind::Branch);
  insn.operation = operation;
  insn.dst = dst;
  insn.imm = imm;
  insn.jump = jump;
  return insn;
}

inline Insn may_go(int64_t jump) {
  Insn insn = plain(InsnKind::Branch);
  insn.operation = Operation::MayGoto;
  insn.jump = jump;
  return insn;
}

inline Insn set(uint8_t dst, int64_t imm) {
  Insn insn = plain(InsnKind::Move);
  insn.dst = dst;
  insn.imm = imm;
  return insn;
}

inline Insn move(uint8_t dst, uint8_t src) {
  Insn insn = plain(InsnKind::Move);
  insn.dst = dst;
  insn.src = src;
  insn.src_is_register = true;
  return insn;
}

inline Insn alu(uint8_t dst, Operation operation, int64_t imm) {
  Insn insn = plain(InsnKind::Alu);
  insn.operation = operation;
  insn.dst = dst;
  insn.imm = imm;
  return insn;
}

inline Insn add(uint8_t dst, int64_t imm) { return alu(dst, Operation::Add, imm); }

inline Insn add_register(uint8_t dst, uint8_t src) {
  Insn insn = add(dst, 0);
  insn.src = src;
  insn.src_is_register = true;
  return insn;
}

// The same on w-registers.
inline Insn narrow(Insn insn) {
  insn.is_32bit = true;
  return insn;
}

inline Insn load(uint8_t dst, uint8_t src, int32_t offset, uint8_t size_bytes = 8) {
  Insn insn = plain(InsnKind::Load);
  insn.dst = dst;
  insn.src = src;
  insn.src_is_register = true;
  insn.offset = offset;
  insn.size_bytes = size_bytes;
  return insn;
}

inline Insn store(uint8_t dst, int32_t offset, uint8_t src, uint8_t size_bytes = 8) {
  Insn insn = load(dst, src, offset, size_bytes);
  insn.kind = InsnKind::Store;
  return insn;
}

inline Insn store_number(uint8_t dst, int32_t offset, int64_t imm, uint8_t size_bytes = 8) {
  Insn insn = store(dst, offset, 0, size_bytes);
  insn.src_is_register = false;
  insn.imm = imm;
  return insn;
}

inline Insn call_own(int64_t jump = 0) {
  Insn insn = plain(InsnKind::CallSubprogram);
  insn.jump = jump;
  return insn;
}

inline Insn call(int64_t helper = 5) {
  Insn insn = plain(InsnKind::Call);
  insn.callee_id = helper;
  return insn;
}

// Both slots.
inline Code wide(uint8_t dst, int64_t imm = 0) {
  Insn insn = plain(InsnKind::LoadImm64);
  insn.dst = dst;
  insn.imm = imm;
  return {insn, {}};
}

inline Code joined(const std::vector<Code>& parts) {
  Code all;
  for (const Code& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

inline Code times(size_t count, const Insn& insn) { return Code(count, insn); }

using Random = std::mt19937;

// From 0 on, below `end`.
inline uint32_t below(Random& random, uint32_t end) {
  return static_cast<uint32_t>(random() % end);
}

}  // namespace bpflens::hand_code
