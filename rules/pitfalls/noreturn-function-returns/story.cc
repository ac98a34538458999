// Types tell a wrong target: a function that needs the context finds a number in R1. What a call
// took away and code behind it reads tells a compiler that took the call for the end.
#include "rules/pitfalls/noreturn-function-returns/story.h"

#include <algorithm>
#include <string>
#include <utility>

#include "judge/call_frames.h"
#include "judge/path.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

bool has_value(const std::optional<Known>& known) {
  return known && known->state && known->state->type != RegisterType::NotInit;
}

bool is_known_without_value(const std::optional<Known>& known) {
  return known && known->certainty != Certainty::Unknown && !has_value(known);
}

bool is_number(const Known& known) { return known.state->type == RegisterType::Scalar; }

std::string words_of(const std::optional<Known>& known) {
  return has_value(known) ? type_text(*known->state) : "no value";
}

// An argument that the function needs as a pointer, and that is something else the second time.
struct WrongArgument {
  RegisterNumber number = 0;
  std::string needed, got;
};

// Read before it is written, from the function's first step on, within that function.
bool reads_argument(ProofWalk& walk, StepIndex first, StepIndex end, RegisterNumber number) {
  for (StepIndex step = first; step < end && walk.steps_left > 0; step++) {
    walk.steps_left--;
    const Insn& insn = walk.code.at(step);
    const auto read = registers_read_by(insn, std::nullopt);
    if (std::ranges::find(read, number) != read.end()) return true;
    if (is_call(insn) || insn.kind == InsnKind::Exit || written_register(insn) == number)
      return false;
  }
  return false;
}

std::optional<WrongArgument> wrong_argument(ProofWalk& walk, const EnteredCall& again) {
  const StepIndex first = *again.outer;
  for (RegisterNumber number = 1; number <= 5; number++) {
    const auto needed = known_before(walk, first, number);
    if (!has_value(needed) || is_number(*needed)) continue;
    const auto got = known_before(walk, again.call + 1, number);
    const bool differs =
        has_value(got) ? got->state->type != needed->state->type : is_known_without_value(got);
    if (differs && reads_argument(walk, first, again.call, number))
      return WrongArgument{number, words_of(needed), words_of(got)};
  }
  return std::nullopt;
}

// The register of the rejected instruction whose value came out of the call, or that it took away.
std::optional<RegisterNumber> left_by(ProofWalk& walk, StepIndex rejected,
                                      const EnteredCall& call) {
  const auto named = register_named(walk.seen.obligation.register_name);
  for (const RegisterNumber number : registers_read_by(walk.code.at(rejected), named)) {
    const History history =
        history_before(walk, rejected, register_at(walk, rejected, number),
                       [](StepIndex, const Insn& insn) { return std::optional(insn.dst); });
    const bool is_taken =
        history.origin.kind == OriginKind::Unknown && history.origin.step == call.call;
    const bool is_result = std::ranges::any_of(history.links, [&](const Link& link) {
      return link.kind == LinkKind::Returned && link.step == *call.last_step;
    });
    if (is_taken || is_result) return number;
  }
  return std::nullopt;
}

std::string insn_text(const ProofWalk& walk, StepIndex step) {
  return "insn " + std::to_string(walk.insn_at(step));
}

std::string function_at(const ProofWalk& walk, StepIndex first) {
  return "the function at " + insn_text(walk, first);
}

// What of the rejected instruction shows the wrong call; nullopt: nothing does.
std::optional<ProofEvent> consequence(ProofWalk& walk, StepIndex rejected, const EnteredCall& again,
                                      const WrongArgument& wrong) {
  if (!again.last_step || *again.last_step >= rejected)
    return event_at(walk.seen, rejected, ProofKind::Missing, wrong.number,
                    "so the function runs with " + wrong.got + " in place of " + wrong.needed);
  const auto left = left_by(walk, rejected, again);
  if (!left) return std::nullopt;
  return event_at(walk.seen, rejected, ProofKind::Missing, *left,
                  name_of(*left) + " is what that call left here, where nothing was to come back");
}

