// The two numbers part at the instruction where their histories begin to differ: what made the
// checked copy is told before the check, what made the used one where it happened.
#include "rules/pitfalls/checked-copy-not-used/story.h"

#include <algorithm>
#include <map>
#include <utility>

#include "judge/number_case.h"
#include "judge/pointer_path.h"
#include "judge/story_draft.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

using Name = std::optional<std::string>;

// "x (R4)", or "R4".
std::string named(const Name& name, RegisterNumber number) {
  return name ? *name + " (" + name_of(number) + ")" : name_of(number);
}

std::string limit_text(const Scalar& after, const Scalar& limits, const Subject& subject) {
  const ScalarRange& range = after.range;
  if (limits.range.smax > subject.within.most) return "at least " + std::to_string(range.smin);
  if (range.smin > 0 || range.smin < 0) return range_text(after);
  return "at most " + std::to_string(range.smax);
}

// How many links, from the oldest, both histories share.
size_t shared_links(const History& a, const History& b) {
  if (!is_same_origin(a.origin, b.origin)) return 0;
  size_t count = 0;
  for (; count < std::min(a.links.size(), b.links.size()); count++) {
    const Link &left = a.links[a.links.size() - 1 - count],
               &right = b.links[b.links.size() - 1 - count];
    if (left.step != right.step || left.to != right.to) break;
  }
  return count;
}

// Links that follow each other, oldest first.
using Links = std::vector<Link>;

Links links_after(const History& history, size_t shared) {
  return {history.links.rbegin() + static_cast<std::ptrdiff_t>(shared), history.links.rend()};
}

// By step; oldest first, also of those at one step.
using Events = std::multimap<StepIndex, ProofEvent>;

Events::iterator add(Events& events, ProofWalk& walk, StepIndex step, ProofKind kind,
                     const Holder& holder, std::string text) {
  return events.emplace(step, event_at(walk.seen, step, kind, holder, std::move(text)));
}

// One event for the conversions before the check, one for those after it, and one each for the way
// through the stack.
void add_links(Events& events, ProofWalk& walk, const Links& links, StepIndex check) {
  Links run;
  const auto end_run = [&] {
    if (run.empty()) return;
    const auto copy = std::ranges::find(run, LinkKind::Copied, &Link::kind);
    const bool is_copied = copy != run.end();
    add(events, walk, is_copied ? copy->step : run.back().step,
        is_copied ? ProofKind::Copied : ProofKind::Computed, run.back().to, change_text(run));
    run.clear();
  };
  for (const Link& link : links) {
    if (!run.empty() && run.back().step < check && link.step > check) end_run();
    const bool is_stack = link.kind == LinkKind::Spilled || link.kind == LinkKind::Filled;
    if (!is_stack) {
      run.push_back(link);
      continue;
    }
    end_run();
    const bool spills = link.kind == LinkKind::Spilled;
    add(events, walk, link.step, spills ? ProofKind::Spilled : ProofKind::Filled, link.to,
        spills ? name_of(link.from) + " is put on the stack"
               : name_of(link.to) + " gets it back from the stack");
  }
  end_run();
}

void add_loads(Events& events, ProofWalk& walk, const Origin& a, const Origin& b) {
  const auto& [first, second] = std::minmax(
      a, b, [](const Origin& left, const Origin& right) { return left.step < right.step; });
  add(events, walk, *first.step, ProofKind::Acquired, first.holder,
      name_of(first.holder) + " is loaded from memory");
  add(events, walk, *second.step, ProofKind::Acquired, second.holder,
      name_of(second.holder) +
          " is loaded from the same place: another number, as far as the kernel knows");
}

std::string check_text(const CheckedCopy& found, const Name& name) {
  const LimitedCopy& copy = found.copy;
  std::string text = "this check limits " + named(name, copy.checked) + " to " +
                     limit_text(copy.after, copy.limits, found.subject);
  const std::string used = name_of(found.subject.number);
  if (found.subject.number == copy.checked) return text + ", but not the copy that is used below";
  return text + ", but not " + used + ", which is used below";
}

bool is_conversion(const NumberOperation& operation) {
  return operation.change == Change::LowBits || operation.change == Change::SignExtend;
}

// The used number is the checked one, but for conversions.
bool is_same(const LimitedCopy& copy) { return std::ranges::all_of(copy.between, is_conversion); }

