// Was the number in the refused address checked, but only after the address was computed from it? A
// check then limits the number and its copies; an address that exists already stays what it is.
#include <algorithm>
#include <string>
#include <utility>

#include "facts/evidence.h"
#include "facts/layer.h"
#include "facts/mechanism.h"
#include "judge/compared_value.h"
#include "judge/number_labels.h"
#include "judge/proof_range.h"
#include "judge/story.h"
#include "rules/pitfalls/pointer-built-before-check/c_order.h"

namespace bpflens {
namespace {

using Name = std::optional<std::string>;

struct LateCheck {
  Subject subject;
  LimitedCopy copy;
};

std::optional<LateCheck> late_check(ProofWalk& walk, const Subject& subject, StepIndex rejected) {
  if (subject.is_size || subject.step >= rejected) return std::nullopt;
  const Scalar range = range_before(walk, subject.step, subject.number);
  if (fits(range, subject.within)) return std::nullopt;
  const Holder holder = register_at(walk, subject.step, subject.number);
  const History used = history_before(walk, subject.step, holder);
  const auto copies = copies_limited_later(walk, subject.step, rejected, used, subject.part);
  const LimitedCopy* copy = sufficient_copy(copies, range, subject.within);
  return copy ? std::optional(LateCheck{subject, *copy}) : std::nullopt;
}

// The story may be another one: a check of another copy, before the address.
bool tells_of(const Story& story, const LateCheck& late) {
  return std::ranges::any_of(story.events, [&](const ProofEvent& event) {
    return event.kind == ProofKind::CheckedOtherCopy && event.step == late.copy.check;
  });
}

std::optional<uint64_t> limit_of(ProofWalk& walk, const LimitedCopy& copy) {
  const Insn insn = walk.code.at(copy.check);
  if (!insn.src_is_register) return static_cast<uint64_t>(insn.imm);
  const RegisterNumber other = insn.dst == copy.checked ? insn.src : insn.dst;
  const auto limit = constant_before(walk, copy.check, register_at(walk, copy.check, other));
  return limit ? std::optional(static_cast<uint64_t>(*limit)) : std::nullopt;
}

// What the C on the line of this instruction compares with the check's limit.
Name name_at(ProofWalk& walk, const LateCheck& late, StepIndex step) {
  const auto limit = limit_of(walk, late.copy);
  return limit ? compared_value(walk.seen, walk.insn_at(step), *limit) : std::nullopt;
}

// "insn 14, line 27"; a kernel before 6.10 prints no numbers.
std::string place_text(const Evidence& seen, uint32_t insn) {
  std::string text = "insn " + std::to_string(insn);
  const auto at = seen.source.find(insn);
  const bool is_numbered = at && seen.source.files[at->file].numbered;
  return is_numbered ? text + ", line " + std::to_string(at->line) : text;
}

std::string message_of(ProofWalk& walk, const LateCheck& late, const Name& name) {
  const std::string number = name ? *name : "the number in " + name_of(late.copy.checked);
  return number + " is checked (" + place_text(walk.seen, walk.insn_at(late.copy.check)) +
         ") after the address was computed from it (" +
         place_text(walk.seen, walk.insn_at(late.subject.step)) +
         "): the check does not limit that address";
}

Rewrite rewrite_to_fill_in(const Name& name) {
  const std::string number = name.value_or("<your number>");
  const bool is_variable = name && name->find_first_not_of(
                                       "abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789_") == std::string::npos;
  const std::string wide = is_variable ? *name + "_wide" : "wide";
  Rewrite rewrite;
  rewrite.text = "unsigned long " + wide + " = " + number + ";\nasm volatile(\"\" : \"+r\"(" +
                 wide + "));  // one 64-bit number for the check and the address\nif (" + wide +
                 " < <your limit>) {\n  asm volatile(\"\" : \"+r\"(" + wide +
                 "));  // what needs the number is computed below this line\n"
                 "  <your pointer> = <your base> + " +
                 wide + ";\n}\n";
  return rewrite;
}

Finding finding_of(ProofWalk& walk, const LateCheck& late, Story story) {
  const Evidence& seen = walk.seen;
  const Name at_check = name_at(walk, late, late.copy.check);
  const bool is_in_source =
      late.copy.is_other_load ||
      (at_check && c_computes_first(seen, walk.insn_at(late.subject.step),
                                    walk.insn_at(late.copy.check), *at_check));
  // Clang may give the line of the check to what it moved above it.
  const Name name = at_check ? at_check : name_at(walk, late, late.subject.step);
  Finding finding;
  finding.message = message_of(walk, late, name);
  finding.mechanism = mechanism_of(walk, seen.obligation, late.subject);
  finding.layer = is_in_source ? layer::source_bug : layer::lowering_artifact;
  finding.ending = story.ending;
  finding.location = place_of(seen.step(seen.rejected_step()));
  finding.lost_at = std::move(story.lost_at);
  finding.missing_fact = std::move(story.missing_fact);
  finding.proof = std::move(story.events);
  finding.rewrites.push_back(rewrite_to_fill_in(name));
  return finding;
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  ProofWalk walk(seen);
  for (const Subject& subject : subjects_of(walk, seen.obligation, rejected)) {
    const auto late = late_check(walk, subject, rejected);
    if (!late) continue;
    Story story = story_of(walk, seen.obligation, rejected);
    if (!tells_of(story, *late)) return {};
    return {finding_of(walk, *late, std::move(story))};
  }
  return {};
}

}  // namespace

extern const Rule pointer_built_before_check{
    .id = "BL014",
    .slug = "pointer-built-before-check",
    .severity = Severity::Error,
    .mechanism = mechanism::mem_bounds,
    .layer = layer::lowering_artifact,
    .check = check,
};

}  // namespace bpflens
