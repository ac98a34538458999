#include "object/core_types.h"

#include <algorithm>

#include "object/core_field.h"

namespace bpflens {
namespace {

constexpr int deepest = 32;

bool is_enum(BtfKind kind) { return kind == BtfKind::Enum || kind == BtfKind::Enum64; }
bool is_struct(BtfKind kind) { return kind == BtfKind::Struct || kind == BtfKind::Union; }

// A type behind its qualifiers, with its place.
struct Side {
  Side(const Btf& from, BtfId at) : btf(from), id(from.unqualified(at)), type(from.type(id)) {}
  Side to(BtfId next) const { return {btf, next}; }

  const Btf& btf;
  BtfId id;
  BtfType type;
};

bool have_one_name(const Side& a, const Side& b) {
  return essential_name(a.type.name) == essential_name(b.type.name);
}

bool is_plain_int(const Side& side) { return side.type.int_bit_offset == 0; }

bool same_field_type(const Side& local, const Side& target, int depth) {
  if (is_struct(local.type.kind) && is_struct(target.type.kind)) return true;
  if (depth > deepest || !is_one_kind(local.type.kind, target.type.kind)) return false;
  switch (local.type.kind) {
    case BtfKind::Pointer:
    case BtfKind::Float:
      return true;
    case BtfKind::Forward:
    case BtfKind::Enum:
    case BtfKind::Enum64:
      return local.type.name.empty() || target.type.name.empty() || have_one_name(local, target);
    case BtfKind::Int:
      return is_plain_int(local) && is_plain_int(target);
    case BtfKind::Array:
      return same_field_type(local.to(local.btf.array(local.id)->element),
                             target.to(target.btf.array(target.id)->element), depth + 1);
    default:
      return false;
  }
}

// Prototypes whose parameters and results are pairwise as `same` wants it.
template <typename Same>
bool same_prototypes(const Side& local, const Side& target, const Same& same) {
  const auto mine = local.btf.parameters(local.id), theirs = target.btf.parameters(target.id);
  return std::ranges::equal(mine, theirs,
                            [&](const BtfParameter& a, const BtfParameter& b) {
                              return same(local.to(a.type), target.to(b.type));
                            }) &&
         same(local.to(local.type.type), target.to(target.type.type));
}

bool same_shape(const Side& local, const Side& target, int depth) {
  if (depth > deepest || !is_one_kind(local.type.kind, target.type.kind)) return false;
  const auto deeper = [&](const Side& a, const Side& b) { return same_shape(a, b, depth + 1); };
  switch (local.type.kind) {
    case BtfKind::Void:
    case BtfKind::Struct:
    case BtfKind::Union:
    case BtfKind::Enum:
    case BtfKind::Enum64:
    case BtfKind::Forward:
      return true;
    case BtfKind::Int:
      return is_plain_int(local) && is_plain_int(target);
    case BtfKind::Pointer:
      return deeper(local.to(local.type.type), target.to(target.type.type));
    case BtfKind::Array:
      return deeper(local.to(local.btf.array(local.id)->element),
                    target.to(target.btf.array(target.id)->element));
    case BtfKind::FunctionPrototype:
      return same_prototypes(local, target, deeper);
    default:
      return false;
  }
}

// Steps are counted over all branches: types refer to each other in circles.
struct Budget {
  int steps = 100'000;
};

bool contains(const Side& local, const Side& target, bool behind_pointer, int depth,
              Budget& budget);

bool contains_values(const Side& local, const Side& target) {
  const auto theirs = target.btf.values(target.id);
  return std::ranges::all_of(local.btf.values(local.id), [&](const BtfValue& value) {
    return std::ranges::any_of(theirs, [&](const BtfValue& other) {
      return essential_name(value.name) == essential_name(other.name);
    });
  });
}

bool contains_members(const Side& local, const Side& target, bool behind_pointer, int depth,
                      Budget& budget) {
  const auto theirs = target.btf.members(target.id);
  return std::ranges::all_of(local.btf.members(local.id), [&](const BtfMember& member) {
    return std::ranges::any_of(theirs, [&](const BtfMember& other) {
      return essential_name(member.name) == essential_name(other.name) &&
             contains(local.to(member.type), target.to(other.type), behind_pointer, depth + 1,
                      budget);
    });
  });
}

// A declaration without its members stands for them where only a pointer leads to it.
bool is_declared_only(const Side& local, const Side& target) {
  const auto is_pair = [](const Side& forward, const Side& whole) {
    const BtfKind wanted = forward.type.kind_flag ? BtfKind::Union : BtfKind::Struct;
    return forward.type.kind == BtfKind::Forward && whole.type.kind == wanted;
  };
  return is_pair(local, target) || is_pair(target, local);
}

bool contains(const Side& local, const Side& target, bool behind_pointer, int depth,
              Budget& budget) {
  if (depth > deepest || --budget.steps < 0 || !have_one_name(local, target)) return false;
  if (!is_one_kind(local.type.kind, target.type.kind))
    return behind_pointer && is_declared_only(local, target);
  const auto deeper = [&](const Side& a, const Side& b) {
    return contains(a, b, behind_pointer, depth + 1, budget);
  };
  switch (local.type.kind) {
    case BtfKind::Void:
      return true;
    case BtfKind::Forward:
      return local.type.kind_flag == target.type.kind_flag;
    case BtfKind::Int:
      return is_plain_int(local) && is_plain_int(target) &&
             local.type.size_bytes == target.type.size_bytes &&
             (local.type.int_encoding & 1) == (target.type.int_encoding & 1);
    case BtfKind::Enum:
    case BtfKind::Enum64:
      return (behind_pointer || local.type.size_bytes == target.type.size_bytes) &&
             (behind_pointer || contains_values(local, target));
    case BtfKind::Struct:
    case BtfKind::Union:
      return behind_pointer || contains_members(local, target, behind_pointer, depth, budget);
    case BtfKind::Pointer:
      return contains(local.to(local.type.type), target.to(target.type.type), true, depth + 1,
                      budget);
    case BtfKind::Array: {
      const auto mine = local.btf.array(local.id), theirs = target.btf.array(target.id);
      return mine->count == theirs->count &&
             deeper(local.to(mine->element), target.to(theirs->element));
    }
    case BtfKind::FunctionPrototype:
      return same_prototypes(local, target, deeper);
    default:
      return false;
  }
}

}  // namespace

bool is_one_kind(BtfKind a, BtfKind b) { return a == b || (is_enum(a) && is_enum(b)); }

bool stand_for_the_same_field(TypeOf local, TypeOf target) {
  return same_field_type({local.btf, local.type}, {target.btf, target.type}, 0);
}

bool are_of_one_shape(TypeOf local, TypeOf target) {
  return same_shape({local.btf, local.type}, {target.btf, target.type}, 0);
}

bool has_all_of(TypeOf local, TypeOf target) {
  Budget budget;
  return contains({local.btf, local.type}, {target.btf, target.type}, false, 0, budget);
}

}  // namespace bpflens
