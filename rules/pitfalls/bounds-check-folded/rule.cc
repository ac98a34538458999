// Does the program read through data_end after a check that compared data_end with itself? Clang
// knows that data + (data_end - data) is data_end; where C checks such a sum against data_end, both
// sides become one register, and the address used afterwards is computed from data_end, too.
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "facts/evidence.h"
#include "judge/path.h"
#include "rules/pitfalls/bounds-check-folded/rewrite.h"

namespace bpflens {
namespace {

// What held the pointer, on the way back from the read: a register or a stack slot.
struct Holder {
  bool in_stack = false;
  int32_t where = 0;  // register number, or offset from the frame pointer
};

std::string name_of(const Holder& holder) {
  return (holder.in_stack ? "fp" : "R") + std::to_string(holder.where);
}

bool is_packet_end(const Known& known) {
  return known.state && known.state->type == RegisterType::PktEnd;
}

// A compare does not change what its operands are, and some kernels tell only one of the two.
bool is_packet_end(const Evidence& seen, StepIndex step, uint8_t number) {
  return is_packet_end(seen.replay.register_before(step, number)) ||
         is_packet_end(seen.replay.register_after(step, number));
}

std::optional<uint8_t> address_register(const Insn& insn) {
  if (insn.kind == InsnKind::Load) return insn.src;
  if (insn.kind == InsnKind::Store || insn.kind == InsnKind::Atomic) return insn.dst;
  return std::nullopt;
}

bool reads_through_packet_end(const Evidence& seen, StepIndex step, const Insn& insn) {
  const auto address = address_register(insn);
  if (!address || seen.obligation.kind != ObligationKind::PointerType) return false;
  return seen.obligation.found == "pkt_end" || is_packet_end(seen, step, *address);
}

bool compares_order(const Insn& insn) {
  if (insn.kind != InsnKind::Branch || !insn.src_is_register || insn.is_32bit) return false;
  return insn.operation == Operation::Gt || insn.operation == Operation::Ge ||
         insn.operation == Operation::Lt || insn.operation == Operation::Le;
}

std::optional<StepIndex> folded_check_before(const Evidence& seen, PathCode& code, StepIndex read) {
  std::set<uint32_t> looked_at;  // one visit of each is enough
  for (StepIndex step = read; step-- > 0;) {
    const Insn& insn = code.at(step);
    if (!compares_order(insn)) continue;
    if (!looked_at.insert(seen.unit().path.steps[step].insn).second) continue;
    if (is_packet_end(seen, step, insn.dst) && is_packet_end(seen, step, insn.src)) return step;
  }
  return std::nullopt;
}

ProofEvent event_at(const Evidence& seen, StepIndex step, ProofKind kind, const Holder& holder,
                    const std::string& text) {
  ProofEvent event;
  event.kind = kind;
  event.place = place_of(seen.step(step));
  event.register_name = name_of(holder);
  if (!holder.in_stack)
    event.certainty =
        seen.replay.register_after(step, static_cast<RegisterNumber>(holder.where)).certainty;
  event.text = text;
  return event;
}

// How the pointer came to where it is used, newest first.
std::vector<ProofEvent> origin_of(const Evidence& seen, PathCode& code, StepIndex read,
                                  Holder holder) {
  std::vector<ProofEvent> events;
  for (StepIndex step = read; step-- > 0;) {
    const Insn& insn = code.at(step);
    const bool is_call = insn.kind == InsnKind::Call || insn.kind == InsnKind::CallSubprogram ||
                         insn.kind == InsnKind::Exit;
    if (is_call) break;  // another frame, or R1 to R5 are new
    if (holder.in_stack) {
      const bool spills = insn.kind == InsnKind::Store && insn.dst == frame_pointer &&
                          insn.offset == holder.where && insn.src_is_register;
      if (!spills) continue;
      events.push_back(event_at(seen, step, ProofKind::Spilled, holder, "data_end is put here"));
      holder = {false, insn.src};
      continue;
    }
    const auto written = written_register(insn);
    if (!written || *written != holder.where) continue;
    const bool moves = insn.kind == InsnKind::Move && insn.src_is_register;
    const bool fills = insn.kind == InsnKind::Load && insn.src == frame_pointer;
    const bool loads = insn.kind == InsnKind::Load && !fills;
    if (!moves && !fills && !loads) break;
    const ProofKind kind =
        moves ? ProofKind::Copied : (fills ? ProofKind::Filled : ProofKind::Acquired);
    events.push_back(event_at(seen, step, kind, holder,
                              loads ? name_of(holder) + " is data_end, the end of the packet"
                                    : name_of(holder) + " is data_end, too"));
    if (loads) break;
    holder = {fills, fills ? insn.offset : insn.src};
  }
  return events;
}

// "if r1 > r1"
std::string condition_of(const Step& step) {
  return step.insn_text.substr(0, step.insn_text.find(" goto "));
}

// data_end is neither more nor less than itself.
std::string outcome_of(const Insn& compare) {
  const bool holds = compare.operation == Operation::Ge || compare.operation == Operation::Le;
  return holds ? "always true" : "never true";
}

ProofEvent folded_check(const Evidence& seen, const Insn& insn, StepIndex step,
                        const std::optional<FoldedWords>& words) {
  const std::string left = "R" + std::to_string(insn.dst), right = "R" + std::to_string(insn.src);
  const std::string operands = left == right ? left + " with itself" : left + " with " + right;
  const std::string end = words && !words->end.empty() ? words->end : "data_end";
  std::string text = "this compares " + operands + ", data_end on both sides";
  if (words) text = "clang turned " + words->sum + " into " + end;
  const std::string condition = condition_of(seen.step(step));
  if (!condition.empty()) text += ": `" + condition + "`, " + outcome_of(insn);
  return event_at(seen, step, ProofKind::Missing, {false, insn.dst}, text);
}

ProofEvent access_of_end(const Evidence& seen, const Insn& insn, StepIndex step,
                         const std::string& end) {
  const bool is_load = insn.kind == InsnKind::Load;
  return event_at(seen, step, ProofKind::Missing, {false, *address_register(insn)},
                  std::string("so this ") + (is_load ? "reads" : "writes") + " through " + end +
                      " itself, which is never " + (is_load ? "readable" : "writable"));
}

// With the user's words for the sum, how data_end came into the registers tells nothing more.
std::vector<ProofEvent> story_of(const Evidence& seen, PathCode& code, StepIndex compare,
                                 StepIndex read, const std::optional<FoldedWords>& words) {
  const Insn insn = code.at(read);
  std::vector<ProofEvent> story;
  if (words && words->length) story.push_back(*words->length);
  if (!words) {
    const auto origin = origin_of(seen, code, read, {false, *address_register(insn)});
    story.assign(origin.rbegin(), origin.rend());
  }
  const std::string end = words && !words->end.empty() ? words->end : "data_end";
  story.push_back(folded_check(seen, code.at(compare), compare, words));
  story.push_back(access_of_end(seen, insn, read, end));
  return story;
}

std::vector<Finding> check(const Evidence& seen) {
  const auto read = seen.rejection().step;
  if (!read || *read >= seen.unit().path.steps.size()) return {};
  PathCode code(seen.trace, seen.unit_index);
  const Insn insn = code.at(*read);
  if (!reads_through_packet_end(seen, *read, insn)) return {};
  const auto compare = folded_check_before(seen, code, *read);
  if (!compare) return {};
  Finding finding;
  finding.ending = Ending::NeverMade;
  finding.location = place_of(seen.step(*read));
  finding.lost_at = place_of(seen.step(*compare));
  const auto words = words_of(seen, {*finding.lost_at->insn, *finding.location.insn, insn.offset});
  const std::string end = words && !words->end.empty() ? words->end : "data_end";
  finding.message = "this bounds check compares " + end + " with itself, so it proves nothing";
  finding.proof = story_of(seen, code, *compare, *read, words);
  if (words && words->rewrite) finding.rewrites.push_back(*words->rewrite);
  return {finding};
}

}  // namespace

extern const Rule bounds_check_folded{
    .id = "BL001",
    .slug = "bounds-check-folded",
    .severity = Severity::Error,
    .mechanism = "PTR_PROVENANCE",
    .layer = "lowering_artifact",
    .check = check,
};

}  // namespace bpflens
