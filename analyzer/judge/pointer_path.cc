// States tell which operand of an addition is the pointer; where they are silent, the instructions
// do: what was shifted or masked is none.
#include "judge/pointer_path.h"

#include <algorithm>

#include "judge/proof_range.h"

namespace bpflens {

int64_t bounded(int64_t number) {
  constexpr int64_t far = int64_t{1} << 40;
  return std::clamp(number, -far, far);
}

std::optional<int64_t> constant_distance(const NumberOperations& operations) {
  uint64_t sum = 0;
  for (const NumberOperation& done : operations) {
    if (done.change != Change::Add) return std::nullopt;
    sum += done.constant;
  }
  return bounded(static_cast<int64_t>(sum));
}

bool is_variable(const Scalar& number) { return number.range.umin != number.range.umax; }

IsPointer is_pointer_before(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  const auto known = known_before(walk, step, number);
  if (!known || !known->state || known->certainty == Certainty::Unknown) return IsPointer::Unknown;
  if (known->state->type == RegisterType::NotInit) return IsPointer::Unknown;
  return known->state->type == RegisterType::Scalar ? IsPointer::No : IsPointer::Yes;
}

namespace {

IsPointer by_instructions(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  const History history = history_before(walk, step, register_at(walk, step, number));
  for (const Link& link : history.links)
    if (!constant_distance(link.operations)) return IsPointer::No;
  // A 64-bit constant may be an address.
  const bool is_constant = history.origin.kind == OriginKind::Constant && history.origin.step &&
                           walk.code.at(*history.origin.step).kind == InsnKind::Move;
  return is_constant ? IsPointer::No : IsPointer::Unknown;
}

}  // namespace

bool moves_pointer(const Insn& insn) {
  const bool moves = insn.operation == Operation::Add || insn.operation == Operation::Sub;
  return insn.kind == InsnKind::Alu && moves && insn.src_is_register && !insn.is_32bit;
}

std::optional<RegisterNumber> pointer_operand(ProofWalk& walk, StepIndex step, const Insn& insn) {
  if (!moves_pointer(insn) || insn.dst == insn.src) return std::nullopt;
  if (insn.operation == Operation::Sub) return insn.dst;
  for (const auto& ask : {is_pointer_before, by_instructions}) {
    const IsPointer dst = ask(walk, step, insn.dst), src = ask(walk, step, insn.src);
    if (dst == IsPointer::Yes || src == IsPointer::No) return insn.dst;
    if (src == IsPointer::Yes || dst == IsPointer::No) return insn.src;
  }
  return std::nullopt;
}

namespace {

Term term_of(ProofWalk& walk, const Link& link) {
  const auto pointer = static_cast<RegisterNumber>(link.from.where);
  const bool is_subtracted = walk.code.at(link.step).operation == Operation::Sub;
  return {link.step, *link.other, pointer, is_subtracted,
          range_before(walk, link.step, *link.other)};
}

std::optional<RegisterState> pointer_state(const std::optional<Known>& known) {
  if (!known || !known->state || known->certainty == Certainty::Unknown) return std::nullopt;
  if (known->state->type == RegisterType::Scalar) return std::nullopt;
  return known->state;
}

// The newest pointer on the way that the log tells, and how many links are newer.
struct Base {
  std::optional<RegisterState> state;
  size_t newer_links = 0;
};

Base base_of(ProofWalk& walk, const History& history, StepIndex step, size_t newer_links) {
  Base base{std::nullopt, newer_links};
  for (; base.newer_links <= history.links.size(); base.newer_links++) {
    const bool is_first = base.newer_links == 0;
    const Link* link = is_first ? nullptr : &history.links[base.newer_links - 1];
    const Holder& holder = is_first ? history.holder : link->from;
    if (holder.in_stack) continue;
    base.state = pointer_state(known_before(walk, is_first ? step : link->step,
                                            static_cast<RegisterNumber>(holder.where)));
    if (base.state) return base;
  }
  base.newer_links = history.links.size();
  return base;
}

}  // namespace

History pointer_history(ProofWalk& walk, StepIndex step, const Holder& pointer) {
  return history_before(walk, step, pointer, [&](StepIndex at, const Insn& insn) {
    return pointer_operand(walk, at, insn);
  });
}

// What came before the base is part of its state.
std::optional<PointerPath> pointer_path(ProofWalk& walk, StepIndex step, const Holder& pointer) {
  const History history = pointer_history(walk, step, pointer);
  PointerPath path;
  size_t newest_base = 0;
  for (size_t i = 0; i < history.links.size(); i++) {
    if (!history.links[i].other) continue;
    path.terms.push_back(term_of(walk, history.links[i]));
    newest_base = i + 1;
  }
  const Base base = base_of(walk, history, step, newest_base);
  path.base = base.state;
  for (size_t i = 0; i < base.newer_links; i++) {
    if (history.links[i].other) continue;
    const auto distance = constant_distance(history.links[i].operations);
    if (!distance) return std::nullopt;
    path.constant = bounded(path.constant + *distance);
  }
  return path;
}

namespace {

void add(Reach& reach, const Scalar& number, bool is_subtracted) {
  const int64_t least = bounded(number.range.smin), most = bounded(number.range.smax);
  reach.least += is_subtracted ? -most : least;
  reach.most += is_subtracted ? -least : most;
}

}  // namespace

int64_t variable_least_without(const PointerPath& path, const Term& left_out) {
  Reach reach;
  if (path.base) add(reach, path.base->scalar, false);
  for (const Term& term : path.terms)
    if (&term != &left_out && is_variable(term.range)) add(reach, term.range, term.is_subtracted);
  return reach.least;
}

Reach reach_without(const PointerPath& path, const Term* left_out) {
  Reach reach{bounded(path.constant), bounded(path.constant)};
  if (path.base) {
    reach.least += bounded(path.base->offset);
    reach.most += bounded(path.base->offset);
    add(reach, path.base->scalar, false);
  }
  for (const Term& term : path.terms)
    if (&term != left_out) add(reach, term.range, term.is_subtracted);
  return reach;
}

}  // namespace bpflens