Finding finding_of(ProofWalk& walk, const EnteredCall& again, const WrongArgument& wrong,
                   ProofEvent last) {
  const StepIndex first = *again.outer;
  const std::string name = name_of(wrong.number);
  Finding finding;
  finding.message = "the call at " + insn_text(walk, again.call) + " enters " +
                    function_at(walk, first) + ", which is running already and needs " +
                    wrong.needed + " in " + name + ", with " + wrong.got +
                    ": it is probably a call of a function that never returns (a panic handler), " +
                    "linked to the wrong place";
  finding.proof.push_back(
      event_at(walk.seen, first, ProofKind::Acquired, wrong.number,
               "the function begins here, with " + wrong.needed + " in " + name));
  finding.proof.push_back(
      event_at(walk.seen, again.call, ProofKind::Lost, wrong.number,
               "this call enters the same function once more, with " + wrong.got + " in " + name));
  finding.proof.push_back(std::move(last));
  finding.ending = Ending::Lost;
  finding.lost_at = place_of(walk.seen.step(again.call));
  return finding;
}

// Recursion that somebody wanted ends in a stack that is too deep: that is another fault.
bool is_about_depth(ObligationKind kind) {
  return kind == ObligationKind::CallDepth || kind == ObligationKind::StackLimit ||
         kind == ObligationKind::Complexity;
}

// The newest step before `end` that jumps right behind the call if its condition holds.
std::optional<StepIndex> branch_around(ProofWalk& walk, StepIndex call, StepIndex behind) {
  constexpr StepIndex most_steps = 64;
  const uint32_t target = walk.insn_at(behind);
  const StepIndex first = call > most_steps ? call - most_steps : 0;
  for (StepIndex step = call; step > first;) {
    step--;
    const Insn& insn = walk.code.at(step);
    if (is_call(insn) || insn.kind == InsnKind::Exit) return std::nullopt;
    if (insn.kind == InsnKind::Branch && side_taken(walk, step) == false &&
        walk.insn_at(step) + 1 + insn.jump == target)
      return step;
  }
  return std::nullopt;
}

// Where the caller goes on: behind the helper, or behind the exit of what was called.
std::optional<StepIndex> step_behind(ProofWalk& walk, StepIndex call, StepIndex end) {
  const uint32_t wanted = walk.insn_at(call) + 1;
  for (StepIndex step = call + 1; step <= end && walk.steps_left > 0; step++) {
    walk.steps_left--;
    const bool is_back = step == call + 1 || walk.code.at(step - 1).kind == InsnKind::Exit;
    if (is_back && walk.insn_at(step) == wanted) return step;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Finding> entered_again(ProofWalk& walk, StepIndex rejected) {
  if (is_about_depth(walk.seen.obligation.kind)) return std::nullopt;
  const std::vector<EnteredCall> calls = entered_calls(walk, rejected);
  for (auto again = calls.rbegin(); again != calls.rend(); ++again) {
    if (!again->outer) continue;
    const auto wrong = wrong_argument(walk, *again);
    if (!wrong) continue;
    auto last = consequence(walk, rejected, *again, *wrong);
    if (last) return finding_of(walk, *again, *wrong, std::move(*last));
  }
  return std::nullopt;
}

std::optional<Finding> ran_on_behind(ProofWalk& walk, StepIndex rejected) {
  if (walk.seen.obligation.kind != ObligationKind::RegisterInitialised) return std::nullopt;
  const auto number = argument_named(walk.seen.obligation.register_name);
  if (!number) return std::nullopt;
  const Origin origin = history_before(walk, rejected, register_at(walk, rejected, *number)).origin;
  if (origin.kind != OriginKind::Unknown || !origin.step) return std::nullopt;
  const StepIndex call = *origin.step;
  const Holder lost = register_at(walk, call, *number);
  if (!is_call(walk.code.at(call)) ||
      history_before(walk, call, lost).origin.kind == OriginKind::Unknown)
    return std::nullopt;
  const auto behind = step_behind(walk, call, rejected);
  const auto branch = behind ? branch_around(walk, call, *behind) : std::nullopt;
  if (!branch) return std::nullopt;
  const std::string name = name_of(*number), callee = callee_text(walk.code.at(call));
  Finding finding;
  finding.mechanism = "PROG_STRUCTURE";
  finding.layer = "source_bug";
  finding.message = name + " is read behind the call of " + callee + " (" + insn_text(walk, call) +
                    "), which takes it away: the program is compiled as " +
                    "if that call never returned";
  finding.proof = {
      event_at(walk.seen, *branch, ProofKind::Bounded, *number,
               "the other side of this branch goes on behind the call, with a value in " + name),
      event_at(walk.seen, call, ProofKind::Invalidated, *number,
               callee + " ends this side of it, and takes " + name +
                   " away: R1 to R5 have no value after a call"),
      event_at(walk.seen, rejected, ProofKind::Missing, *number,
               "the call returns to here, and " + name + " has no value")};
  finding.ending = Ending::Lost;
  finding.lost_at = place_of(walk.seen.step(call));
  return finding;
}

}  // namespace bpflens
