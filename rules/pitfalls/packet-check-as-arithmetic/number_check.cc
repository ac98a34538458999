// data_end minus a pointer is the number of bytes behind the pointer; where it is not less than a
// constant, so many bytes are there. The low half of a pointer, compared with data_end, says the
// same of the pointer itself.
#include "rules/pitfalls/packet-check-as-arithmetic/number_check.h"

#include <algorithm>
#include <utility>

#include "facts/functions.h"
#include "judge/pointer_path.h"

namespace bpflens {
namespace {

constexpr size_t most_compares = 64;

// `left >= right`, or `>`, on the side that the path takes.
struct AtLeast {
  RegisterNumber left = 0;
  std::optional<RegisterNumber> right;  // nullopt: `constant`
  int64_t constant = 0;
  bool is_strict = false;
};

enum class Order : uint8_t { None, Ge, Gt };

// What `a OP b` says of a where it holds.
Order order_where_true(Operation operation) {
  switch (operation) {
    case Operation::Gt:
    case Operation::SGt:
      return Order::Gt;
    case Operation::Ge:
    case Operation::SGe:
    case Operation::Eq:
      return Order::Ge;
    default:
      return Order::None;
  }
}

Order order_where_false(Operation operation) {
  switch (operation) {
    case Operation::Lt:
    case Operation::SLt:
    case Operation::Ne:
      return Order::Ge;
    case Operation::Le:
    case Operation::SLe:
      return Order::Gt;
    default:
      return Order::None;
  }
}

std::optional<AtLeast> at_least(ProofWalk& walk, StepIndex step) {
  const Insn insn = walk.code.at(step);
  const auto holds = side_taken(walk, step);
  if (!holds) return std::nullopt;
  const auto order = *holds ? order_where_true : order_where_false;
  if (const Order found = order(insn.operation); found != Order::None) {
    AtLeast known{insn.dst, std::nullopt, insn.imm, found == Order::Gt};
    if (insn.src_is_register) known.right = insn.src;
    return known;
  }
  const Order found = order(mirrored(insn.operation));
  if (found == Order::None || !insn.src_is_register) return std::nullopt;
  return AtLeast{insn.src, insn.dst, 0, found == Order::Gt};
}

// Conversions that leave a length as it is, and constants; their sum.
std::optional<int64_t> sum_of(const NumberOperations& operations) {
  int64_t sum = 0;
  for (const NumberOperation& operation : operations) {
    const bool is_conversion =
        operation.change == Change::LowBits || operation.change == Change::SignExtend;
    if (operation.change == Change::Add)
      sum = bounded(sum + static_cast<int64_t>(operation.constant));
    else if (!is_conversion || operation.constant < 32)
      return std::nullopt;
  }
  return sum;
}

// Where a number comes from, and what was added to it.
struct Made {
  Number number;
  std::optional<int64_t> sum;  // nullopt: more was done to it than additions
};

Made made_of(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  const History history = history_before(walk, step, register_at(walk, step, number));
  Made made{number_of(walk, history), std::nullopt};
  made.sum = sum_of(made.number.operations);
  return made;
}

// The subtraction of a pointer from data_end that the number comes from.
std::optional<StepIndex> length_made_at(ProofWalk& walk, const Made& made) {
  const Origin& origin = made.number.origin;
  if (origin.kind != OriginKind::Computed || !origin.step) return std::nullopt;
  const Insn insn = walk.code.at(*origin.step);
  const bool subtracts =
      insn.kind == InsnKind::Alu && insn.operation == Operation::Sub && insn.src_is_register;
  return subtracts && is_packet_end(walk, *origin.step, insn.dst) ? origin.step : std::nullopt;
}

struct Search {
  ProofWalk& walk;
  StepIndex rejected = 0;
  const PacketAccess& access;
  PacketPointer used;
  std::vector<EndCompare> own;  // compares of pointers that share a range with the used one