std::string use_text(const CheckedCopy& found, const Name& name) {
  const Subject& subject = found.subject;
  const std::string range = range_text(found.range);
  const std::string number = named(is_same(found.copy) ? name : std::nullopt, subject.number);
  if (subject.is_size)
    return number + " is the size for " + name_of(subject.pointer) + ", and may be " + range;
  return number + " is added to the pointer " + name_of(subject.pointer) + ", and may be " + range;
}

std::string consequence_text(const CheckedCopy& found) {
  if (found.subject.useless_check)
    return "so the kernel knows of no bytes that may be accessed here";
  return "so this may lead outside of the memory, as far as the kernel knows";
}

// Where the number comes from that is used instead.
std::string source_text(const LimitedCopy& copy) {
  if (copy.is_other_load) return "a second load of it";
  return is_same(copy) ? "another copy of it" : "what was made of another copy";
}

std::string message_of(const CheckedCopy& found, const Name& name) {
  const RegisterNumber checked = found.copy.checked, used = found.subject.number;
  return "the check limits " + (name ? *name : "a number") + " in " + name_of(checked) + ", but " +
         (found.subject.is_size ? "the size is taken" : "the address is computed") + " from " +
         source_text(found.copy) + (checked == used ? "" : ", in " + name_of(used));
}

Events events_of(ProofWalk& walk, const CheckedCopy& found, const Name& name) {
  const auto& [subject, range, used, copy, rejected] = found;
  Events events;
  const size_t shared = shared_links(copy.history, used);
  if (copy.is_other_load) add_loads(events, walk, copy.history.origin, used.origin);
  add_links(events, walk, links_after(copy.history, shared), copy.check);
  add_links(events, walk, links_after(used, shared), copy.check);
  add(events, walk, copy.check, ProofKind::CheckedOtherCopy, copy.history.holder,
      check_text(found, name));
  const Holder number = used.holder;
  const auto use =
      add(events, walk, subject.step, ProofKind::Computed, number, use_text(found, name));
  const Holder added_to = register_at(walk, subject.step, subject.pointer);
  use->second.covers = insns_behind(walk, pointer_history(walk, subject.step, added_to));
  if (subject.useless_check) {
    const Holder pointer{false, number.frame, subject.checked_pointer, 8};
    add(events, walk, *subject.useless_check, ProofKind::Missing, pointer,
        "this compare with data_end proves nothing: the pointer may be more than 65535 bytes "
        "behind data");
  }
  if (subject.step != rejected) {
    // The number was added before the rejected step, so that is an access.
    const RegisterNumber address = *address_register(walk.code.at(rejected));
    add(events, walk, rejected, ProofKind::Missing, register_at(walk, rejected, address),
        consequence_text(found));
  }
  return events;
}

}  // namespace

CopyStory story_of(ProofWalk& walk, const CheckedCopy& found) {
  const Insn insn = walk.code.at(found.copy.check);
  CopyStory story;
  story.check_insn = walk.insn_at(found.copy.check);
  story.check = insn.operation;
  if (!insn.src_is_register) story.check_constant = static_cast<uint64_t>(insn.imm);
  story.check_is_32bit = insn.is_32bit;
  story.limited_by_jump = side_taken(walk, found.copy.check).value_or(false);
  story.checked = found.copy.checked;
  story.used = found.subject.number;
  story.is_size = found.subject.is_size;
  story.use_insn = walk.insn_at(found.subject.step);
  story.read_insn = walk.insn_at(found.rejected);
  if (found.copy.is_other_load && found.used.origin.step && found.copy.history.origin.step)
    story.reread_insn =
        walk.insn_at(std::max(*found.used.origin.step, *found.copy.history.origin.step));
  if (found.subject.useless_check) story.missing_insn = walk.insn_at(*found.subject.useless_check);
  return story;
}

Finding finding_of(ProofWalk& walk, const CheckedCopy& found,
                   const std::optional<std::string>& name) {
  Finding finding;
  finding.message = message_of(found, name);
  finding.ending = Ending::Lost;
  finding.location = place_of(walk.seen.step(found.rejected));
  finding.lost_at = place_of(walk.seen.step(found.copy.check));
  finding.missing_fact = best_fact(walk, found.used, found.copy.check, found.subject.step,
                                   bounds_to_ask_for(found.subject));
  for (auto& [step, event] : events_of(walk, found, name))
    finding.proof.push_back(std::move(event));
  return finding;
}

}  // namespace bpflens
