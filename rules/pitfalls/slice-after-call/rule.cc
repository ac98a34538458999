// Was the refused register a slice of a dynptr until something ended its life? That may be far
// above the use: a call that may move the packet, or the end of the dynptr itself.
#include <algorithm>
#include <string>
#include <utility>

#include "facts/evidence.h"
#include "judge/pointer_path.h"
#include "judge/slice.h"
#include "judge/voided_pointer.h"
#include "rules/pitfalls/slice-after-call/words.h"

namespace bpflens {
namespace {

struct StaleSlice {
  StepIndex call = 0;  // that gave it
  SliceEnd end;
  bool is_moved = false;  // something was added to it
};

bool is_moved(const History& history) {
  return std::ranges::any_of(history.links,
                             [](const Link& link) { return link.kind == LinkKind::Computed; });
}

std::optional<StaleSlice> stale_slice(ProofWalk& walk) {
  const StepIndex rejected = walk.seen.rejected_step();
  const auto number = register_named(walk.seen.obligation.register_name);
  if (!number) return std::nullopt;
  const History history = pointer_history(walk, rejected, register_at(walk, rejected, *number));
  const auto call = slice_call(walk, history);
  const auto end = call ? end_of_slice(walk, *call, *call + 1, rejected) : std::nullopt;
  return end ? std::optional(StaleSlice{*call, *end, is_moved(history)}) : std::nullopt;
}

std::string end_text(ProofWalk& walk, const SliceEnd& end) {
  std::string who = voiding_text(walk, end.step);
  switch (end.kind) {
    case SliceEndKind::PacketMoved:
      return who + " may have moved the packet since";
    case SliceEndKind::GivenUp:
      return who + " has given the dynptr up since";
    case SliceEndKind::Replaced:
      return who + " has set up another dynptr in its place since";
    case SliceEndKind::Overwritten:
      return who + " has written over the dynptr since";
  }
  return who;
}

std::string message_of(ProofWalk& walk, const StaleSlice& slice,
                       const std::optional<SliceWords>& words) {
  const std::string& name = walk.seen.obligation.register_name;
  const std::string subject = words ? words->variable + " (" + name + ")" : name;
  return subject + " is void: it is what " + voiding_text(walk, slice.call) + " gave, and " +
         end_text(walk, slice.end);
}

// A new slice of the same bytes, where the dynptr is still there.
Rewrite rewrite_to_fill_in(ProofWalk& walk, const StaleSlice& slice,
                           const std::optional<SliceWords>& words) {
  const std::string name = words ? words->variable : "<your slice>";
  const std::string callee = walk.code.at(slice.call).callee;
  const std::string taking = words ? words->taking : callee + "(<as before>)";
  Rewrite rewrite;
  rewrite.text = name + " = " + taking + ";  // again, after " +
                 voiding_text(walk, slice.end.step) + "\nif (!" + name +
                 ") return <your verdict>;\n";
  if (slice.is_moved) rewrite.text += "<your pointers made from " + name + " anew>\n";
  return rewrite;
}

bool ends_with_dynptr(SliceEndKind kind) {
  return kind == SliceEndKind::GivenUp || kind == SliceEndKind::Replaced;
}

std::vector<Finding> check(const Evidence& seen) {
  ProofWalk walk(seen);
  auto pointer = voided_pointer(walk);
  if (!pointer) return {};
  const auto slice = stale_slice(walk);
  if (!slice) return {};
  const auto words = slice_words(seen, walk.insn_at(slice->call), walk.code.at(slice->call).callee);
  Finding finding = finding_of(seen, std::move(*pointer), message_of(walk, *slice, words));
  if (ends_with_dynptr(slice->end.kind)) finding.mechanism = "REF_LIFETIME";
  if (slice->end.kind == SliceEndKind::PacketMoved)
    finding.rewrites.push_back(rewrite_to_fill_in(walk, *slice, words));
  return {finding};
}

}  // namespace

extern const Rule slice_after_call{
    .id = "BL013",
    .slug = "slice-after-call",
    .severity = Severity::Error,
    .mechanism = "PKT_INVALIDATED",
    .layer = "source_bug",
    .check = check,
};

}  // namespace bpflens
