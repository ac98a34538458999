// What was done to a number, with constants only, since it was made? Clang writes the same
// conversion in many ways (two shifts, a mask, a move of a 32-bit register). Here each has one
// form, so that two numbers of one origin are the same if their operations are.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "facts/era.h"
#include "facts/insn.h"
#include "facts/scalar.h"

namespace bpflens {

enum class Change : uint8_t {
  LowBits,     // `constant` bits are kept, the others become 0
  SignExtend,  // the lowest `constant` bits, as a signed number
  Add,
  Multiply,
  ShiftLeft,
  ShiftRight,
  ShiftRightSigned,
  And,
  Or,
  Xor,
  Divide,
  Modulo,
  DivideSigned,
  ModuloSigned,
  Negate,
  Swap,          // bytes; `constant` tells how
  WithRegister,  // some operation with a number that is not constant, at step `constant`
};

struct NumberOperation {
  Change change = Change::Add;
  uint64_t constant = 0;
  bool operator==(const NumberOperation&) const = default;
};

using NumberOperations = std::vector<NumberOperation>;  // oldest first

// What `insn` does to its operand. Its second operand is `constant`; its own one if it has one.
// Nullopt if that is no operation of a number with a constant.
std::optional<NumberOperations> operations_of(const Insn& insn, std::optional<int64_t> constant);

// All of `done`, then `next`, in the one form.
NumberOperations followed_by(NumberOperations done, NumberOperation next);
NumberOperations followed_by(NumberOperations done, const NumberOperations& next);

// How many low bits may be set afterwards, whatever the number was.
unsigned width_of(const NumberOperations& operations);

// The numbers that come out. Sound: wider rather than narrower.
Scalar applied(const Scalar& number, const NumberOperation& operation, Era era);
Scalar applied(Scalar number, const NumberOperations& operations, Era era);

}  // namespace bpflens
