// Does the path run on behind a call that the compiler took for one that never returns? A linker
// that did not find a panic function leaves a call of the function that is running already; a
// function that is wrongly declared noreturn comes back to code that belongs to another branch.
#include <optional>
#include <string>

#include "facts/evidence.h"
#include "judge/path.h"
#include "rules/pitfalls/noreturn-function-returns/story.h"

namespace bpflens {
namespace {

Rewrite rewrite_with_placeholders() {
  Rewrite rewrite;
  rewrite.text =
      "if (<what must not happen>) return <your return value>;  // in place of the call\n";
  return rewrite;
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  ProofWalk walk(seen);
  std::optional<Finding> finding = entered_again(walk, rejected);
  if (!finding) finding = ran_on_behind(walk, rejected);
  if (!finding) return {};
  finding->location = place_of(seen.step(rejected));
  finding->rewrites.push_back(rewrite_with_placeholders());
  return {std::move(*finding)};
}

}  // namespace

extern const Rule noreturn_function_returns{
    .id = "BL012",
    .slug = "noreturn-function-returns",
    .severity = Severity::Error,
    .mechanism = "LOADER",
    .layer = "loader",
    .check = check,
};

}  // namespace bpflens
