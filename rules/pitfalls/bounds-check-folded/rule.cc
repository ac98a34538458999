// Does the program use data_end as an address after a check that compared data_end with itself, or
// of which nothing is left? Clang knows that data + (data_end - data) is data_end; where C checks
// such a sum against data_end, both sides become one register, or the check goes away, and the
// address used afterwards is computed from data_end, too. Where the length is still added to data,
// the kernel refuses that, because the check has not limited the length either.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "facts/evidence.h"
#include "facts/mechanism.h"
#include "judge/path.h"
#include "judge/proof.h"
#include "judge/story_draft.h"
#include "rules/pitfalls/bounds-check-folded/packet_end.h"
#include "rules/pitfalls/bounds-check-folded/rewrite.h"
#include "rules/pitfalls/bounds-check-folded/words.h"

namespace bpflens {
namespace {

// "if r1 > r1"
std::string condition_of(const Step& step) {
  return step.insn_text.substr(0, step.insn_text.find(" goto "));
}

// data_end is neither more nor less than itself.
std::string outcome_of(const Insn& compare) {
  const bool holds = compare.operation == Operation::Ge || compare.operation == Operation::Le;
  return holds ? "always true" : "never true";
}

std::string name_of_end(const std::optional<CheckWords>& words) {
  return words && !words->end.empty() ? words->end : "data_end";
}

// The instructions that brought the pointer there are part of what is said of it.
ProofEvent with_its_past(ProofWalk& walk, StepIndex step, RegisterNumber number, ProofEvent event) {
  event.covers = insns_behind(walk, history_before(walk, step, register_at(walk, step, number)));
  return event;
}

ProofEvent folded_check(ProofWalk& walk, StepIndex step, const std::optional<CheckWords>& words) {
  const Insn insn = walk.code.at(step);
  const std::string left = name_of(RegisterNumber{insn.dst}),
                    right = name_of(RegisterNumber{insn.src});
  const std::string operands = left == right ? left + " with itself" : left + " with " + right;
  std::string text = "this compares " + operands + ", data_end on both sides";
  if (words) text = "clang turned " + words->sum + " into " + name_of_end(words);
  const std::string condition = condition_of(walk.seen.step(step));
  if (!condition.empty()) text += ": `" + condition + "`, " + outcome_of(insn);
  return with_its_past(walk, step, insn.dst,
                       event_at(walk.seen, step, ProofKind::Missing, insn.dst, text));
}

ProofEvent access_of_end(ProofWalk& walk, StepIndex step, const std::string& end) {
  const Insn insn = walk.code.at(step);
  const bool is_load = insn.kind == InsnKind::Load;
  const RegisterNumber address = *address_register(insn);
  return with_its_past(
      walk, step, address,
      event_at(walk.seen, step, ProofKind::Missing, address,
               std::string("so this ") + (is_load ? "reads" : "writes") + " through " + end +
                   " itself, which is never " + (is_load ? "readable" : "writable")));
}

ProofEvent refused_addition(ProofWalk& walk, StepIndex step, RegisterNumber length,
                            const std::optional<CheckWords>& words) {
  const std::string number = name_of(length);
  const std::string named = words ? words->length + " (" + number + ")" : number;
  const std::string sum = words ? words->sum : "to add it to data";
  const Insn insn = walk.code.at(step);
  const RegisterNumber pointer = length == insn.dst ? insn.src : insn.dst;
  return with_its_past(
      walk, step, pointer,
      event_at(walk.seen, step, ProofKind::Missing, length,
               "the kernel cannot tell how large " + named + " is, so it refuses " + sum));
}

Finding finding_at(const Evidence& seen, StepIndex step) {
  Finding finding;
  finding.ending = Ending::NeverMade;
  finding.location = place_of(seen.step(step));
  return finding;
}

// `length`: the rejected step adds that to data; else it is an access.
Finding folded_finding(ProofWalk& walk, StepIndex compare, StepIndex step,
                       std::optional<RegisterNumber> length) {
  Finding finding = finding_at(walk.seen, step);
  finding.lost_at = place_of(walk.seen.step(compare));
  const int32_t offset = length ? 0 : walk.code.at(step).offset;
  auto words = words_of_folded(walk.seen, {walk.insn_at(compare), walk.insn_at(step), offset});
  const std::string end = name_of_end(words);
  finding.message = "this bounds check compares " + end + " with itself, so it proves nothing";
  // With the user's words for the sum, how data_end came into the registers tells nothing more.
  if (!words) {
    const RegisterNumber used =
        length ? walk.code.at(compare).dst : *address_register(walk.code.at(step));
    finding.proof = origin_of_end(walk, length ? compare : step, used).events;
  } else if (words->length_from) {
    finding.proof.push_back(*words->length_from);
  }
  // What is refused there is a packet pointer's offset, not a read through data_end.
  if (length) finding.mechanism = mechanism::pkt_var_offset;
  finding.proof.push_back(folded_check(walk, compare, words));
  finding.proof.push_back(length ? refused_addition(walk, step, *length, words)
                                 : access_of_end(walk, step, end));
  finding.rewrites.push_back(words ? std::move(words->rewrite)
                                   : rewrite_of(nullptr, {0, offset}, ""));
  return finding;
}

std::vector<Finding> removed_findings(ProofWalk& walk, StepIndex read) {
  const Insn insn = walk.code.at(read);
  if (insn.offset >= 0) return {};
  EndOrigin origin = origin_of_end(walk, read, *address_register(insn));
  const auto load_insn = origin.load ? std::optional(walk.insn_at(*origin.load)) : std::nullopt;
  auto words = words_of_removed(walk.seen, {load_insn, walk.insn_at(read), insn.offset,
                                            is_end_compared_before(walk.seen, walk.code, read)});
  if (!words) return {};
  Finding finding = finding_at(walk.seen, read);
  if (origin.load) finding.lost_at = place_of(walk.seen.step(*origin.load));
  finding.message = "clang computes " + words->read + " from data_end, and left no check of it";
  if (words->removed)
    finding.proof = {*words->length_from, *words->removed};
  else
    finding.proof = std::move(origin.events);
  ProofEvent access = access_of_end(walk, read, name_of_end(words));
  if (!words->guess.empty()) access.text = "probably " + words->guess + ", " + access.text;
  finding.proof.push_back(std::move(access));
  finding.rewrites.push_back(std::move(words->rewrite));
  return {finding};
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex step = seen.rejected_step();
  ProofWalk walk(seen);
  const bool is_read = reads_through_packet_end(seen, step, walk.code.at(step));
  const auto length = is_read ? std::nullopt : refused_length(walk, step);
  if (!is_read && !length) return {};
  const auto compare = folded_check_before(seen, walk.code, step);
  if (compare) return {folded_finding(walk, *compare, step, length)};
  return is_read ? removed_findings(walk, step) : std::vector<Finding>();
}

}  // namespace

extern const Rule bounds_check_folded{
    .id = "BL001",
    .slug = "bounds-check-folded",
    .severity = Severity::Error,
    .mechanism = "PTR_PROVENANCE",
    .layer = "lowering_artifact",
    .check = check,
};

}  // namespace bpflens
