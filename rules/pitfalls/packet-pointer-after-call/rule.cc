// Was the refused register a pointer into the packet until a call that may move the packet? The
// verifier then takes all such pointers for numbers, however long ago they were checked.
#include <string>
#include <utility>

#include "facts/evidence.h"
#include "judge/voided_pointer.h"

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

std::string message_of(ProofWalk& walk, const ProofEvent& voided) {
  return voided.register_name + " points into the packet as it lay before " +
         voiding_text(walk, *voided.step) + ", which may have moved it: the pointer is void since";
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
  ProofWalk walk(seen);
  auto pointer = voided_pointer(walk);
  if (!pointer || !began_as_packet_pointer(walk, pointer->story)) return {};
  if (!is_call(walk.code.at(*pointer->voided.step))) return {};
  std::string message = message_of(walk, pointer->voided);
  Finding finding = finding_of(seen, std::move(*pointer), std::move(message));
  finding.rewrites.push_back(rewrite_with_placeholders());
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
