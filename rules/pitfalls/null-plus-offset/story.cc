// The story of the refused access holds most of it; what is put in beside is where the pointer is
// NULL, how the path came there, and which compares were meant to keep it away.
#include "rules/pitfalls/null-plus-offset/story.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "judge/accessed_name.h"
#include "judge/packet_pointer.h"
#include "judge/story_events.h"

namespace bpflens {
namespace {

std::string sum_text(int64_t value) {
  if (value == 0) return "NULL";
  return "NULL " + std::string(value < 0 ? "minus " : "plus ") + std::to_string(std::abs(value));
}

void put(ProofWalk& walk, Story& story, StepIndex step, ProofKind kind, RegisterNumber number,
         std::string text) {
  put(story.events, event_at(walk.seen, step, kind, number, std::move(text)));
}

void tell_null(ProofWalk& walk, const NullPointer& found, Story& story) {
  if (!found.null_at) return;
  const Origin& origin = found.history.origin;
  std::string text = name_of(origin.holder) + " is set to " + std::to_string(origin.constant);
  text += origin.constant == 0 ? ": a pointer that is still NULL" : ", in place of a pointer";
  put(story.events,
      event_at(walk.seen, *found.null_at, ProofKind::Computed, origin.holder, std::move(text)));
}

void tell_branch(ProofWalk& walk, const NullPointer& found, Story& story) {
  const auto step = branch_to_null(walk, found);
  if (!step || found.impossible) return;
  const std::string holder = name_of(found.history.origin.holder);
  put(walk, story, *step, ProofKind::Merged, walk.code.at(*step).dst,
      *step < *found.null_at ? "from here the path goes to where " + holder + " is set to 0"
                             : "from here the path goes on without a pointer for " + holder);
}

RegisterNumber compared_operand(ProofWalk& walk, StepIndex step) {
  const Insn insn = walk.code.at(step);
  return is_packet_end(walk, step, insn.dst) ? insn.src : insn.dst;
}

void tell_compares(ProofWalk& walk, const NullPointer& found, Story& story) {
  if (found.never_null)
    put(walk, story, *found.never_null, ProofKind::Missing, found.asked,
        "this asks whether " + name_of(found.asked) +
            " is NULL; it is a packet pointer and never NULL, but the kernel does not conclude "
            "that, and the path goes on where it would be");
  if (found.compared_with_null) {
    const RegisterNumber number = walk.code.at(*found.compared_with_null).dst;
    put(walk, story, *found.compared_with_null, ProofKind::CheckedOtherCopy, number,
        "this compares " + name_of(number) +
            " with NULL after something was added to it, so it is not NULL any more");
  }
  if (found.compared_with_end) {
    const RegisterNumber number = compared_operand(walk, *found.compared_with_end);
    put(walk, story, *found.compared_with_end, ProofKind::Missing, number,
        "this compares " + name_of(number) +
            " with data_end; it is a plain number here, so the check proves nothing");
  }
}

std::string message_of(const Evidence& seen, const NullPointer& found, StepIndex rejected) {
  const std::string number = name_of(found.number), sum = sum_text(found.value);
  if (found.use != rejected)
    return "on this path the check compares " + sum + " (" + number +
           ") with data_end, and no pointer";
  const std::string is = found.null_at ? " is no pointer, but " : " is no pointer, but probably ";
  const auto name = accessed_name(seen, found.use);
  if (!name) return "on this path " + number + is + sum;
  // The name may stand for what is added to the register by the access itself.
  if (found.value == 0)
    return "on this path " + number + ", through which " + *name + " is reached," + is + sum;
  return "on this path " + *name + " (" + number + ")" + is + sum;
}

// Of an access through the number itself.
void tell_use(ProofWalk& walk, const NullPointer& found, Story& story) {
  const bool is_load = walk.code.at(found.use).kind == InsnKind::Load;
  std::string text = std::string(is_load ? "this reads" : "this writes") + " through " +
                     name_of(found.number) + ", which is ";
  text += found.null_at ? sum_text(found.value) : "the number " + std::to_string(found.value);
  put(walk, story, found.use, ProofKind::Missing, found.number, std::move(text));
}

// Nothing that we see keeps a run of the program from this path.
bool may_happen(const Evidence& seen, const NullPointer& found) {
  const Path& path = seen.unit().path;
  return found.null_at && !path.start_missing && !path.ambiguous && !found.never_null;
}

Rewrite check_before_addition() {
  Rewrite rewrite;
  rewrite.title = "compare the pointer itself with NULL, before anything is added to it";
  rewrite.reason = "only NULL itself is 0: what was added to it hides it from the check";
  rewrite.text =
      "if (!<your pointer>) return <your verdict>;\n"
      "<the address behind it>\n";
  return rewrite;
}

Rewrite pointer_in_branch() {
  Rewrite rewrite;
  rewrite.text =
      "if (<the packet has one header>) {\n"
      "  <check it>\n"
      "  <your pointer> = (void *)(<one header> + 1);  // in the branch that finds the header\n"
      "} else if (<the packet has the other header>) {\n"
      "  <check it>\n"
      "  <your pointer> = (void *)(<other header> + 1);\n"
      "} else {\n"
      "  return <your verdict>;  // no way past both\n"
      "}\n";
  return rewrite;
}

// Who keeps the kernel from seeing a pointer; empty: as the rule says.
std::string layer_of(const Evidence& seen, const NullPointer& found) {
  if (found.impossible) return "verifier_limitation";
  return may_happen(seen, found) ? "source_bug" : "";
}

std::optional<Place> decided_at(ProofWalk& walk, const NullPointer& found, const Story& story) {
  if (found.impossible) return story.lost_at;
  const auto step = found.never_null ? found.never_null : found.null_at;
  return step ? std::optional(place_of(walk.seen.step(*step))) : std::nullopt;
}

}  // namespace

Finding finding_of(ProofWalk& walk, const NullPointer& found, StepIndex rejected) {
  Story story = story_of(walk, walk.seen.obligation, rejected);
  tell_null(walk, found, story);
  tell_branch(walk, found, story);
  tell_compares(walk, found, story);
  if (found.use == rejected && !is_call(walk.code.at(rejected))) tell_use(walk, found, story);
  Finding finding;
  finding.message = message_of(walk.seen, found, rejected);
  finding.layer = layer_of(walk.seen, found);
  finding.location = place_of(walk.seen.step(rejected));
  finding.lost_at = decided_at(walk, found, story);
  finding.ending = found.impossible  ? story.ending
                   : finding.lost_at ? Ending::NeverMade
                                     : Ending::BeforePaste;
  // What is to be typed depends on where the NULL came from.
  if (finding.ending != Ending::BeforePaste)
    finding.rewrites.push_back(found.compared_with_end ? pointer_in_branch()
                                                       : check_before_addition());
  finding.proof = std::move(story.events);
  return finding;
}

}  // namespace bpflens
