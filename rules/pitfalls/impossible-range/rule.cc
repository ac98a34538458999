// Was the refused value computed from a number that cannot exist? Linux 5.10 and 6.1 walk both
// sides of some compares that go one way only. On the side that is never taken a register's bounds
// contradict each other, and arithmetic with it leaves a number that nothing is known of.
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "facts/evidence.h"
#include "judge/path.h"
#include "rules/pages.h"

namespace bpflens {
namespace {

constexpr std::string_view id = "BL003";

// Each question to the replay may cost some thousand steps of a long path.
constexpr int most_questions = 32;

// What holds the value, on the way back: a register or a stack slot.
struct Holder {
  bool in_stack = false;
  int32_t where = 0;  // register number, or offset from the frame pointer
};

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

bool leaves_frame(const Insn& insn) {
  return insn.kind == InsnKind::CallSubprogram || insn.kind == InsnKind::Exit;
}

bool fills(const Insn& insn) {
  return insn.kind == InsnKind::Load && insn.src == frame_pointer && insn.size_bytes == 8;
}

bool spills_to(const Insn& insn, const Holder& holder) {
  return insn.kind == InsnKind::Store && insn.dst == frame_pointer && insn.src_is_register &&
         insn.size_bytes == 8 && insn.offset == holder.where;
}

bool overwrites(const Insn& insn, const Holder& holder) {
  if (holder.in_stack) {
    const bool writes = insn.kind == InsnKind::Store || insn.kind == InsnKind::Atomic;
    return writes && insn.dst == frame_pointer && insn.offset < holder.where + 8 &&
           insn.offset + insn.size_bytes > holder.where;
  }
  if (insn.kind == InsnKind::Call) return holder.where <= 5;
  const auto written = written_register(insn);
  return written && *written == holder.where;
}

// Where the value of `holder` was before this instruction, if it is only carried from there; the
// holder itself if the instruction leaves it alone.
std::optional<Holder> holder_before(const Insn& insn, const Holder& holder) {
  if (holder.in_stack && spills_to(insn, holder)) return Holder{false, insn.src};
  if (!overwrites(insn, holder)) return holder;
  if (holder.in_stack) return std::nullopt;
  if (insn.kind == InsnKind::Move && insn.src_is_register) return Holder{false, insn.src};
  if (fills(insn)) return Holder{true, insn.offset};
  return std::nullopt;
}

// A walk back along the path.
struct Walk {
  const Evidence& seen;
  PathCode code;
  int questions = 0;

