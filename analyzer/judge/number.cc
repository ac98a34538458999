// The one form: additions are summed, shifts of one direction too, a shift there and back keeps low
// bits, low bits are kept before a shift to the left, and a conversion that a later one repeats, or
// that changes nothing, is left out.
#include "judge/number.h"

#include <algorithm>
#include <bit>

namespace bpflens {
namespace {

constexpr unsigned all_bits = 64, low_half = 32;

bool is_mask(uint64_t number) { return number != 0 && (number & (number + 1)) == 0; }

unsigned bits_in(uint64_t number) { return static_cast<unsigned>(std::bit_width(number)); }

// Multiplications with powers of two are shifts, masks of low bits keep low bits.
NumberOperation simplest(NumberOperation operation) {
  const uint64_t number = operation.constant;
  if (operation.change == Change::Multiply && std::has_single_bit(number))
    return {Change::ShiftLeft, static_cast<uint64_t>(std::countr_zero(number))};
  if (operation.change == Change::And && is_mask(number)) return {Change::LowBits, bits_in(number)};
  return operation;
}

bool changes_nothing(const NumberOperation& operation) {
  switch (operation.change) {
    case Change::Add:
    case Change::ShiftLeft:
    case Change::ShiftRight:
    case Change::ShiftRightSigned:
    case Change::Or:
    case Change::Xor:
      return operation.constant == 0;
    case Change::LowBits:
    case Change::SignExtend:
      return operation.constant >= all_bits;
    case Change::Divide:
    case Change::DivideSigned:
      return operation.constant == 1;
    default:
      return false;
  }
}

// The lowest bits of the result depend on the same bits of the operand alone.
bool works_on_low_bits(Change change) {
  return change == Change::Add || change == Change::Multiply || change == Change::ShiftLeft ||
         change == Change::And || change == Change::Or || change == Change::Xor ||
         change == Change::Negate;
}

bool converts(Change change) { return change == Change::LowBits || change == Change::SignExtend; }

// Conversions that keep these low bits do nothing if only these are kept in the end.
NumberOperations without_wider_conversion(NumberOperations done, uint64_t bits) {
  for (size_t i = done.size(); i-- > 0;) {
    if (converts(done[i].change)) {
      if (done[i].constant < bits) return done;
      done.erase(done.begin() + static_cast<std::ptrdiff_t>(i));
    } else if (!works_on_low_bits(done[i].change)) {
      return done;
    }
  }
  return done;
}

bool ends_with(const NumberOperations& done, Change change) {
  return !done.empty() && done.back().change == change;
}

NumberOperations kept_low_bits(NumberOperations done, uint64_t bits) {
  done = without_wider_conversion(std::move(done), bits);
  if (width_of(done) <= bits) return done;
  if (ends_with(done, Change::ShiftLeft) && done.back().constant < bits) {
    const NumberOperation shift = done.back();
    done.pop_back();
    done = kept_low_bits(std::move(done), bits - shift.constant);
    return followed_by(std::move(done), shift);
  }
  done.push_back({Change::LowBits, bits});
  return done;
}

NumberOperations sign_extended(NumberOperations done, uint64_t bits) {
  done = without_wider_conversion(std::move(done), bits);
  const bool is_narrower = ends_with(done, Change::SignExtend);  // or it were gone
  if (is_narrower || width_of(done) < bits) return done;
  done.push_back({Change::SignExtend, bits});
  return done;
}

// Both constants become one: `a += 1; a += 2`.
NumberOperations merged(NumberOperations done, NumberOperation next) {
  next.constant += done.back().constant;
  done.pop_back();
  if (!changes_nothing(next)) done.push_back(next);
  return done;
}

// To the left and back to the right.
NumberOperations shifted_back(NumberOperations done, const NumberOperation& next) {
  const uint64_t left = done.back().constant, right = next.constant;
  const bool is_signed = next.change == Change::ShiftRightSigned;
  done.pop_back();
  done = is_signed ? sign_extended(std::move(done), all_bits - left)
                   : kept_low_bits(std::move(done), all_bits - left);
  if (right <= left) return followed_by(std::move(done), {Change::ShiftLeft, left - right});
  return followed_by(std::move(done), {next.change, right - left});
}

bool is_shift_right(Change change) {
  return change == Change::ShiftRight || change == Change::ShiftRightSigned;
}

bool can_merge(const NumberOperations& done, const NumberOperation& next) {
  if (!ends_with(done, next.change)) return false;
  if (next.change == Change::Add) return true;
  const bool is_shift = next.change == Change::ShiftLeft || is_shift_right(next.change);
  return is_shift && done.back().constant + next.constant < all_bits;
}

unsigned width_after(unsigned width, const NumberOperation& operation) {
  const uint64_t constant = operation.constant;
  const auto small = static_cast<unsigned>(std::min<uint64_t>(constant, all_bits));
  switch (operation.change) {
    case Change::LowBits:
      return std::min(width, small);
    case Change::And:
      return std::min(width, bits_in(constant));
    case Change::ShiftRight:
      return width > small ? width - small : 0;
    case Change::ShiftLeft:
      return std::min(all_bits, width + small);
    case Change::Swap:
      return std::min(all_bits, 8 * static_cast<unsigned>(constant & 0xff));
    case Change::Divide:
      return width;
    case Change::Modulo:
      return constant == 0 ? width : std::min(width, bits_in(constant - 1));
    default:
      return all_bits;
  }
}

}  // namespace

unsigned width_of(const NumberOperations& operations) {
  unsigned width = all_bits;
  for (const NumberOperation& operation : operations) width = width_after(width, operation);
  return width;
}

NumberOperations followed_by(NumberOperations done, NumberOperation next) {
  next = simplest(next);
  if (changes_nothing(next)) return done;
  if (next.change == Change::LowBits) return kept_low_bits(std::move(done), next.constant);
  if (next.change == Change::SignExtend) return sign_extended(std::move(done), next.constant);
  if (is_shift_right(next.change) && ends_with(done, Change::ShiftLeft))
    return shifted_back(std::move(done), next);
  if (can_merge(done, next)) return merged(std::move(done), next);
  done.push_back(next);
  return done;
}

NumberOperations followed_by(NumberOperations done, const NumberOperations& next) {
  for (const NumberOperation& operation : next) done = followed_by(std::move(done), operation);
  return done;
}

namespace {

std::optional<NumberOperation> wide_operation(Operation operation, uint64_t constant) {
  switch (operation) {
    case Operation::Add:
      return NumberOperation{Change::Add, constant};
    case Operation::Sub:
      return NumberOperation{Change::Add, 0 - constant};
    case Operation::Mul:
      return NumberOperation{Change::Multiply, constant};
    case Operation::Div:
      return NumberOperation{Change::Divide, constant};
    case Operation::Mod:
      return NumberOperation{Change::Modulo, constant};
    case Operation::SDiv:
      return NumberOperation{Change::DivideSigned, constant};
    case Operation::SMod:
      return NumberOperation{Change::ModuloSigned, constant};
    case Operation::Or:
      return NumberOperation{Change::Or, constant};
    case Operation::And:
      return NumberOperation{Change::And, constant};
    case Operation::Xor:
      return NumberOperation{Change::Xor, constant};
    case Operation::Lsh:
      return NumberOperation{Change::ShiftLeft, constant & (all_bits - 1)};
    case Operation::Rsh:
      return NumberOperation{Change::ShiftRight, constant & (all_bits - 1)};
    case Operation::Arsh:
      return NumberOperation{Change::ShiftRightSigned, constant & (all_bits - 1)};
    default:
      return std::nullopt;
  }
}

// A 32-bit operation is the 64-bit one on the low half, or on the low half with its sign.
NumberOperations narrow_operations(NumberOperation wide) {
  constexpr NumberOperation low{Change::LowBits, low_half}, sign{Change::SignExtend, low_half};
  const bool is_shift = wide.change == Change::ShiftLeft || is_shift_right(wide.change);
  if (is_shift) wide.constant &= low_half - 1;
  if (works_on_low_bits(wide.change)) return {wide, low};
  const bool is_signed = wide.change == Change::ShiftRightSigned ||
                         wide.change == Change::DivideSigned || wide.change == Change::ModuloSigned;
  if (is_signed) return {sign, wide, low};
  if (!is_shift) wide.constant &= UINT32_MAX;
  return {low, wide};
}

NumberOperations operations_of_move(const Insn& insn) {
  NumberOperations operations;
  if (insn.sign_extend_bits != 0) operations.push_back({Change::SignExtend, insn.sign_extend_bits});
  if (insn.is_32bit) operations.push_back({Change::LowBits, low_half});
  return operations;
}

}  // namespace

std::optional<NumberOperations> operations_of(const Insn& insn, std::optional<int64_t> constant) {
  if (insn.kind == InsnKind::Move && insn.src_is_register) return operations_of_move(insn);
  if (insn.kind == InsnKind::Negate) {
    const NumberOperation negate{Change::Negate, 0};
    return insn.is_32bit ? narrow_operations(negate) : NumberOperations{negate};
  }
  if (insn.kind == InsnKind::ByteSwap)
    return NumberOperations{{Change::Swap, uint64_t{insn.code} << 8 | (insn.size_bytes & 0xff)}};
  if (insn.kind != InsnKind::Alu) return std::nullopt;
  if (!insn.src_is_register) constant = insn.imm;
  if (!constant) return std::nullopt;
  const auto wide = wide_operation(insn.operation, static_cast<uint64_t>(*constant));
  if (!wide) return std::nullopt;
  return insn.is_32bit ? narrow_operations(*wide) : NumberOperations{*wide};
}

namespace {

Scalar between(uint64_t least, uint64_t most, Era era) {
  Scalar scalar;
  scalar.range.umin = least;
  scalar.range.umax = most;
  return synced(scalar, era);
}

Scalar between_signed(int64_t least, int64_t most, Era era) {
  Scalar scalar;
  scalar.range.smin = least;
  scalar.range.smax = most;
  return synced(scalar, era);
}

Scalar low_bits_of(const Scalar& number, uint64_t bits, Era era) {
  const uint64_t most = bits >= all_bits ? UINT64_MAX : (uint64_t{1} << bits) - 1;
  if (number.range.umax <= most) return number;
  if (bits == low_half && number.range.umin32 <= number.range.umax32)
    return between(number.range.umin32, number.range.umax32, era);
  return between(0, most, era);
}

Scalar sign_extension_of(const Scalar& number, uint64_t bits, Era era) {
  if (bits >= all_bits || bits == 0) return number;
  const int64_t most = (int64_t{1} << (bits - 1)) - 1, least = -most - 1;
  if (number.range.smin >= least && number.range.smax <= most) return number;
  if (bits == low_half && number.range.smin32 <= number.range.smax32)
    return between_signed(number.range.smin32, number.range.smax32, era);
  return between_signed(least, most, era);
}

Scalar product(const Scalar& number, uint64_t factor, Era era) {
  const bool is_safe = factor != 0 && number.range.umax <= UINT64_MAX / factor;
  if (!is_safe) return {};
  return between(number.range.umin * factor, number.range.umax * factor, era);
}

}  // namespace

Scalar applied(const Scalar& number, const NumberOperation& operation, Era era) {
  const ScalarRange& range = number.range;
  const uint64_t constant = operation.constant;
  if (is_impossible(range)) return {};
  switch (operation.change) {
    case Change::LowBits:
      return low_bits_of(number, constant, era);
    case Change::SignExtend:
      return sign_extension_of(number, constant, era);
    case Change::Add:
      return sum(number, static_cast<int64_t>(constant), era);
    case Change::Multiply:
      return product(number, constant, era);
    case Change::ShiftLeft:
      return product(number, uint64_t{1} << (constant & (all_bits - 1)), era);
    case Change::ShiftRight:
      return between(range.umin >> (constant & 63), range.umax >> (constant & 63), era);
    case Change::ShiftRightSigned:
      return between_signed(range.smin >> (constant & 63), range.smax >> (constant & 63), era);
    case Change::And:
      return between(0, std::min(range.umax, constant), era);
    case Change::Modulo:
      return constant == 0 ? number : between(0, std::min(range.umax, constant - 1), era);
    case Change::Divide:
      return constant == 0 ? between(0, 0, era)
                           : between(range.umin / constant, range.umax / constant, era);
    case Change::Swap:
      return low_bits_of({}, 8 * (constant & 0xff), era);
    default:
      return {};
  }
}

Scalar applied(Scalar number, const NumberOperations& operations, Era era) {
  for (const NumberOperation& operation : operations) number = applied(number, operation, era);
  return number;
}

}  // namespace bpflens
