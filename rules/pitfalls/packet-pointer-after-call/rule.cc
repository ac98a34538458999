// Was the refused register a pointer into the packet until a call that may move the packet? The
// verifier then takes all such pointers for numbers, however long ago they were checked.
#include <algorithm>
#include <string>

#include "facts/evidence.h"
#include "judge/story.h"

namespace bpflens {
namespace {

bool is_packet_pointer(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  const auto known = known_after(walk, step, number);
  if (!known || !known->state) return false;
  return known->state->type == RegisterType::Pkt || known->state->type == RegisterType::PktMeta;
}

// The story's first event is where the pointer came from.
bool began_as_packet_pointer(ProofWalk& walk, const Story& story) {
  if (story.events.empty()) return false;
  const ProofEvent& first = story.events.front();
  const auto number = register_named(first.register_name);
  return first.kind == ProofKind::Acquired && first.step && number &&
         is_packet_pointer(walk, *first.step, *number);
}

bool is_voided_by_call(ProofWalk& walk, const ProofEvent& event) {
  return event.kind == ProofKind::Invalidated && event.step && is_call(walk.code.at(*event.step));
}

std::string message_of(ProofWalk& walk, const ProofEvent& voided) {
  const Insn call = walk.code.at(*voided.step);
  return voided.register_name + " points into the packet as it lay before " +
         (call.callee.empty() ? "a call" : call.callee) + " (insn " +
         std::to_string(walk.insn_at(*voided.step)) +
         "), which may have moved it: the pointer is void since";
}

Rewrite rewrite_with_placeholders() {
  Rewrite rewrite;
  rewrite.text =
      "<your start> = (void *)(long)ctx->data;  // again, after the call\n"
      "<your end> = (void *)(long)ctx->data_end;\n"
      "if (<your start> + <bytes that you use> > <your end>) return <your verdict>;\n"
      "<your pointers made from start anew>\n";
  return rewrite;
}

std::vector<Finding> check(const Evidence& seen) {
  const auto rejected = seen.rejection().step;
  if (!rejected || *rejected >= seen.unit().path.steps.size()) return {};
  // A void pointer is a number: it is no address and no argument.
  const ObligationKind wanted = seen.obligation.kind;
  if (wanted != ObligationKind::PointerType && wanted != ObligationKind::ArgumentType) return {};
  ProofWalk walk(seen);
  Story story = story_of(walk, seen.obligation, *rejected);
  if (!began_as_packet_pointer(walk, story)) return {};
  const auto voided = std::ranges::find_if(
      story.events, [&](const ProofEvent& event) { return is_voided_by_call(walk, event); });
  if (voided == story.events.end()) return {};
  Finding finding;
  finding.message = message_of(walk, *voided);
  finding.ending = story.ending;
  finding.location = place_of(seen.step(*rejected));
  finding.lost_at = story.lost_at;
  finding.rewrites.push_back(rewrite_with_placeholders());
  finding.proof = std::move(story.events);
  return {finding};
}

}  // namespace

extern const Rule packet_pointer_after_call{
    .id = "BL005",
    .slug = "packet-pointer-after-call",
    .severity = Severity::Error,
    .mechanism = "PKT_INVALIDATED",
    .layer = "source_bug",
    .check = check,
};

}  // namespace bpflens
