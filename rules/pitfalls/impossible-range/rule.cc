// Was the refused value computed from a number that cannot exist? Linux 5.10 and 6.1 walk both
// sides of some compares that go one way only. On the side that is never taken a register's bounds
// contradict each other, and arithmetic with it leaves a number that nothing is known of.
#include <vector>

#include "facts/evidence.h"
#include "judge/number_labels.h"
#include "rules/pitfalls/impossible-range/story.h"

namespace bpflens {
namespace {

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  ProofWalk walk(seen);
  const auto use = use_of_impossible(walk, rejected);
  if (!use) return {};
  const auto compare = compare_before(walk, *use);
  if (!compare) return {};
  const auto jumped = side_taken(walk, compare->step);
  if (!jumped) return {};
  Finding finding = finding_of(walk, story_of(walk, rejected, *use, *compare, *jumped));
  // The number may be refused before it is an address: where it is added to one, or is a size.
  const std::vector<Subject> subjects = subjects_of(walk, seen.obligation, rejected);
  if (!subjects.empty()) finding.mechanism = mechanism_of(walk, seen.obligation, subjects[0]);
  return {finding};
}

}  // namespace

extern const Rule impossible_range{
    .id = "BL003",
    .slug = "impossible-range",
    .severity = Severity::Error,
    .mechanism = "SCALAR_DEREF",
    .layer = "verifier_limitation",
    .check = check,
};

}  // namespace bpflens
