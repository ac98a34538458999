// The bounds that contradict each other are quoted as the kernel notes them. The lines to type are
// placeholders: which registers an asm statement uses, and how a program is compiled, no log tells.
#include "rules/pitfalls/impossible-range/story.h"

#include <array>
#include <limits>
#include <set>
#include <string_view>
#include <utility>

#include "judge/compared_value.h"
#include "judge/path.h"
#include "rules/pages.h"

namespace bpflens {
namespace {

std::string limits(const std::string& least, const std::string& most) {
  return "at least " + least + " and at most " + most;
}

// "at least 512 and at most 255": the bounds that contradict each other.
std::string contradiction(const ScalarRange& range) {
  const auto text = [](auto number) { return std::to_string(number); };
  if (range.umin > range.umax) return limits(text(range.umin), text(range.umax));
  if (range.smin > range.smax) return limits(text(range.smin), text(range.smax)) + ", signed";
  if (range.umin32 > range.umax32)
    return limits(text(range.umin32), text(range.umax32)) + " in its low 32 bits";
  return limits(text(range.smin32), text(range.smax32)) + " in its low 32 bits, signed";
}

bool accepts(const PitfallPage& page, std::string_view kernel) {
  for (const ProofRow& row : page.proof)
    if (row.program == "bad" && row.kernel == kernel && row.verdict != "accepted") return false;
  return true;
}

// The measured kernels that accept the page's bad program from every clang.
std::string accepting_kernels() {
  std::set<std::string_view> named;
  std::string text;
  for (const PitfallPage& page : embedded_pitfalls()) {
    if (page.id != "BL003") continue;
    for (const ProofRow& row : page.proof) {
      if (row.program != "bad" || !accepts(page, row.kernel)) continue;
      if (!named.insert(row.kernel).second) continue;
      text += (text.empty() ? "" : ", ") + std::string(row.kernel);
    }
  }
  return text;
}

// "jumbo (R3)", or "R3": the number as it was compared.
std::string named_number(const ImpossibleStory& story) {
  const std::string number = name_of(story.compare.number);
  return story.name ? *story.name + " (" + number + ")" : number;
}

ProofEvent compare_event(ProofWalk& walk, const ImpossibleStory& story) {
  const ImpossibleCompare& compare = story.compare;
  const std::string side = story.jumped ? "where this jumps" : "where this does not jump";
  std::string text = side + ", " + named_number(story) + " would be " +
                     contradiction(compare.after) +
                     ": no number is, so this side is never taken at run time";
  const std::string newer = accepting_kernels();
  if (!newer.empty()) text += "; newer kernels do not walk it (" + newer + ")";
  return event_at(walk.seen, compare.step, ProofKind::Bounded, compare.number, text);
}

// "jumbo (R3)", "R9, a copy of jumbo (R3)": the number as it is used.
std::string used_number(const ImpossibleStory& story) {
  const std::string used = name_of(story.use.impossible);
  if (story.compare.was_changed) return used + ", computed from " + named_number(story);
  if (story.use.impossible == story.compare.number) return named_number(story);
  return used + ", a copy of " + named_number(story);
}

ProofEvent use_event(ProofWalk& walk, const ImpossibleStory& story) {
  const ImpossibleUse& use = story.use;
  const std::string result = (use.was_pointer ? "the pointer " : "") + name_of(use.result);
  return event_at(walk.seen, use.step, ProofKind::Lost, use.result,
                  "for the kernel, computing with such a number, " + used_number(story) +
                      ", turns " + result + " into a number that nothing is known of");
}

std::string message_of(ProofWalk& walk, const ImpossibleStory& story) {
  return "this path is never taken at run time, but the kernel walks it: " + named_number(story) +
         " would be " + contradiction(story.compare.after) + ", and insn " +
         std::to_string(walk.insn_at(story.use.step)) + " computes " + name_of(story.use.result) +
         " with it";
}

// Empty if it asks for no order.
std::string sign_of_order(Operation operation) {
  using enum Operation;
  constexpr std::array signs{std::pair(Gt, ">"),   std::pair(Ge, ">="),  std::pair(Lt, "<"),
                             std::pair(Le, "<="),  std::pair(SGt, "s>"), std::pair(SGe, "s>="),
                             std::pair(SLt, "s<"), std::pair(SLe, "s<=")};
  for (const auto& [one, sign] : signs)
    if (one == operation) return sign;
  return "";
}

// Clang turned the user's own comparison round.
Rewrite compiler_option() {
  Rewrite rewrite;
  rewrite.title = "compile with -mcpu=v2 or v3, which have a less-than jump";
  rewrite.reason =
      "clang then compares the number with the constant, in this order, and 5.10 and 6.1 do not "
      "walk the side that is never taken; they accepted all programs that were measured so";
  rewrite.text = "clang -O2 -g --target=bpf -mcpu=v2 -c <your file> -o <your object>\n";
  return rewrite;
}

bool fits_immediate(int64_t constant) {
  return constant >= std::numeric_limits<int32_t>::min() &&
         constant <= std::numeric_limits<int32_t>::max();
}

// Only an order with a constant that fits was measured so; nullopt for others.
std::optional<Rewrite> turned_compare(const ImpossibleStory& story) {
  const std::string sign = sign_of_order(story.order);
  if (sign.empty() || !story.constant || !fits_immediate(*story.constant)) return std::nullopt;
  const std::string number = story.is_32bit ? "<your w register>" : "%[number]",
                    input = story.is_32bit ? "<your inputs>" : "[number] \"r\"(<your number>)";
  Rewrite rewrite;
  rewrite.text = "asm volatile(\n    \"if " + number + " " + sign + " " +
                 std::to_string(*story.constant) +
                 " goto <your label>\\n\\t\"  // number first, then the constant\n" +
                 "    \"<your next instructions>\"\n    : <your outputs>\n    : " + input + ");\n";
  return rewrite;
}

// Nothing is known to help where the number stands first already.
std::optional<Rewrite> rewrite_of(const ImpossibleStory& story) {
  if (!story.is_constant_first) return std::nullopt;
  return story.name ? compiler_option() : turned_compare(story);
}

}  // namespace

ImpossibleStory story_of(ProofWalk& walk, StepIndex rejected, const ImpossibleUse& use,
                         const ImpossibleCompare& compare, bool jumped) {
  const Insn insn = walk.code.at(compare.step);
  ImpossibleStory story;
  story.rejected = rejected;
  story.use = use;
  story.compare = compare;
  story.jumped = jumped;
  story.is_32bit = insn.is_32bit;
  story.is_constant_first = insn.src_is_register && insn.src == compare.number;
  story.order = story.is_constant_first ? mirrored(insn.operation) : insn.operation;
  const RegisterNumber other = story.is_constant_first ? insn.dst : insn.src;
  story.constant = insn.src_is_register
                       ? constant_before(walk, compare.step, register_at(walk, compare.step, other))
                       : std::optional(insn.imm);
  if (story.constant)
    story.name = compared_value(walk.seen, walk.insn_at(compare.step),
                                static_cast<uint64_t>(*story.constant));
  return story;
}

Finding finding_of(ProofWalk& walk, const ImpossibleStory& story) {
  Finding finding;
  finding.message = message_of(walk, story);
  finding.ending = Ending::Lost;
  finding.location = place_of(walk.seen.step(story.rejected));
  finding.lost_at = place_of(walk.seen.step(story.use.step));
  finding.proof.push_back(compare_event(walk, story));
  finding.proof.push_back(use_event(walk, story));
  if (auto rewrite = rewrite_of(story)) finding.rewrites.push_back(std::move(*rewrite));
  return finding;
}

}  // namespace bpflens
