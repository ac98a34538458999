// Each operation is undone. What cannot be undone exactly is undone on the safe side: whatever
// lies between the bounds that come out leads to a result between the bounds that went in.
#include "judge/wanted_bounds.h"

#include <algorithm>

#include "judge/proof_range.h"

namespace bpflens {
namespace {

// Sums below cannot overflow; no bound that matters to a verifier is larger.
constexpr int64_t largest = int64_t{1} << 61;

int64_t kept_small(int64_t bound) { return std::clamp(bound, -largest, largest); }

std::optional<WantedBounds> if_any(WantedBounds wanted) {
  return wanted.least <= wanted.most ? std::optional(wanted) : std::nullopt;
}

// Without a limit on a side there is none before an addition either.
int64_t moved(int64_t bound, int64_t by) {
  if (bound == INT64_MIN || bound == INT64_MAX) return bound;
  return kept_small(bound) - kept_small(by);
}

int64_t divided_up(int64_t number, int64_t by) {
  return number > 0 ? (number + by - 1) / by : number / by;
}

int64_t divided_down(int64_t number, int64_t by) {
  return number < 0 ? (number - by + 1) / by : number / by;
}

std::optional<WantedBounds> before_product(const WantedBounds& wanted, uint64_t factor) {
  if (factor == 0 || factor > static_cast<uint64_t>(largest)) return std::nullopt;
  const auto by = static_cast<int64_t>(factor);
  return if_any({divided_up(std::max<int64_t>(wanted.least, 0), by),
                 divided_down(std::min(wanted.most, largest), by)});
}

std::optional<WantedBounds> before_quotient(const WantedBounds& wanted, uint64_t divisor) {
  if (divisor == 0 || divisor > UINT32_MAX) return std::nullopt;
  const auto by = static_cast<int64_t>(divisor);
  const int64_t least = std::max<int64_t>(wanted.least, 0), most = std::min(wanted.most, largest);
  if (least > largest / by || most < 0) return std::nullopt;
  return if_any({least * by, most > largest / by ? largest : most * by + by - 1});
}

// A number of that many bits stays what it is.
std::optional<WantedBounds> before_narrowing(const WantedBounds& wanted, uint64_t bits) {
  const int64_t most = bits >= 63 ? INT64_MAX : (int64_t{1} << bits) - 1;
  return if_any({std::max<int64_t>(wanted.least, 0), std::min(wanted.most, most)});
}

std::optional<WantedBounds> before_sign_extension(const WantedBounds& wanted, uint64_t bits) {
  if (bits >= 64 || bits == 0) return wanted;
  const int64_t most = (int64_t{1} << (bits - 1)) - 1;
  return if_any({std::max(wanted.least, -most - 1), std::min(wanted.most, most)});
}

// What is left after a mask or a remainder is not larger than what went in.
std::optional<WantedBounds> before_cut(const WantedBounds& wanted) {
  if (wanted.least > 0) return std::nullopt;
  return if_any({0, wanted.most});
}

}  // namespace

bool fits(const Scalar& number, const WantedBounds& wanted) {
  const ScalarRange& range = number.range;
  return range.smin <= range.smax && range.smin >= wanted.least && range.smax <= wanted.most;
}

std::optional<WantedBounds> wanted_before(const WantedBounds& wanted,
                                          const NumberOperation& operation) {
  const uint64_t constant = operation.constant;
  switch (operation.change) {
    case Change::LowBits:
      return before_narrowing(wanted, constant);
    case Change::SignExtend:
      return before_sign_extension(wanted, constant);
    case Change::Add:
      return if_any({moved(wanted.least, static_cast<int64_t>(constant)),
                     moved(wanted.most, static_cast<int64_t>(constant))});
    case Change::Multiply:
      return before_product(wanted, constant);
    case Change::ShiftLeft:
      return constant > 60 ? std::nullopt : before_product(wanted, uint64_t{1} << constant);
    case Change::Divide:
      return before_quotient(wanted, constant);
    case Change::ShiftRight:
      return constant > 31 ? std::nullopt : before_quotient(wanted, uint64_t{1} << constant);
    case Change::And:
    case Change::Modulo:
      return before_cut(wanted);
    default:
      return std::nullopt;
  }
}

std::optional<WantedBounds> wanted_before(WantedBounds wanted, const NumberOperations& operations) {
  for (size_t i = operations.size(); i-- > 0;) {
    const auto before = wanted_before(wanted, operations[i]);
    if (!before) return std::nullopt;
    wanted = *before;
  }
  return wanted;
}

namespace {

// The verifier kept only that something is there, and no number.
bool is_forgotten_on_stack(ProofWalk& walk, const Link& fill) {
  if (fill.kind != LinkKind::Filled || walk.seen.step(fill.step).frame != fill.from.frame)
    return false;
  const KnownSlot known = walk.seen.replay.slot_before(fill.step, slot_of_byte(fill.from.where));
  return known.slot && known.certainty != Certainty::Unknown && !known.slot->spill &&
         known.slot->bytes[0] != '0';
}

}  // namespace

std::optional<WantedBounds> wanted_before(ProofWalk& walk, WantedBounds wanted, const Link& link) {
  if (is_forgotten_on_stack(walk, link)) return std::nullopt;
  if (!link.other) return wanted_before(wanted, link.operations);
  const Insn& insn = walk.code.at(link.step);
  const bool follows_source = link.from.where == insn.src && insn.dst != insn.src;
  if (insn.operation == Operation::Sub && follows_source) return std::nullopt;
  const ScalarRange other = range_before(walk, link.step, *link.other).range;
  if (insn.operation == Operation::Add)
    return if_any({moved(wanted.least, other.smin), moved(wanted.most, other.smax)});
  if (insn.operation == Operation::Sub)
    return if_any({moved(wanted.least, -kept_small(other.smax)),
                   moved(wanted.most, -kept_small(other.smin))});
  return std::nullopt;
}

}  // namespace bpflens