  int64_t needed() const { return access.offset + access.size; }
};

bool is_enough_for(const Search& search, const PacketPointer& base, int64_t bytes) {
  return is_same_family(search.walk, base, search.used) &&
         bytes >= distance_between(base, search.used) + search.needed();
}

// Is the number that the length is compared with part of the used pointer?
bool is_about_distance(const Search& search, const Made& other) {
  const Holder holder = register_at(search.walk, search.rejected, search.access.pointer);
  const auto path = pointer_path(search.walk, search.rejected, holder);
  if (!path) return false;
  return std::ranges::any_of(path->terms, [&](const Term& term) {
    const Made added = made_of(search.walk, term.step, term.number);
    return is_same_origin(added.number.origin, other.number.origin);
  });
}

std::optional<NumberCheck> length_check(const Search& search, StepIndex step,
                                        const AtLeast& known) {
  const Made length = made_of(search.walk, step, known.left);
  const auto made = length_made_at(search.walk, length);
  if (!made) return std::nullopt;
  const RegisterNumber start = search.walk.code.at(*made).src;
  const auto base = packet_pointer(search.walk, *made, register_at(search.walk, *made, start));
  if (!base) return std::nullopt;
  NumberCheck check{step, known.left, *made, start, base->family.step, false, std::nullopt};
  const auto limit =
      known.right ? constant_before(search.walk, step, register_at(search.walk, step, *known.right))
                  : std::optional(known.constant);
  if (limit && length.sum) {
    check.bytes = bounded(*limit) + (known.is_strict ? 1 : 0) - *length.sum;
    return is_enough_for(search, *base, *check.bytes) ? std::optional(check) : std::nullopt;
  }
  // How far it reaches is not known: where the pointer itself was checked, that decides.
  if (!search.own.empty()) return std::nullopt;
  const bool is_meant = limit ? is_same_family(search.walk, *base, search.used)
                              : is_about_distance(search, made_of(search.walk, step, *known.right));
  return is_meant ? std::optional(check) : std::nullopt;
}

bool is_load_of(ProofWalk& walk, const Origin& origin, RegisterType type) {
  if (origin.kind != OriginKind::Load || !origin.step || origin.holder.in_stack) return false;
  const auto known = known_after(walk, *origin.step, static_cast<uint8_t>(origin.holder.where));
  return known && known->state && known->state->type == type;
}

bool is_cut(const NumberOperations& operations) {
  return std::ranges::find(operations, Change::LowBits, &NumberOperation::change) !=
         operations.end();
}

std::optional<NumberCheck> half_pointer_check(const Search& search, StepIndex step,
                                              const AtLeast& known) {
  if (!known.right) return std::nullopt;
  ProofWalk& walk = search.walk;
  const Made end = made_of(walk, step, known.left), pointer = made_of(walk, step, *known.right);
  const bool are_cut = walk.code.at(step).is_32bit || is_cut(pointer.number.operations) ||
                       is_cut(end.number.operations);
  const Origin& start = pointer.number.origin;
  if (!are_cut || !end.sum || !pointer.sum || !is_load_of(walk, start, RegisterType::Pkt) ||
      !is_load_of(walk, end.number.origin, RegisterType::PktEnd))
    return std::nullopt;
  const auto base = packet_pointer(walk, *start.step + 1, start.holder);
  const int64_t bytes = *pointer.sum - *end.sum + (known.is_strict ? 1 : 0);
  if (!base || !is_enough_for(search, *base, bytes)) return std::nullopt;
  return NumberCheck{step, *known.right, *start.step, *known.right, start.step, true, bytes};
}

bool is_checked(const Search& search) {
  return std::ranges::any_of(search.own, [&](const EndCompare& compare) {
    const int64_t covered =
        distance_between(search.used, compare.pointer) + (compare.is_strict ? 1 : 0);
    return !compare.is_with_start && covered >= search.needed() &&
           !search.walk.code.at(compare.step).is_32bit;
  });
}

bool may_move_packet(ProofWalk& walk, StepIndex step) {
  const Insn& insn = walk.code.at(step);
  return insn.kind == InsnKind::Call && moves_packet(insn.callee);
}

}  // namespace

std::optional<PacketAccess> packet_access(const Evidence& seen, ProofWalk& walk,
                                          StepIndex rejected) {
  const Insn& insn = walk.code.at(rejected);
  if (is_call(insn)) {
    const auto buffer = argument_named(seen.obligation.register_name);
    const int64_t size = seen.obligation.size.value_or(0);
    return buffer && size > 0 ? std::optional(PacketAccess{*buffer, 0, size}) : std::nullopt;
  }
  const auto address = address_register(insn);
  return address ? std::optional(PacketAccess{*address, insn.offset, insn.size_bytes})
                 : std::nullopt;
}

std::optional<NumberCheck> number_check(ProofWalk& walk, StepIndex rejected,
                                        const PacketAccess& access) {
  const auto used = packet_pointer(walk, rejected, register_at(walk, rejected, access.pointer));
  if (!used) return std::nullopt;
  Search search{walk, rejected, access, *used, {}};
  for (const EndCompare& compare : end_compares(walk, rejected))
    if (compare.is_before_end && is_same_family(walk, compare.pointer, *used))
      search.own.push_back(compare);
  if (is_checked(search)) return std::nullopt;
  size_t looked_at = 0;
  for (StepIndex step = rejected; step-- > 0 && looked_at < most_compares && walk.steps_left > 0;) {
    walk.steps_left--;
    if (may_move_packet(walk, step)) return std::nullopt;
    if (walk.code.at(step).kind != InsnKind::Branch) continue;
    looked_at++;
    const auto known = at_least(walk, step);
    if (!known) continue;
    if (auto check = length_check(search, step, *known)) return check;
    if (auto check = half_pointer_check(search, step, *known)) return check;
  }
  return std::nullopt;
}

}  // namespace bpflens
