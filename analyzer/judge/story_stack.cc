// The stores of the path are laid over the bytes that are read, newest first.
#include "judge/story_stack.h"

#include <algorithm>
#include <string>
#include <vector>

#include "judge/proof_memory.h"
#include "judge/stack_read.h"
#include "judge/story_pointer.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

constexpr int64_t stack_bytes = 512;
constexpr size_t most_writers_told = 4;

struct Case {
  StoryDraft& draft;
  uint32_t frame = 0;
  int32_t from = 0;  // the lowest byte that is read, from the frame pointer
  int32_t size = 0;
  std::vector<std::optional<StepIndex>> writer;  // of each byte, in ascending order
};

std::optional<Holder> written_bytes(ProofWalk& walk, StepIndex step, uint32_t frame) {
  const Insn& insn = walk.code.at(step);
  if (insn.kind != InsnKind::Store && insn.kind != InsnKind::Atomic) return std::nullopt;
  return stack_access(walk, step, frame, insn.dst).bytes;
}

void note_writer(Case& seen, StepIndex step, int64_t from, int64_t size) {
  for (int64_t byte = from; byte < from + size; byte++) {
    const int64_t index = byte - seen.from;
    if (index < 0 || index >= seen.size) continue;
    auto& writer = seen.writer[static_cast<size_t>(index)];
    if (!writer) writer = step;
  }
}

// A call that gets a pointer to these bytes may write any of them.
bool call_writes(Case& seen, StepIndex step, uint32_t frame, const Insn& insn) {
  const Holder bytes{true, seen.frame, seen.from, static_cast<uint8_t>(std::min(seen.size, 255))};
  return insn.kind == InsnKind::Call && call_may_write(seen.draft.walk, step, frame, insn, bytes);
}

// Whatever the path says, the verifier knows that from here on the first bytes are not written.
void find_writers(Case& seen) {
  ProofWalk& walk = seen.draft.walk;
  for (StepIndex step = seen.draft.rejected; step-- > 0 && walk.steps_left > 0;) {
    walk.steps_left--;
    const Insn insn = walk.code.at(step);
    if (insn.kind != InsnKind::Store && insn.kind != InsnKind::Atomic &&
        insn.kind != InsnKind::Call)
      continue;
    const uint32_t frame = walk.seen.step(step).frame;
    if (call_writes(seen, step, frame, insn)) return;
    const auto bytes = written_bytes(walk, step, frame);
    if (bytes && bytes->frame == seen.frame)
      note_writer(seen, step, bytes->where, bytes->size_bytes);
  }
}

// "fp-2", "fp-2 and fp-1", "fp-24 to fp-9"
void tell_writers(const Case& seen) {
  std::vector<StepIndex> told;
  for (const auto& writer : seen.writer) {
    if (!writer || std::ranges::find(told, *writer) != told.end()) continue;
    if (told.size() == most_writers_told) return;
    told.push_back(*writer);
    const auto bytes =
        written_bytes(seen.draft.walk, *writer, seen.draft.walk.seen.step(*writer).frame);
    if (!bytes) continue;
    const int32_t last = bytes->where + bytes->size_bytes - 1;
    tell(seen.draft, *writer, ProofKind::Computed, *bytes,
         "this writes " + places_text(bytes->where, last + 1));
  }
}

struct Hole {
  int32_t first = 0, last = 0;  // indices of bytes
};

// From the byte that the sentence names, else from the first that nobody wrote.
std::optional<Hole> hole_of(const Case& seen) {
  const auto named = seen.draft.wanted.limit;
  int64_t first = named ? *named : -1;
  if (first < 0 || first >= seen.size) {
    const auto found = std::ranges::find(seen.writer, std::optional<StepIndex>());
    if (found == seen.writer.end()) return std::nullopt;
    first = found - seen.writer.begin();
  }
  const auto written = std::find_if(seen.writer.begin() + first, seen.writer.end(),
                                    [](const auto& writer) { return writer.has_value(); });
  const auto end = std::max(first + 1, written - seen.writer.begin());
  return Hole{static_cast<int32_t>(first), static_cast<int32_t>(end - 1)};
}

