// Is the refused address NULL plus an offset? Where a pointer is set on some paths only, the kernel
// walks the others, too: there NULL is the number 0, and what is added to it makes a number.
#include <optional>

#include "facts/evidence.h"
#include "rules/pitfalls/null-plus-offset/story.h"

namespace bpflens {
namespace {

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  ProofWalk walk(seen);
  std::optional<NullPointer> found;
  const ObligationKind wanted = seen.obligation.kind;
  if (wanted == ObligationKind::PointerType || wanted == ObligationKind::ArgumentType)
    found = null_address(walk, rejected);
  else if (wanted == ObligationKind::PacketRange)
    found = null_in_check(walk, rejected);
  if (!found) return {};
  return {finding_of(walk, *found, rejected)};
}

}  // namespace

extern const Rule null_plus_offset{
    .id = "BL006",
    .slug = "null-plus-offset",
    .severity = Severity::Error,
    .mechanism = "PTR_PROVENANCE",
    .layer = "lowering_artifact",
    .check = check,
};

}  // namespace bpflens
