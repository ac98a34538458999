#include "judge/story_register.h"

#include <string>

#include "judge/story_pointer.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

struct Case {
  StoryDraft& draft;
  Holder holder;
  std::string name;
};

std::string missing_text(const Case& seen) {
  const Insn& insn = seen.draft.walk.code.at(seen.draft.rejected);
  if (insn.kind == InsnKind::Exit) return seen.name + " is returned, and has no value";
  if (is_call(insn)) return seen.name + " is handed to " + callee_text(insn) + ", and has no value";
  return seen.name + " is read, and has no value";
}

void conclude(const Case& seen, Ending ending, std::optional<StepIndex> lost_at) {
  tell(seen.draft, seen.draft.rejected, ProofKind::Missing, seen.holder, missing_text(seen));
  end(seen.draft, ending, lost_at);
}

bool enters_function(ProofWalk& walk, StepIndex call) {
  return walk.insn_at(call + 1) != walk.insn_at(call) + 1;
}

void tell_taken_by_call(const Case& seen, StepIndex call) {
  StoryDraft& draft = seen.draft;
  const Insn& insn = draft.walk.code.at(call);
  tell(draft, call, ProofKind::Invalidated, seen.holder,
       (is_call(insn) ? callee_text(insn) + " takes " + seen.name +
                            " away: R1 to R5 have no value after a call"
                      : "this packet load takes " + seen.name + " away, as a call does"));
  const History before = history_before(draft.walk, call, seen.holder);
  const bool had_value = before.origin.kind != OriginKind::Unknown;
  if (had_value) tell_history(draft, before);
  conclude(seen, Ending::Lost, call);
}

void tell_begun_without(const Case& seen, StepIndex call) {
  tell(seen.draft, call, ProofKind::Missing, seen.holder,
       "the function begins here, and only its arguments have a value then");
  conclude(seen, Ending::NeverMade, call);
}

bool is_argument(const Case& seen) { return seen.holder.where >= 1 && seen.holder.where <= 5; }

// An entry function has one parameter, whatever its C says.
std::string beginning_text(const Case& seen) {
  switch (seen.draft.walk.seen.unit().kind) {
    case UnitKind::Main:
      return "only R1, the context, has a value when the program begins: there is no further "
             "argument";
    case UnitKind::GlobalFunction:
      return "only the function's arguments have a value when it begins";
    case UnitKind::AsyncCallback:
      return "only the callback's arguments have a value when it begins";
  }
  return "";
}

void tell_no_argument(const Case& seen) {
  StoryDraft& draft = seen.draft;
  if (draft.rejected == 0) {
    tell(draft, 0, ProofKind::Missing, seen.holder,
         missing_text(seen) + "; " + beginning_text(seen));
    return end(draft, Ending::NeverMade, 0);
  }
  tell(draft, 0, ProofKind::Missing, seen.holder, beginning_text(seen));
  conclude(seen, Ending::NeverMade, 0);
}

bool is_known_at_beginning(const Case& seen) {
  const Path& path = seen.draft.walk.seen.unit().path;
  return !path.start_missing || path.entry.whole;
}

void tell_never_set(const Case& seen) {
  if (!is_known_at_beginning(seen)) return conclude(seen, Ending::BeforePaste, std::nullopt);
  if (is_argument(seen)) return tell_no_argument(seen);
  const auto branch = skipping_branch(seen.draft.walk, seen.draft.rejected);
  if (branch)
    tell(seen.draft, *branch, ProofKind::Missing, seen.holder,
         "the path goes this way, and no instruction on it sets " + seen.name);
  conclude(seen, Ending::NeverMade, branch.value_or(seen.draft.rejected));
}

// The register that is read, where the sentence does not name it.
std::optional<RegisterNumber> register_of(const StoryDraft& draft) {
  if (const auto named = register_named(draft.wanted.register_name)) return named;
  const bool is_exit = draft.walk.code.at(draft.rejected).kind == InsnKind::Exit;
  return is_exit ? std::optional<RegisterNumber>(0) : std::nullopt;
}

}  // namespace

std::optional<StepIndex> skipping_branch(ProofWalk& walk, StepIndex before) {
  std::optional<StepIndex> newest;
  for (StepIndex step = before; step-- > 0 && walk.steps_left > 0;) {
    walk.steps_left--;
    const Insn& insn = walk.code.at(step);
    if (insn.kind != InsnKind::Branch) continue;
    if (!newest) newest = step;
    if (insn.jump > 0 && side_taken(walk, step) == true) return step;
  }
  return newest;
}

bool tell_register_without_value(StoryDraft& draft) {
  const auto number = register_of(draft);
  if (!number) return false;
  ProofWalk& walk = draft.walk;
  const Holder holder = register_at(walk, draft.rejected, *number);
  const Case seen{draft, holder, name_of(*number)};
  const Origin origin = history_before(walk, draft.rejected, holder).origin;
  if (origin.kind != OriginKind::Unknown || !origin.step) {
    tell_never_set(seen);
  } else if (enters_function(walk, *origin.step) && origin.holder.frame > 0 &&
             walk.seen.step(*origin.step).frame < origin.holder.frame) {
    tell_begun_without(seen, *origin.step);
  } else {
    tell_taken_by_call(seen, *origin.step);
  }
  return true;
}

}  // namespace bpflens