bool is_map_call(const Insn& insn) {
  return insn.callee == "bpf_map_lookup_elem" || insn.callee == "bpf_map_update_elem" ||
         insn.callee == "bpf_map_delete_elem";
}

// One variable is there, the map wants more: its definition decides.
std::optional<StepIndex> map_that_wants_more(const Case& seen, const Hole& hole) {
  ProofWalk& walk = seen.draft.walk;
  if (!is_map_call(walk.code.at(seen.draft.rejected)) || hole.last + 1 != seen.size)
    return std::nullopt;
  const auto& first = seen.writer.front();
  const bool is_one_variable =
      first && std::all_of(seen.writer.begin(), seen.writer.begin() + hole.first,
                           [&](const auto& writer) { return writer == first; });
  if (!is_one_variable) return std::nullopt;
  const History map =
      history_before(walk, seen.draft.rejected, register_at(walk, seen.draft.rejected, 1));
  if (map.origin.step)
    tell(seen.draft, *map.origin.step, ProofKind::Acquired, map.origin.holder,
         "this map wants " + bytes_text(seen.size) + " here");
  return map.origin.step;
}

// The store before the hole, else the one behind it.
std::optional<StepIndex> neighbour_of(const Case& seen, const Hole& hole) {
  const auto writer_at = [&](int32_t index) -> std::optional<StepIndex> {
    if (index < 0 || index >= seen.size) return std::nullopt;
    return seen.writer[static_cast<size_t>(index)];
  };
  const auto before = writer_at(hole.first - 1);
  return before ? before : writer_at(hole.last + 1);
}

std::string missing_text(const Case& seen, const Hole& hole) {
  const Insn& insn = seen.draft.walk.code.at(seen.draft.rejected);
  const std::string who = is_call(insn) ? callee_text(insn) + " reads " : "this reads ";
  const std::string places = places_text(seen.from + hole.first, seen.from + hole.last + 1);
  return who + bytes_text(seen.size) + " from fp" + std::to_string(seen.from) + " on; " + places +
         (hole.first == hole.last ? " was" : " were") + " never written";
}

std::optional<Case> case_of(StoryDraft& draft) {
  const Obligation& wanted = draft.wanted;
  if (!wanted.offset || !wanted.size) return std::nullopt;
  const int64_t from = *wanted.offset, size = *wanted.size;
  if (from < -stack_bytes || from >= 0 || size <= 0 || size > -from) return std::nullopt;
  Case seen{draft,
            draft.walk.seen.step(draft.rejected).frame,
            static_cast<int32_t>(from),
            static_cast<int32_t>(size),
            {}};
  seen.writer.resize(static_cast<size_t>(size));
  return seen;
}

}  // namespace

bool tell_stack_without_value(StoryDraft& draft) {
  std::optional<Case> seen = case_of(draft);
  if (!seen) return false;
  find_writers(*seen);
  const auto hole = hole_of(*seen);
  if (!hole) return false;
  tell_writers(*seen);
  const Holder missing{true, seen->frame, seen->from + hole->first, 1};
  tell(draft, draft.rejected, ProofKind::Missing, missing, missing_text(*seen, *hole));
  if (const auto number = register_named(draft.wanted.register_name);
      number && *number != frame_pointer)
    tell_history(draft, history_before(draft.walk, draft.rejected,
                                       register_at(draft.walk, draft.rejected, *number)));
  auto decided = map_that_wants_more(*seen, *hole);
  if (!decided) decided = neighbour_of(*seen, *hole);
  end(draft, Ending::NeverMade, decided.value_or(draft.rejected));
  return true;
}

}  // namespace bpflens
