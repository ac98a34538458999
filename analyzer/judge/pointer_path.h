// How far may a pointer stand from where it began? It is followed back through its additions; every
// number that was added is a term of a sum.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "judge/proof.h"

namespace bpflens {

// A number that a pointer was moved by.
struct Term {
  StepIndex step = 0;
  RegisterNumber number = 0, pointer = 0;
  bool is_subtracted = false;
  Scalar range;
};

struct PointerPath {
  std::vector<Term> terms;            // newest first
  int64_t constant = 0;               // what else it was moved by, since `base`
  std::optional<RegisterState> base;  // the oldest pointer that it is followed to
};

// Bounds of a distance in bytes.
struct Reach {
  int64_t least = 0, most = 0;
};

// Kept so small that sums cannot overflow.
int64_t bounded(int64_t number);

enum class IsPointer : uint8_t { Unknown, No, Yes };

// As the log tells.
IsPointer is_pointer_before(ProofWalk& walk, StepIndex step, RegisterNumber number);

// An addition or subtraction of two registers that may move a pointer.
bool moves_pointer(const Insn& insn);

// The operand of such an addition that is the pointer; nullopt if nobody knows.
std::optional<RegisterNumber> pointer_operand(ProofWalk& walk, StepIndex step, const Insn& insn);

// How the pointer came to its holder: of an addition, the operand that is a pointer is followed.
History pointer_history(ProofWalk& walk, StepIndex step, const Holder& pointer);

// Nullopt if something else than additions was done to it.
std::optional<PointerPath> pointer_path(ProofWalk& walk, StepIndex step, const Holder& pointer);

// Everything that the pointer was moved by, but for this term. Null: everything.
Reach reach_without(const PointerPath& path, const Term* left_out);

// Only constants were added; their sum.
std::optional<int64_t> constant_distance(const NumberOperations& operations);

// The same of what is not constant, at least.
int64_t variable_least_without(const PointerPath& path, const Term& left_out);

bool is_variable(const Scalar& number);

}  // namespace bpflens
