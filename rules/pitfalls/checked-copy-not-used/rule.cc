// Was the number that had to be bounded checked in another register? Clang often makes two copies
// of one number, compares the one and uses the other; the kernel does not know that they are equal.
#include <algorithm>
#include <vector>

#include "facts/evidence.h"
#include "facts/layer.h"
#include "facts/mechanism.h"
#include "judge/number_labels.h"
#include "judge/proof_range.h"
#include "rules/pitfalls/checked-copy-not-used/story.h"

namespace bpflens {
namespace {

std::optional<CheckedCopy> checked_copy(ProofWalk& walk, const Subject& subject,
                                        StepIndex rejected) {
  const Scalar range = range_before(walk, subject.step, subject.number);
  if (fits(range, subject.within)) return std::nullopt;
  const Holder holder = register_at(walk, subject.step, subject.number);
  History used = history_before(walk, subject.step, holder);
  const std::vector<LimitedCopy> copies = limited_copies(walk, subject.step, used, subject.part);
  const LimitedCopy* copy = sufficient_copy(copies, range, subject.within);
  if (!copy) return std::nullopt;
  return CheckedCopy{subject, range, std::move(used), *copy, rejected};
}

// A number that is read twice is read twice by the C, unless it is one variable there.
std::string_view layer_of(const Evidence& seen, const CheckedCopy& found, const CopyStory& story) {
  const DeclaredValue value = declared_value(seen, story);
  if (value.is_volatile) return layer::source_bug;
  return value.is_local ? layer::lowering_artifact : layer_of(found.copy);
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  ProofWalk walk(seen);
  for (const Subject& subject : subjects_of(walk, seen.obligation, rejected)) {
    const auto found = checked_copy(walk, subject, rejected);
    if (!found) continue;
    const CopyStory story = story_of(walk, *found);
    const auto name = checked_name(seen, story);
    Finding finding = finding_of(walk, *found, name);
    finding.mechanism = mechanism_of(walk, seen.obligation, subject);
    finding.layer = layer_of(seen, *found, story);
    auto rewrite = rewrite_of(seen, story);
    finding.rewrites.push_back(rewrite ? std::move(*rewrite) : rewrite_to_fill_in(story, name));
    return {finding};
  }
  return {};
}

}  // namespace

extern const Rule checked_copy_not_used{
    .id = "BL002",
    .slug = "checked-copy-not-used",
    .severity = Severity::Error,
    .mechanism = mechanism::pkt_var_offset,
    .layer = layer::lowering_artifact,
    .check = check,
};

}  // namespace bpflens
