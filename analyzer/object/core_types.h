// Do two types, the compiler's and a kernel's, stand for the same?
#pragma once

#include "facts/btf.h"

namespace bpflens {

// An enum of 64 bits is an enum.
bool is_one_kind(BtfKind a, BtfKind b);

struct TypeOf {
  const Btf& btf;
  BtfId type;
};

// Good enough for a field of that name: its size may differ, and what it points to.
bool stand_for_the_same_field(TypeOf local, TypeOf target);

// For a question whether a type exists: the same kind all the way down, whatever is inside.
bool are_of_one_shape(TypeOf local, TypeOf target);

// For a question whether a type matches: all members and values of the local type are there, with
// the same types.
bool has_all_of(TypeOf local, TypeOf target);

}  // namespace bpflens
