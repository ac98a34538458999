// Was the refused value computed from a number that cannot exist? Linux 5.10 and 6.1 walk both
// sides of some compares that go one way only. On the side that is never taken a register's bounds
// contradict each other, and arithmetic with it leaves a number that nothing is known of.
#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "facts/evidence.h"
#include "judge/path.h"
#include "judge/proof.h"
#include "rules/pages.h"

namespace bpflens {
namespace {

constexpr std::string_view id = "BL003";

// Arithmetic of which an operand cannot exist.
struct Use {
  StepIndex step = 0;
  RegisterNumber impossible = 0, result = 0;
  bool was_pointer = false;  // the result, before
};

struct Compare {
  StepIndex step = 0;
  RegisterNumber number = 0;  // the operand that cannot exist after it
  RegisterState after;
};

bool is_known(const Known& known) {
  return known.state && known.certainty != Certainty::Unknown &&
         known.state->type != RegisterType::NotInit;
}

bool is_impossible_number(const Known& known) {
  return is_known(known) && known.state->type == RegisterType::Scalar &&
         is_impossible(known.state->scalar.range);
}

// The kernel looks at the bounds of the instruction's own width.
bool is_impossible_for(const Insn& insn, const std::optional<RegisterState>& state) {
  if (!state || state->type != RegisterType::Scalar) return false;
  const ScalarRange& range = state->scalar.range;
  if (insn.is_32bit) return range.umin32 > range.umax32 || range.smin32 > range.smax32;
  return range.umin > range.umax || range.smin > range.smax;
}

std::optional<RegisterState> known_state(const std::optional<Known>& known) {
  return known && is_known(*known) ? known->state : std::nullopt;
}

// Where the number was on its way, and a log may tell of it.
struct Sight {
  StepIndex step = 0;
  Holder holder;
};

std::vector<Sight> sights_of(const History& history) {
  std::vector<Sight> sights;
  for (const Link& link : history.links) sights.push_back({link.step, link.from});
  for (const Compared& compared : history.compared)
    sights.push_back({compared.step, compared.holder});
  std::ranges::sort(sights, std::greater(), &Sight::step);
  return sights;
}

// What was known of the register before `step`; to 5.16 a level-1 log tells little, then of what it
// is a copy of, or stands a constant away from.
std::optional<RegisterState> state_before(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  if (auto state = known_state(known_before(walk, step, number))) return state;
  const Holder holder = register_at(walk, step, number);
  for (const Sight& sight : sights_of(since_last_change(history_before(walk, step, holder)))) {
    if (sight.holder.in_stack) continue;
    const auto where = static_cast<RegisterNumber>(sight.holder.where);
    if (auto state = known_state(known_before(walk, sight.step, where))) return state;
  }
  return std::nullopt;
}

bool refuses_number(const Obligation& wanted) {
  const bool is_about_type =
      wanted.kind == ObligationKind::PointerType || wanted.kind == ObligationKind::ArgumentType;
  // The page for plain numbers fills in no word.
  const bool is_number = wanted.found.empty() || wanted.found == "inv" || wanted.found == "scalar";
  return is_about_type && is_number;
}

// Adding to a pointer must have cost it its type: the log tells, or the sentence.
bool lost_knowledge(const ProofWalk& walk, const Use& use) {
  const Known after = walk.seen.replay.register_after(use.step, use.result);
  if (is_known(after)) return after.state->type == RegisterType::Scalar;
  return !use.was_pointer || refuses_number(walk.seen.obligation);
}

std::optional<Use> use_at(ProofWalk& walk, StepIndex step) {
  const Insn insn = walk.code.at(step);
  if (insn.kind != InsnKind::Alu || !insn.src_is_register) return std::nullopt;
  for (const RegisterNumber number : {insn.src, insn.dst}) {
    if (!is_impossible_for(insn, state_before(walk, step, number))) continue;
    const auto result = state_before(walk, step, insn.dst);
    Use use{step, number, insn.dst, result && result->type != RegisterType::Scalar};
    return lost_knowledge(walk, use) ? std::optional(use) : std::nullopt;
  }
  return std::nullopt;
}

// The last arithmetic with an impossible number that the refused value comes from. What an
// addition adds to is followed further back, what it adds is not.
std::optional<Use> use_before(ProofWalk& walk, StepIndex rejected, RegisterNumber refused) {
  const History history =
      history_before(walk, rejected, register_at(walk, rejected, refused),
                     [](StepIndex, const Insn& insn) { return std::optional(insn.dst); });
  for (const Link& link : history.links)
    if (link.kind == LinkKind::Computed)
      if (const auto use = use_at(walk, link.step)) return use;
  return std::nullopt;
}

std::optional<RegisterNumber> impossible_operand(const ProofWalk& walk, StepIndex step,
                                                 const Insn& insn) {
  std::vector<RegisterNumber> operands{insn.dst};
  if (insn.src_is_register) operands.push_back(insn.src);
  for (const RegisterNumber number : operands)
    if (is_impossible_number(walk.seen.replay.register_after(step, number))) return number;
  return std::nullopt;
}

bool was_possible(const ProofWalk& walk, StepIndex step, RegisterNumber number) {
  return !is_impossible_number(walk.seen.replay.register_before(step, number));
}

// Can this compare have made that value impossible? It must be an operand, or a copy of one.
std::optional<Compare> compare_at(ProofWalk& walk, StepIndex step, const Holder& holder) {
  const Insn insn = walk.code.at(step);
  const auto number = impossible_operand(walk, step, insn);
  if (!number || !was_possible(walk, step, *number)) return std::nullopt;
  const Known after = walk.seen.replay.register_after(step, *number);
  if (holder.in_stack) return std::nullopt;  // the log of these kernels does not link it
  if (holder.where == *number) return Compare{step, *number, *after.state};
  const Known copy =
      walk.seen.replay.register_after(step, static_cast<RegisterNumber>(holder.where));
  if (!is_impossible_number(copy) || copy.state->id == 0 || copy.state->id != after.state->id)
    return std::nullopt;
  return Compare{step, *number, *after.state};
}

// The compare after which the number was impossible, and before which it was not.
std::optional<Compare> compare_before(ProofWalk& walk, const Use& use) {
  const History history = since_last_change(
      history_before(walk, use.step, register_at(walk, use.step, use.impossible)));
  for (StepIndex step = use.step; step-- > 0;) {
    const Insn& insn = walk.code.at(step);
    const auto holder = holder_before(history, step + 1);
    const bool is_other_frame =
        insn.kind == InsnKind::CallSubprogram || insn.kind == InsnKind::Exit;
    if (!holder || is_other_frame || walk.questions_left == 0) return std::nullopt;
    if (insn.kind != InsnKind::Branch || insn.operation == Operation::MayGoto) continue;
    walk.questions_left--;
    if (const auto compare = compare_at(walk, step, *holder)) return compare;
  }
  return std::nullopt;
}

std::string limits(const std::string& least, const std::string& most) {
  return "at least " + least + " and at most " + most;
}

// "at least 512 and at most 255": the bounds that contradict each other.
std::string contradiction(const ScalarRange& range) {
  const auto text = [](auto number) { return std::to_string(number); };
  if (range.umin > range.umax) return limits(text(range.umin), text(range.umax));
  if (range.smin > range.smax) return limits(text(range.smin), text(range.smax)) + ", signed";
  if (range.umin32 > range.umax32)
    return limits(text(range.umin32), text(range.umax32)) + " in its low 32 bits";
  return limits(text(range.smin32), text(range.smax32)) + " in its low 32 bits, signed";
}

bool accepts(const PitfallPage& page, std::string_view kernel) {
  for (const ProofRow& row : page.proof)
    if (row.program == "bad" && row.kernel == kernel && row.verdict != "accepted") return false;
  return true;
}

// The measured kernels that accept the page's bad program from every clang.
std::string accepting_kernels() {
  std::set<std::string_view> named;
  std::string text;
  for (const PitfallPage& page : embedded_pitfalls()) {
    if (page.id != id) continue;
    for (const ProofRow& row : page.proof) {
      if (row.program != "bad" || !accepts(page, row.kernel)) continue;
      if (!named.insert(row.kernel).second) continue;
      text += (text.empty() ? "" : ", ") + std::string(row.kernel);
    }
  }
  return text;
}

ProofEvent compare_event(ProofWalk& walk, const Compare& compare, bool jumped) {
  const std::string side = jumped ? "where this jumps" : "where this does not jump";
  std::string text = side + ", " + name_of(compare.number) + " would be " +
                     contradiction(compare.after.scalar.range) +
                     ": no number is, so this side is never taken at run time";
  const std::string newer = accepting_kernels();
  if (!newer.empty()) text += "; newer kernels do not walk it (" + newer + ")";
  return event_at(walk.seen, compare.step, ProofKind::Bounded, compare.number, text);
}

ProofEvent use_event(ProofWalk& walk, const Use& use, const Compare& compare) {
  std::string number = name_of(use.impossible);
  if (use.impossible != compare.number) number += ", a copy of " + name_of(compare.number);
  const std::string result = (use.was_pointer ? "the pointer " : "") + name_of(use.result);
  return event_at(walk.seen, use.step, ProofKind::Lost, use.result,
                  "for the kernel, computing with such a number (" + number + ") turns " + result +
                      " into a number that nothing is known of");
}

// What was refused: the register of the sentence, and what the instruction reads.
std::vector<RegisterNumber> refused_registers(const Evidence& seen, const Insn& insn) {
  std::vector<RegisterNumber> numbers;
  for (RegisterNumber number = 0; number < frame_pointer; number++)
    if (seen.obligation.register_name == name_of(number)) numbers.push_back(number);
  // The sentence names the pointer that an unlimited number would be added to.
  if (insn.kind == InsnKind::Alu && insn.src_is_register) numbers.push_back(insn.src);
  if (!numbers.empty()) return numbers;
  if (insn.kind == InsnKind::Load) return {insn.src};
  if (insn.kind == InsnKind::Exit) return {0};
  if (insn.kind == InsnKind::Store || insn.kind == InsnKind::Atomic) return {insn.dst};
  return {};
}

std::optional<Use> use_of_impossible(ProofWalk& walk, StepIndex rejected) {
  const Insn insn = walk.code.at(rejected);
  for (const RegisterNumber number : refused_registers(walk.seen, insn))
    if (const auto use = use_before(walk, rejected, number)) return use;
  return std::nullopt;
}

std::vector<Finding> check(const Evidence& seen) {
  const auto rejected = seen.rejection().step;
  if (!rejected || *rejected >= seen.unit().path.steps.size()) return {};
  ProofWalk walk(seen);
  const auto use = use_of_impossible(walk, *rejected);
  if (!use) return {};
  const auto compare = compare_before(walk, *use);
  if (!compare) return {};
  const auto jumped = side_taken(walk, compare->step);
  if (!jumped) return {};
  Finding finding;
  finding.message =
      "this path is never taken at run time, but the kernel walks it: " + name_of(use->impossible) +
      " would be " + contradiction(compare->after.scalar.range) + ", and insn " +
      std::to_string(walk.insn_at(use->step)) + " computes " + name_of(use->result) + " with it";
  finding.ending = Ending::Lost;
  finding.location = place_of(seen.step(*rejected));
  finding.lost_at = place_of(seen.step(use->step));
  finding.proof.push_back(compare_event(walk, *compare, *jumped));
  finding.proof.push_back(use_event(walk, *use, *compare));
  return {finding};
}

}  // namespace

extern const Rule impossible_range{
    .id = id,
    .slug = "impossible-range",
    .severity = Severity::Error,
    .mechanism = "SCALAR_DEREF",
    .layer = "verifier_limitation",
    .check = check,
};

}  // namespace bpflens
