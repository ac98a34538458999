// Was the number that had to be bounded checked in another register? Clang often makes two copies
// of one number, compares the one and uses the other; the kernel does not know that they are equal.
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "facts/evidence.h"
#include "judge/proof_range.h"
#include "rules/pitfalls/checked-copy-not-used/story.h"

namespace bpflens {
namespace {

// What is known of the used number, tightened by what the copies were limited to.
struct Limits {
  int64_t least, most;

  explicit Limits(const Scalar& number) : least(number.range.smin), most(number.range.smax) {}
  void tighten(const Scalar& number) {
    least = std::max(least, number.range.smin);
    most = std::min(most, number.range.smax);
  }
  bool are_enough_for(const Subject& subject) const {
    return least <= most && least >= subject.least && most <= subject.most;
  }
};

// The check to be named: one that limits the side on which the used number goes too far.
const LimitedCopy& decisive(const std::vector<LimitedCopy>& copies, size_t count,
                            const Subject& subject, const Scalar& used) {
  for (size_t i = 0; i < count; i++) {
    const ScalarRange& limits = copies[i].limits.range;
    if (used.range.smax > subject.most && limits.smax <= subject.most) return copies[i];
    if (used.range.smax <= subject.most && limits.smin >= subject.least) return copies[i];
  }
  return copies[count - 1];
}

// These take a size of 64 bits.
constexpr std::array wide_sizes{
    std::string_view("bpf_perf_event_output"), std::string_view("bpf_ringbuf_output"),
    std::string_view("bpf_skb_output"), std::string_view("bpf_xdp_output")};

// Other helpers take a size of 32 bits, of which the kernel looks at the whole register.
UsedPart used_part(const Subject& subject, const Insn& use) {
  const bool is_helper = subject.is_size && use.callee.starts_with("bpf_");
  const bool is_wide = std::ranges::find(wide_sizes, use.callee) != wide_sizes.end();
  return is_helper && !is_wide ? UsedPart::LowHalf : UsedPart::Whole;
}

// A size of 0 is refused, too, and then nothing else is wrong with the number.
Subject with_zero_excluded(Subject subject, const Obligation& wanted, const Scalar& range) {
  if (wanted.kind == ObligationKind::HelperSize && is_enough(range, subject))
    subject.least = std::max<int64_t>(subject.least, 1);
  return subject;
}

std::optional<CheckedCopy> checked_copy(ProofWalk& walk, const Subject& candidate,
                                        StepIndex rejected) {
  const Scalar range = range_before(walk, candidate.step, candidate.number);
  const Subject subject = with_zero_excluded(candidate, walk.seen.obligation, range);
  if (is_enough(range, subject)) return std::nullopt;
  const Holder holder = register_at(walk, subject.step, subject.number);
  History used = history_before(walk, subject.step, holder);
  const UsedPart part = used_part(subject, walk.code.at(subject.step));
  const std::vector<LimitedCopy> copies = limited_copies(walk, subject.step, used, part);
  Limits limits(range);
  for (size_t i = 0; i < copies.size(); i++) {
    limits.tighten(copies[i].limits);
    if (!limits.are_enough_for(subject)) continue;
    const LimitedCopy& copy = decisive(copies, i + 1, subject, range);
    return CheckedCopy{subject, range, std::move(used), copy, rejected};
  }
  return std::nullopt;
}

std::vector<Finding> check(const Evidence& seen) {
  const auto rejected = seen.rejection().step;
  if (!rejected || *rejected >= seen.unit().path.steps.size()) return {};
  ProofWalk walk(seen);
  for (const Subject& subject : subjects_of(walk, seen.obligation, *rejected)) {
    const auto found = checked_copy(walk, subject, *rejected);
    if (!found) continue;
    const CopyStory story = story_of(walk, *found);
    const auto name = checked_name(seen, story);
    Finding finding = finding_of(walk, *found, name);
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
    .mechanism = "PKT_VAR_OFFSET",
    .layer = "lowering_artifact",
    .check = check,
};

}  // namespace bpflens
