// A history goes back to what made the value. If that is an instruction that computed, loaded or
// called, the histories of its own operands go on from there.
#include "judge/lineage.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace bpflens {
namespace {

// Enough to tell a story; no program makes this slow.
constexpr size_t most_histories = 32, most_stretches = 200;

struct Use {
  StepIndex step = 0;
  Holder holder;
  bool operator==(const Use&) const = default;
};

class Builder {
 public:
  explicit Builder(ProofWalk& walk) : walk_(walk) {}

  size_t add_use(const Use& use, bool is_part);
  void go_on();
  std::vector<Stretch> take() { return std::move(stretches_); }
  bool is_cut() const { return is_cut_; }

 private:
  std::vector<RegisterNumber> operands_of(const Origin& origin);
  void add_operands(size_t stretch, const Origin& origin);

  ProofWalk& walk_;
  std::vector<Stretch> stretches_;
  std::vector<std::pair<Use, size_t>> uses_;
  std::deque<std::pair<size_t, Origin>> open_;  // stretches whose maker's operands are to follow
  bool is_cut_ = false;
};

// What the instruction that made the value read.
std::vector<RegisterNumber> Builder::operands_of(const Origin& origin) {
  const bool is_made = origin.kind == OriginKind::Computed || origin.kind == OriginKind::Load ||
                       origin.kind == OriginKind::Call;
  if (!origin.step || !is_made) return {};
  return registers_read_by(walk_.code.at(*origin.step), std::nullopt);
}

void Builder::add_operands(size_t stretch, const Origin& origin) {
  const bool is_part = stretches_[stretch].is_part && origin.kind == OriginKind::Computed;
  for (const RegisterNumber number : operands_of(origin)) {
    is_cut_ = is_cut_ || uses_.size() == most_histories;
    if (is_cut_) return;
    const size_t operand =
        add_use({*origin.step, register_at(walk_, *origin.step, number)}, is_part);
    stretches_[stretch].made_of.push_back(operand);
  }
}

// The newest stretch of the value that the holder has before the step.
size_t Builder::add_use(const Use& use, bool is_part) {
  const auto known = std::ranges::find(uses_, use, &std::pair<Use, size_t>::first);
  if (known != uses_.end()) return known->second;
  const size_t newest = stretches_.size();
  uses_.emplace_back(use, newest);
  const History history = history_before(walk_, use.step, use.holder);
  stretches_.push_back({use.holder, 0, use.step, std::nullopt, {}, {}, is_part});
  for (const Link& link : history.links) {
    stretches_.back().first = link.step + 1;
    stretches_.back().made_by = link.step;
    is_cut_ = is_cut_ || stretches_.size() >= most_stretches;
    if (is_cut_) return newest;
    stretches_.back().made_of.push_back(stretches_.size());
    stretches_.push_back({link.from, 0, link.step, std::nullopt, {}, {}, is_part});
  }
  const size_t oldest = stretches_.size() - 1;
  for (const Compared& at : history.compared)
    if (newest + at.newer_links <= oldest)
      stretches_[newest + at.newer_links].compared_at.insert(
          stretches_[newest + at.newer_links].compared_at.begin(), at.step);
  const bool is_unknown = history.origin.kind == OriginKind::Unknown && !history.origin.step;
  if (is_unknown) stretches_[oldest].first = stretches_[oldest].last;
  if (!history.origin.step) return newest;
  stretches_[oldest].first = *history.origin.step + 1;
  stretches_[oldest].made_by = history.origin.step;
  open_.emplace_back(oldest, history.origin);
  return newest;
}

// Breadth first: what is near the use counts more when there is too much of it.
void Builder::go_on() {
  while (!open_.empty()) {
    const auto [stretch, origin] = open_.front();
    open_.pop_front();
    add_operands(stretch, origin);
  }
}

}  // namespace

Lineage lineage_of(ProofWalk& walk, StepIndex step, const std::vector<RegisterNumber>& registers) {
  Builder builder(walk);
  Lineage lineage;
  for (const RegisterNumber number : registers)
    lineage.read.push_back(builder.add_use({step, register_at(walk, step, number)}, true));
  builder.go_on();
  lineage.is_cut = builder.is_cut();
  lineage.stretches = builder.take();
  return lineage;
}

}  // namespace bpflens
