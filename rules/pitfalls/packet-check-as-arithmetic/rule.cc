// Was a packet access checked, but in numbers? data_end minus a pointer is a number, and what the
// kernel learns of it says nothing of the pointer. The C may have subtracted, or clang did.
#include <optional>
#include <string>
#include <utility>

#include "facts/evidence.h"
#include "judge/accessed_name.h"
#include "judge/story.h"
#include "judge/story_events.h"
#include "judge/value_words.h"
#include "rules/pitfalls/packet-check-as-arithmetic/number_check.h"
#include "rules/pitfalls/packet-check-as-arithmetic/written_check.h"

namespace bpflens {
namespace {

struct Case {
  ProofWalk& walk;
  NumberCheck check;
  PacketAccess access;
  std::optional<std::string> name;  // of the pointer
  WrittenCheck written;
};

std::string pointer_text(const Case& seen) {
  const std::string number = name_of(seen.access.pointer);
  return seen.name ? *seen.name + " (" + number + ")" : number;
}

std::string message_of(const Case& seen) {
  const std::string proves = "it proves nothing of " + pointer_text(seen);
  if (seen.check.is_half_pointer)
    return "this check compares only the low 32 bits of a pointer with data_end, as numbers: " +
           proves;
  if (seen.written.as != WrittenAs::Pointers)
    return "this check compares a length, a plain number, and no pointer with data_end: " + proves;
  const std::string what =
      seen.written.comparison.empty() ? "this check" : "`" + seen.written.comparison + "`";
  return "clang made a compare of lengths, plain numbers, of " + what + ": " + proves;
}

std::string made_text(const Case& seen) {
  if (seen.check.is_half_pointer) return "the pointer that is compared below, as a number";
  const Insn insn = seen.walk.code.at(seen.check.made);
  return name_of(RegisterNumber{insn.dst}) + " becomes data_end minus " +
         name_of(seen.check.subtracted) + ": a length, and a plain number for the kernel";
}

std::string compare_text(const Case& seen) {
  const std::string number = name_of(seen.check.number);
  std::string text = "this compare ";
  if (seen.check.bytes && *seen.check.bytes > 0)
    text += "finds " + bytes_text(*seen.check.bytes) + " there, ";
  else
    text += "finds the bytes there, ";
  return text + "but it is about the number " + number + ": no pointer gets a range from it";
}

Rewrite rewrite_of(const Case& seen) {
  Rewrite rewrite;
  rewrite.text = "if ((void *)" + seen.name.value_or("<your pointer>") +
                 " + <bytes that you use there> > (void *)(long)ctx->data_end) "
                 "return <your verdict>;\n";
  return rewrite;
}

Finding finding_of(const Case& seen, StepIndex rejected) {
  const Evidence& evidence = seen.walk.seen;
  Story story = story_of(seen.walk, evidence.obligation, rejected);
  const Insn made = seen.walk.code.at(seen.check.made);
  if (!seen.check.is_half_pointer)
    put(story.events, event_at(evidence, seen.check.made, ProofKind::Computed,
                               RegisterNumber{made.dst}, made_text(seen)));
  put(story.events, event_at(evidence, seen.check.compare, ProofKind::CheckedOtherCopy,
                             seen.check.number, compare_text(seen)));
  Finding finding;
  finding.message = message_of(seen);
  finding.ending = Ending::NeverMade;
  finding.location = place_of(evidence.step(rejected));
  finding.lost_at = place_of(evidence.step(seen.check.compare));
  finding.missing_fact = std::move(story.missing_fact);
  if (seen.written.as != WrittenAs::Pointers) finding.layer = "source_bug";
  finding.rewrites.push_back(rewrite_of(seen));
  finding.proof = std::move(story.events);
  return finding;
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  if (seen.obligation.kind != ObligationKind::PacketRange) return {};
  ProofWalk walk(seen);
  const auto access = packet_access(seen, walk, rejected);
  const auto found = access ? number_check(walk, rejected, *access) : std::nullopt;
  if (!found) return {};
  const auto insn_at = [&](StepIndex step) { return seen.unit().path.steps[step].insn; };
  Case known{walk, *found, *access, accessed_name(seen, rejected), {}};
  if (!found->is_half_pointer) {
    CheckInsns insns{insn_at(found->compare), insn_at(found->made), std::nullopt, known.name};
    if (found->loaded) insns.loaded = insn_at(*found->loaded);
    known.written = written_check(seen, insns);
  }
  return {finding_of(known, rejected)};
}

}  // namespace

extern const Rule packet_check_as_arithmetic{
    .id = "BL007",
    .slug = "packet-check-as-arithmetic",
    .severity = Severity::Error,
    .mechanism = "PKT_BOUNDS",
    .layer = "lowering_artifact",
    .check = check,
};

}  // namespace bpflens