  bool may_ask() { return questions++ < most_questions; }
  uint32_t insn_at(StepIndex step) const { return seen.unit().path.steps[step].insn; }
};

// Which side of the branch did the path take? Nullopt if both lead to the next instruction.
std::optional<bool> side_taken(Walk& walk, StepIndex step) {
  const Insn& insn = walk.code.at(step);
  if (insn.jump == 0 || step + 1 >= walk.seen.unit().path.steps.size()) return std::nullopt;
  return walk.insn_at(step + 1) != walk.insn_at(step) + 1;
}

bool adds_constant(const Insn& insn, const Holder& holder) {
  const bool adds = insn.operation == Operation::Add || insn.operation == Operation::Sub;
  return insn.kind == InsnKind::Alu && adds && !insn.src_is_register && !insn.is_32bit &&
         overwrites(insn, holder);
}

// May a log have told the state before this instruction, and not the one after it?
bool may_hide(const Insn& insn, const Holder& holder) {
  return insn.kind == InsnKind::Branch || insn.kind == InsnKind::Call || overwrites(insn, holder);
}

// What was known of the register before `step`; to 5.16 a level-1 log tells little, then of what it
// is a copy of, or stands a constant away from.
std::optional<RegisterState> state_before(Walk& walk, StepIndex step, RegisterNumber number) {
  Holder holder{false, number};
  bool is_new_holder = true;
  for (StepIndex at = step;; at--) {
    const bool may_be_known = is_new_holder || may_hide(walk.code.at(at), holder);
    if (!holder.in_stack && may_be_known) {
      if (!walk.may_ask()) return std::nullopt;
      const Known known =
          walk.seen.replay.register_before(at, static_cast<RegisterNumber>(holder.where));
      if (is_known(known)) return known.state;
    }
    if (at == 0) return std::nullopt;
    const Insn& insn = walk.code.at(at - 1);
    if (leaves_frame(insn)) return std::nullopt;
    if (adds_constant(insn, holder)) continue;
    const auto before = holder_before(insn, holder);
    if (!before) return std::nullopt;
    is_new_holder = overwrites(insn, holder);
    holder = *before;
  }
}

bool refuses_number(const Obligation& wanted) {
  const bool is_about_type =
      wanted.kind == ObligationKind::PointerType || wanted.kind == ObligationKind::ArgumentType;
  // The page for plain numbers fills in no word.
  const bool is_number = wanted.found.empty() || wanted.found == "inv" || wanted.found == "scalar";
  return is_about_type && is_number;
}

// Adding to a pointer must have cost it its type: the log tells, or the sentence.
bool lost_knowledge(const Walk& walk, const Use& use) {
  const Known after = walk.seen.replay.register_after(use.step, use.result);
  if (is_known(after)) return after.state->type == RegisterType::Scalar;
  return !use.was_pointer || refuses_number(walk.seen.obligation);
}

std::optional<Use> use_at(Walk& walk, StepIndex step) {
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
std::optional<Use> use_before(Walk& walk, StepIndex rejected, Holder holder) {
  for (StepIndex step = rejected; step-- > 0;) {
    const Insn& insn = walk.code.at(step);
    if (leaves_frame(insn)) return std::nullopt;
    const bool computes = !holder.in_stack && insn.kind == InsnKind::Alu &&
                          insn.dst == static_cast<uint8_t>(holder.where);
    if (computes) {
      if (const auto use = use_at(walk, step)) return use;
      if (walk.questions > most_questions) return std::nullopt;
      continue;
    }
    const auto before = holder_before(insn, holder);
    if (!before) return std::nullopt;
    holder = *before;
  }
  return std::nullopt;
}

std::optional<RegisterNumber> impossible_operand(const Walk& walk, StepIndex step,
                                                 const Insn& insn) {
  std::vector<RegisterNumber> operands{insn.dst};
  if (insn.src_is_register) operands.push_back(insn.src);
  for (const RegisterNumber number : operands)
    if (is_impossible_number(walk.seen.replay.register_after(step, number))) return number;
  return std::nullopt;
}

bool was_possible(const Walk& walk, StepIndex step, RegisterNumber number) {
  return !is_impossible_number(walk.seen.replay.register_before(step, number));
}

// Can this compare have made that value impossible? It must be an operand, or a copy of one.
std::optional<Compare> compare_at(Walk& walk, StepIndex step, const Holder& holder) {
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
std::optional<Compare> compare_before(Walk& walk, const Use& use) {
  Holder holder{false, use.impossible};
  for (StepIndex step = use.step; step-- > 0;) {
    const Insn& insn = walk.code.at(step);
    if (leaves_frame(insn)) return std::nullopt;
    if (insn.kind == InsnKind::Branch && insn.operation != Operation::MayGoto) {
      if (!walk.may_ask()) return std::nullopt;
      if (const auto compare = compare_at(walk, step, holder)) return compare;
      continue;
    }
    if (adds_constant(insn, holder)) continue;
    const auto before = holder_before(insn, holder);
    if (!before) return std::nullopt;
    holder = *before;
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

ProofEvent compare_event(Walk& walk, const Compare& compare, bool jumped) {
  const std::string side = jumped ? "where this jumps" : "where this does not jump";
  std::string text = side + ", " + name_of(compare.number) + " would be " +
                     contradiction(compare.after.scalar.range) +
                     ": no number is, so this side is never taken at run time";
  const std::string newer = accepting_kernels();
  if (!newer.empty()) text += "; newer kernels do not walk it (" + newer + ")";
  return event_at(walk.seen, compare.step, ProofKind::Bounded, compare.number, text);
}

ProofEvent use_event(Walk& walk, const Use& use, const Compare& compare) {
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

std::optional<Use> use_of_impossible(Walk& walk, StepIndex rejected) {
  const Insn insn = walk.code.at(rejected);
  for (const RegisterNumber number : refused_registers(walk.seen, insn))
    if (const auto use = use_before(walk, rejected, {false, number})) return use;
  return std::nullopt;
}

std::vector<Finding> check(const Evidence& seen) {
  const auto rejected = seen.rejection().step;
  if (!rejected || *rejected >= seen.unit().path.steps.size()) return {};
  Walk walk{seen, PathCode(seen.trace, seen.unit_index)};
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
