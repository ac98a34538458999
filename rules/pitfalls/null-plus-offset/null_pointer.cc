// A compiler would have done an addition to a 0 itself, if 0 was all that could arrive there: where
// the instruction is left, another path brings a pointer. Where the log begins too late to show the
// 0, a compare with data_end says that the number was meant as one.
#include "rules/pitfalls/null-plus-offset/null_pointer.h"

#include <algorithm>
#include <cstdlib>

#include "judge/packet_pointer.h"
#include "judge/pointer_path.h"

namespace bpflens {
namespace {

// Nobody adds more to a pointer that was forgotten, and no other number that small is an address.
constexpr int64_t page_size = 4096;
constexpr size_t most_compares = 64;
constexpr StepIndex most_steps = 256;

bool is_told(const std::optional<Known>& known) {
  return known && known->state && known->certainty != Certainty::Unknown;
}

// A constant, and what was added to it.
std::optional<int64_t> sum_of(const History& history) {
  if (history.origin.kind != OriginKind::Constant) return std::nullopt;
  int64_t sum = history.origin.constant;
  for (const Link& link : history.links) {
    const auto distance = constant_distance(link.operations);
    if (!distance) return std::nullopt;
    sum = bounded(bounded(sum) + *distance);
  }
  return sum;
}

std::optional<int64_t> number_before(ProofWalk& walk, StepIndex step, RegisterNumber number,
                                     const History& history) {
  const auto known = known_before(walk, step, number);
  if (!is_told(known)) return sum_of(history);
  const RegisterState& state = *known->state;
  if (state.type != RegisterType::Scalar || !state.scalar.is_const()) return std::nullopt;
  return state.scalar.range.smin;
}

bool only_adds_constants(const History& history) {
  return std::ranges::all_of(history.links, [](const Link& link) {
    return constant_distance(link.operations).has_value();
  });
}

std::optional<NullPointer> null_before(ProofWalk& walk, StepIndex use, RegisterNumber number) {
  NullPointer found;
  found.number = number;
  found.use = use;
  found.history = pointer_history(walk, use, register_at(walk, use, number));
  const auto value = number_before(walk, use, number, found.history);
  if (!value || std::llabs(bounded(*value)) >= page_size) return std::nullopt;
  found.value = *value;
  const Origin& origin = found.history.origin;
  if (!only_adds_constants(found.history)) return std::nullopt;
  if (origin.kind == OriginKind::Constant)
    found.null_at = origin.step;
  else if (origin.kind != OriginKind::BeforePath || !walk.seen.unit().path.start_missing)
    return std::nullopt;
  return found;
}

bool has_same_origin(const History& history, const NullPointer& found) {
  return is_same_origin(history.origin, found.history.origin) && only_adds_constants(history);
}

bool has_same_origin(ProofWalk& walk, StepIndex step, RegisterNumber number,
                     const NullPointer& found) {
  return has_same_origin(history_before(walk, step, register_at(walk, step, number)), found);
}

// The operand that stands against data_end.
std::optional<RegisterNumber> compared_with_end(ProofWalk& walk, StepIndex step) {
  const Insn insn = walk.code.at(step);
  if (!insn.src_is_register) return std::nullopt;
  if (is_packet_end(walk, step, insn.src)) return insn.dst;
  if (is_packet_end(walk, step, insn.dst)) return insn.src;
  return std::nullopt;
}

bool asks_for_null(ProofWalk& walk, StepIndex step) {
  const Insn insn = walk.code.at(step);
  if (insn.operation != Operation::Eq && insn.operation != Operation::Ne) return false;
  if (!insn.src_is_register) return insn.imm == 0;
  return constant_before(walk, step, register_at(walk, step, insn.src)) == 0;
}

bool goes_on_where_null(ProofWalk& walk, StepIndex step) {
  const auto jumped = side_taken(walk, step);
  return jumped && *jumped == (walk.code.at(step).operation == Operation::Eq);
}

bool is_never_null(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  const auto known = known_before(walk, step, number);
  if (!is_told(known) || (known->state->flags & OrNull) != 0) return false;
  return known->state->type == RegisterType::Pkt || known->state->type == RegisterType::PktMeta;
}

void look_at_null_compare(ProofWalk& walk, StepIndex step, NullPointer& found) {
  const RegisterNumber asked = walk.code.at(step).dst;
  if (!found.never_null && goes_on_where_null(walk, step) && is_never_null(walk, step, asked)) {
    found.never_null = step;
    found.asked = asked;
  }
  const History history = history_before(walk, step, register_at(walk, step, asked));
  const bool is_own = !found.compared_with_null && has_same_origin(history, found);
  if (is_own && number_before(walk, step, asked, history).value_or(0) != 0)
    found.compared_with_null = step;
}

bool is_branch(const Insn& insn) {
  return insn.kind == InsnKind::Branch && insn.operation != Operation::MayGoto;
}

void look_at_compares(ProofWalk& walk, NullPointer& found) {
  size_t looked_at = 0;
  for (StepIndex step = found.use;
       step-- > 0 && looked_at < most_compares && walk.steps_left > 0;) {
    walk.steps_left--;
    if (!is_branch(walk.code.at(step))) continue;
    looked_at++;
    if (asks_for_null(walk, step)) look_at_null_compare(walk, step, found);
    const auto number = compared_with_end(walk, step);
    if (number && !found.compared_with_end && has_same_origin(walk, step, *number, found))
      found.compared_with_end = step;
  }
  found.impossible = contradiction(walk, found.use);
}

// An addition that a compiler would have done itself, had it known the number.
bool is_chosen_elsewhere(const NullPointer& found) {
  return found.null_at && found.history.origin.constant == 0 && found.value != 0;
}

}  // namespace

std::optional<NullPointer> null_address(ProofWalk& walk, StepIndex rejected) {
  const Insn insn = walk.code.at(rejected);
  const auto address =
      is_call(insn) ? argument_named(walk.seen.obligation.register_name) : address_register(insn);
  if (!address) return std::nullopt;
  auto found = null_before(walk, rejected, *address);
  if (!found) return std::nullopt;
  look_at_compares(walk, *found);
  const bool was_pointer =
      found->compared_with_end || found->compared_with_null || is_chosen_elsewhere(*found);
  return was_pointer ? found : std::nullopt;
}

std::optional<NullPointer> null_in_check(ProofWalk& walk, StepIndex before) {
  size_t looked_at = 0;
  for (StepIndex step = before; step-- > 0 && looked_at < most_compares && walk.steps_left > 0;) {
    walk.steps_left--;
    if (!is_branch(walk.code.at(step))) continue;
    looked_at++;
    const auto number = compared_with_end(walk, step);
    if (!number) continue;
    auto found = null_before(walk, step, *number);
    if (!found || !is_chosen_elsewhere(*found)) return std::nullopt;
    look_at_compares(walk, *found);
    found->compared_with_end = step;
    return found;
  }
  return std::nullopt;
}

namespace {

// It may decide which pointer is chosen.
bool may_choose(ProofWalk& walk, StepIndex step, const NullPointer& found) {
  const Insn insn = walk.code.at(step);
  if (!is_branch(insn) || !side_taken(walk, step) || compared_with_end(walk, step)) return false;
  return !has_same_origin(walk, step, insn.dst, found);
}

// Something was added to it there for the first time.
StepIndex first_change(const NullPointer& found) {
  for (size_t i = found.history.links.size(); i-- > 0;)
    if (!found.history.links[i].operations.empty()) return found.history.links[i].step;
  return found.use;
}

}  // namespace

std::optional<StepIndex> branch_to_null(ProofWalk& walk, const NullPointer& found) {
  if (!found.null_at) return std::nullopt;
  const StepIndex end = std::min<StepIndex>(first_change(found), *found.null_at + most_steps);
  for (StepIndex step = *found.null_at + 1; step < end; step++)
    if (may_choose(walk, step, found) && *side_taken(walk, step) && walk.code.at(step).jump > 0)
      return step;
  const StepIndex begin = *found.null_at - std::min(*found.null_at, most_steps);
  for (StepIndex step = *found.null_at; step-- > begin;)
    if (may_choose(walk, step, found)) return step;
  return std::nullopt;
}

}  // namespace bpflens
