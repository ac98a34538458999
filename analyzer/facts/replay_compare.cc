// Numbers narrow, pointers lose their "or null", packet pointers gain range: each with all copies.
#include "facts/replay_compare.h"

#include <algorithm>
#include <tuple>

namespace bpflens {
namespace {

// A packet is never longer; a check of more gives nothing.
constexpr uint64_t max_packet_offset = 0xffff;
// How the kernel prints "at the end of the packet" and "beyond it" as a range.
constexpr int64_t at_packet_end = -1, beyond_packet_end = -2;

bool tests_null(const RegisterState& state, const Insn& code) {
  return (state.flags & OrNull) && !code.src_is_register && code.imm == 0 &&
         (code.operation == Operation::Eq || code.operation == Operation::Ne);
}

RegisterState without_null(RegisterState pointer, Era era) {
  pointer.flags = static_cast<uint16_t>(pointer.flags & ~OrNull);
  if (era < Era::H) pointer.id = 0;  // from 7.2 it stays
  return pointer;
}

void learn_null(Cell& cell, bool is_null, StepIndex index, Era era) {
  if (is_null) {
    RegisterState null;
    null.type = RegisterType::Scalar;
    null.scalar = constant_scalar(0);
    return set(cell, Certainty::Derived, null, index);
  }
  // Whether a map's value holds a lock, and so keeps its id, is not in the log; nor that a value of
  // a socket map becomes a socket.
  bool is_value = cell.state->type == RegisterType::MapValue;
  set(cell, is_value ? Certainty::Carried : Certainty::Derived, without_null(*cell.state, era),
      index);
}

// An impossible result is a side that some kernels do not walk and others print in their own way.
void narrow(Cell& cell, const Scalar& scalar, StepIndex index, Era era) {
  cell.state->scalar = scalar;
  // How far 7.2 moves a bound to numbers that have the known low bits differs from case to case.
  bool has_known_low_bits = !scalar.is_const() && (scalar.bits.mask & 1) == 0;
  bool unsure = is_impossible(scalar) || (era >= Era::H && has_known_low_bits);
  cell.certainty = unsure ? Certainty::Unknown : Certainty::Derived;
  cell.since = index;
}

void compare_numbers(Cell& dst, Cell* src, const Insn& code, StepIndex index, Era era,
                     bool jumped) {
  if (!src) {
    narrow(dst,
           refined_by_compare(dst.state->scalar, code.operation, static_cast<uint64_t>(code.imm),
                              code.is_32bit, jumped, era),
           index, era);
    return;
  }
  auto [left, right] = refined_by_compare(dst.state->scalar, code.operation, src->state->scalar,
                                          code.is_32bit, jumped, era);
  narrow(dst, left, index, era);
  narrow(*src, right, index, era);
}

bool is_number(const Cell& cell) {
  return cell.state && cell.state->type == RegisterType::Scalar &&
         cell.certainty != Certainty::Unknown;
}

bool is_pointer(const Cell& cell) {
  return cell.state && cell.state->type != RegisterType::Scalar &&
         cell.state->type != RegisterType::NotInit;
}

bool is_packet(const Cell& cell) {
  return cell.state &&
         (cell.state->type == RegisterType::Pkt || cell.state->type == RegisterType::PktMeta) &&
         cell.certainty != Certainty::Unknown;
}

// What a packet pointer must be compared with: data_end, or data for a pointer to metadata.
bool is_limit_of(const Cell& limit, const Cell& pointer) {
  if (!limit.state || !is_packet(pointer)) return false;
  if (pointer.state->type == RegisterType::Pkt) return limit.state->type == RegisterType::PktEnd;
  return limit.state->type == RegisterType::Pkt && limit.state->id == 0 &&
         limit.state->offset == 0 && limit.state->scalar == constant_scalar(0);
}

// How a packet pointer stands to data_end on one side of a compare.
enum class PacketSide : uint8_t { Unknown, AtMostEnd, BelowEnd, AtLeastEnd, AboveEnd };

PacketSide packet_side(Operation operation, bool holds) {
  switch (operation) {
    case Operation::Gt:
      return holds ? PacketSide::AboveEnd : PacketSide::AtMostEnd;
    case Operation::Ge:
      return holds ? PacketSide::AtLeastEnd : PacketSide::BelowEnd;
    case Operation::Lt:
      return holds ? PacketSide::BelowEnd : PacketSide::AtLeastEnd;
    case Operation::Le:
      return holds ? PacketSide::AtMostEnd : PacketSide::AboveEnd;
    default:
      return PacketSide::Unknown;
  }
}

// How many bytes a check of this pointer proves: the fixed part; from 7.2, where both are one, the
// largest offset.
int64_t proven_bytes(const RegisterState& pointer, Era era) {
  bool is_one = pointer.scalar.is_const() || era >= Era::H;
  return pointer.offset + (is_one ? static_cast<int64_t>(pointer.scalar.range.umax) : 0);
}

// The range after the compare, and how well it is known.
Certainty learn_packet_range(RegisterState& pointer, PacketSide side, Era era) {
  if (side == PacketSide::AboveEnd || side == PacketSide::AtLeastEnd) {
    if (pointer.type == RegisterType::PktMeta) return Certainty::Derived;
    pointer.packet_range = side == PacketSide::AboveEnd ? beyond_packet_end : at_packet_end;
    return Certainty::Derived;
  }
  uint64_t largest = pointer.scalar.range.umax;
  if (pointer.offset < 0 || largest > max_packet_offset) return Certainty::Derived;
  if (largest + static_cast<uint64_t>(pointer.offset) > max_packet_offset)
    return Certainty::Derived;
  bool strict = side == PacketSide::BelowEnd;
  int64_t bytes = proven_bytes(pointer, era);
  // Counted as one byte since 7.1.
  if (bytes == 0 && strict) return era < Era::G ? Certainty::Derived : Certainty::Carried;
  pointer.packet_range = std::max(pointer.packet_range, bytes + (strict ? 1 : 0));
  // A level-1 log of 7.2 looks like one of 6.18, which counts otherwise.
  bool unsure = era == Era::G && !pointer.scalar.is_const();
  return unsure ? Certainty::Carried : Certainty::Derived;
}

void compare_with_packet_end(Cell& pointer, Operation operation, bool jumped, StepIndex index,
                             Era era) {
  PacketSide side = packet_side(operation, jumped);
  if (side == PacketSide::Unknown) return;
  pointer.certainty = learn_packet_range(*pointer.state, side, era);
  pointer.since = index;
}

bool is_plain_pointer(const Cell& cell) {
  return cell.state && cell.state->type != RegisterType::Scalar &&
         cell.state->type != RegisterType::Pkt && !(cell.state->flags & OrNull);
}

// What a compare tells when its side or its other operand is not known.
void forget_side(Cell& dst, Cell* src) {
  if (!is_plain_pointer(dst)) dst.certainty = Certainty::Unknown;
  if (src && !is_plain_pointer(*src)) src->certainty = Certainty::Unknown;
}

// On a path that only speculation takes, numbers are forgotten, mostly.
void forget_on_wrong_path(Cell& dst, Cell* src, StepIndex index) {
  for (Cell* cell : {&dst, src})
    if (cell && is_number(*cell)) set(*cell, Certainty::Carried, any_number(), index);
}

}  // namespace

void compare_registers(Machine& machine, const Step& step, StepIndex index, Era era,
                       const StepOutcome& outcome) {
  const Insn& code = step.code;
  if (code.operation == Operation::MayGoto || !outcome.next_insn) return;
  Cell& dst = machine.current().registers[code.dst];
  Cell* src = code.src_is_register ? &machine.current().registers[code.src] : nullptr;
  if (outcome.speculative) return forget_on_wrong_path(dst, src, index);
  bool same_register = src == &dst;
  if (!outcome.jumped || same_register) return forget_side(dst, src);
  bool jumped = *outcome.jumped;
  if (is_number(dst) && (!src || is_number(*src)))
    return compare_numbers(dst, src, code, index, era, jumped);
  if (code.is_32bit && is_pointer(dst)) return;  // of the low half of a pointer nothing is learnt
  if (dst.state && tests_null(*dst.state, code))
    return learn_null(dst, jumped == (code.operation == Operation::Eq), index, era);
  if (src && is_limit_of(*src, dst))
    return compare_with_packet_end(dst, code.operation, jumped, index, era);
  if (src && is_limit_of(dst, *src))
    return compare_with_packet_end(*src, mirrored(code.operation), jumped, index, era);
  forget_side(dst, src);
}

namespace {

// Of an operand whose value after the compare is not known.
void doubt_copies(Machine& machine, const RegisterState& was) {
  if (was.id == 0 || was.type != RegisterType::Scalar) return;
  each_known(machine, [&](RegisterState& state, Certainty& certainty, auto&) {
    if (state.id == was.id && state.type == was.type) certainty = Certainty::Unknown;
  });
}

enum class Use : uint8_t { Read, Dead, Unknown };

// The verifier narrows no copy that is not read again (since 6.18). Of other frames the table says
// nothing here.
Use use_of(const Machine& machine, const RegisterState& copy, const Surroundings& around) {
  if (!around.live_before) return Use::Read;
  for (size_t r = 0; r < frame_pointer; ++r) {
    const Cell& cell = machine.current().registers[r];
    if (cell.state && &*cell.state == &copy)
      return (*around.live_before >> r & 1) ? Use::Read : Use::Dead;
  }
  return machine.frames.size() == 1 ? Use::Read : Use::Unknown;
}

// Since 6.12 so many registers are narrowed with one compare; the rest lose their link.
constexpr int max_linked = 6;

int copies_of(Machine& machine, const RegisterState& number) {
  int count = 0;
  each_known(machine, [&](const RegisterState& state, Certainty, const auto&) {
    if (state.type == RegisterType::Scalar && state.id == number.id) ++count;
  });
  return count;
}

int64_t delta_of(const RegisterState& state) { return state.has_delta ? state.delta : 0; }

void link_scalars(Machine& machine, const RegisterState& was, const RegisterState& now,
                  StepIndex index, const Surroundings& around) {
  if (was.type != RegisterType::Scalar || was.id == 0 || now.type != RegisterType::Scalar) return;
  if (copies_of(machine, was) > max_linked) return doubt_copies(machine, was);
  each_known(machine, [&](RegisterState& state, Certainty& certainty, auto& since) {
    if (state.type != RegisterType::Scalar || state.id != was.id || since == index) return;
    Use use = use_of(machine, state, around);
    if (use == Use::Dead) return;
    since = index;
    int64_t distance = delta_of(state) - delta_of(was);
    bool was_wide = state.scalar.range.umax > UINT32_MAX;
    state.scalar = distance == 0 ? now.scalar : sum(now.scalar, distance, around.era);
    // A distance may come from a 32-bit addition, which would wrap: the log does not tell which.
    bool may_wrap =
        (!was_wide && state.scalar.range.umax > UINT32_MAX) || state.scalar.range.smin < 0;
    bool unsure = (distance != 0 && may_wrap) || use == Use::Unknown;
    if (certainty == Certainty::Unknown) return;
    certainty = unsure ? Certainty::Carried : Certainty::Derived;
  });
}

void link_packet_ranges(Machine& machine, const RegisterState& was, const RegisterState& now,
                        StepIndex index) {
  if (was.type != now.type || now.packet_range <= was.packet_range) return;
  if (now.type != RegisterType::Pkt && now.type != RegisterType::PktMeta) return;
  each_known(machine, [&](RegisterState& state, Certainty& certainty, auto& since) {
    bool same = state.type == now.type && state.id == now.id && since != index;
    if (!same || state.packet_range >= now.packet_range) return;
    state.packet_range = now.packet_range;
    since = index;
    if (certainty != Certainty::Unknown) certainty = Certainty::Derived;
  });
}

void link_null_checks(Machine& machine, const RegisterState& was, const RegisterState& now,
                      StepIndex index) {
  if (!(was.flags & OrNull) || (now.flags & OrNull) || was.id == 0) return;
  each_known(machine, [&](RegisterState& state, Certainty& certainty, auto& since) {
    if (!(state.flags & OrNull) || state.id != was.id || since == index) return;
    since = index;
    int64_t offset = state.offset;
    Scalar variable = state.scalar;
    state = now;
    if (now.type != RegisterType::Scalar) {
      state.offset = offset;
      state.scalar = variable;
    }
    if (certainty != Certainty::Unknown) certainty = Certainty::Derived;
  });
}

}  // namespace

std::vector<ComparedRegister> compared_registers(const Machine& machine, const Insn& code) {
  std::vector<ComparedRegister> compared;
  if (code.kind != InsnKind::Branch || code.operation == Operation::MayGoto) return compared;
  auto add = [&](RegisterNumber number) {
    if (number >= register_count) return;
    const Cell& cell = machine.current().registers[number];
    if (cell.state) compared.push_back({number, *cell.state});
  };
  add(code.dst);
  if (code.src_is_register) add(code.src);
  return compared;
}

void follow_links(Machine& machine, const std::vector<ComparedRegister>& compared, StepIndex index,
                  const Surroundings& around) {
  for (const ComparedRegister& was : compared) {
    Cell now = machine.current().registers[was.number];
    if (!now.state || now.certainty == Certainty::Unknown) {
      doubt_copies(machine, was.state);
      continue;
    }
    link_scalars(machine, was.state, *now.state, index, around);
    link_packet_ranges(machine, was.state, *now.state, index);
    link_null_checks(machine, was.state, *now.state, index);
  }
}

}  // namespace bpflens
