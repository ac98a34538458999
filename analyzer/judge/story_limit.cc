// The loop comes first, then the branch in it: that is how a reader goes through them.
#include "judge/story_limit.h"

#include <string>
#include <utility>

#include "judge/value_words.h"

namespace bpflens {
namespace {

// Of a long chain the deepest ones.
constexpr size_t most_calls_told = 8;

// "97 % of all"; small parts are not rounded to nothing.
std::string share_text(uint64_t part, uint64_t whole) {
  const uint64_t percent = whole == 0 ? 0 : part * 100 / whole;
  return percent == 0 ? "less than 1 %" : std::to_string(percent) + " %";
}

std::string times_text(uint64_t times) {
  return times == 1 ? "once" : std::to_string(times) + " times";
}

std::string copies_text(uint32_t copies, const char* what) {
  return copies == 1 ? "" : ", in " + std::to_string(copies) + " " + what + " of this line";
}

ProofEvent event(const Place& place, std::string text) {
  ProofEvent told;
  told.kind = ProofKind::Missing;
  told.place = place;
  told.text = std::move(text);
  return told;
}

ProofEvent loop_event(const LoopWork& loop, const Limits& limits) {
  const std::string rounds = std::to_string(loop.most_rounds);
  std::string text = "this loop was walked " + rounds + " rounds in a row";
  if (loop.rounds > loop.most_rounds) text += ", " + std::to_string(loop.rounds) + " in all";
  return event(loop.line, text + copies_text(loop.loops, "loops") + ": " +
                              share_text(loop.visits, limits.visits) +
                              " of the kernel's work is in it");
}

ProofEvent function_event(const FunctionWork& function, const Limits& limits) {
  const std::string name =
      function.name.empty() ? "the function that is called here" : function.name;
  return event(*function.call,
               name + " was walked " + times_text(function.entered) +
                   ", once for each call and state: " + share_text(function.visits, limits.visits) +
                   " of the kernel's work is in it");
}

std::string values_text(const VariedValue& value) {
  std::string text;
  for (const std::string& one : value.values) text += (text.empty() ? "" : ", ") + one;
  return value.name + " (" + (value.type.empty() ? "" : value.type + ": ") + text + ", ...)";
}

ProofEvent branch_event(const BranchWork& branch, const Limits& limits) {
  std::string text = "the kernel came back " + times_text(branch.sides.resumed) +
                     " to go the other way here" + copies_text(branch.insns, "jumps") + ": " +
                     share_text(branch.sides.behind, limits.visits) + " of its work follows";
  if (!branch.varied.empty())
    text += ". Each time it knew something else of " + values_text(branch.varied[0]);
  ProofEvent told = event(branch.place, std::move(text));
  if (!branch.varied.empty()) told.register_name = branch.varied[0].name;
  return told;
}

std::string frame_text(const ChainedFunction& function, const char* unnamed) {
  return (function.name.empty() ? unnamed : function.name) + " has " +
         (function.is_stack_told ? "" : "at least ") +
         bytes_text(static_cast<int64_t>(function.stack_bytes)) + " of stack";
}

ProofEvent call_event(const ChainedFunction& caller, const ChainedFunction& callee) {
  const char* unnamed_caller = caller.call ? "the caller" : "the program";
  return event(*callee.call, frame_text(caller, unnamed_caller) + ", and " +
                                 frame_text(callee, "the function that it calls here"));
}

// Where the value is made that keeps the ways apart, unless that is the branch's own line.
std::optional<ProofEvent> varied_event(const BranchWork& branch) {
  if (branch.varied.empty() || !branch.varied[0].changed_at) return std::nullopt;
  const VariedValue& value = branch.varied[0];
  if (value.changed_at->insn == branch.place.insn) return std::nullopt;
  ProofEvent told = event(*value.changed_at, value.name + " is made here");
  told.kind = ProofKind::Computed;
  told.register_name = value.name;
  return told;
}

}  // namespace

std::optional<Story> story_of_limits(const Limits& limits) {
  Story story;
  story.ending = Ending::Rule;
  const std::vector<ChainedFunction>& chain = limits.call_chain;
  const size_t first = chain.size() > most_calls_told ? chain.size() - most_calls_told : 1;
  for (size_t i = first; i < chain.size(); ++i)
    story.events.push_back(call_event(chain[i - 1], chain[i]));
  if (limits.dearest_function)
    story.events.push_back(function_event(*limits.dearest_function, limits));
  if (limits.dearest_loop) story.events.push_back(loop_event(*limits.dearest_loop, limits));
  if (limits.dearest_branch) {
    if (auto made = varied_event(*limits.dearest_branch)) story.events.push_back(std::move(*made));
    story.events.push_back(branch_event(*limits.dearest_branch, limits));
  }
  if (story.events.empty()) return std::nullopt;
  return story;
}

}  // namespace bpflens
