// Are the bytes that were never written those that alignment leaves between two fields, or behind
// the last one? Setting the fields does not write them.
#include <algorithm>
#include <string>
#include <utility>

#include "facts/evidence.h"
#include "judge/drafted_finding.h"
#include "judge/passed_variable.h"
#include "judge/stack_read.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

constexpr int32_t largest_alignment = 8;

// A struct of which some bytes were not written.
struct Padded {
  StackRead read;
  StackGap gap;
  bool is_tail = false;
  std::optional<PassedVariable> variable;
};

int32_t rounded_up(int32_t number, int32_t to) { return (number + to - 1) / to * to; }

// The alignment that would explain the gap: the struct's for its end, the next field's else. 0:
// none.
int32_t alignment_of_gap(const StackRead& read, const StackGap& gap) {
  const int32_t from = gap.from - read.from, end = gap.end - read.from;
  for (int32_t alignment = 2; alignment <= largest_alignment; alignment *= 2)
    if (rounded_up(from, alignment) == end) return alignment;
  return 0;
}

// A field of so many bytes, or of more, where it must lie.
bool is_field_aligned_by(const StackWrite& write, const StackRead& read, int32_t alignment) {
  return !write.by_call && write.size >= alignment && (write.from - read.from) % alignment == 0;
}

// Only such a field gives a struct its alignment.
bool has_such_field(const StackRead& read, int32_t alignment) {
  return std::ranges::any_of(read.writes, [&](const StackWrite& write) {
    return write.from >= read.from && write.end() <= read.end() &&
           is_field_aligned_by(write, read, alignment);
  });
}

// The field behind the gap must be why there is one.
bool is_before_such_field(const StackRead& read, const StackGap& gap, int32_t alignment) {
  const StackWrite* next = last_write(read, gap.end);
  return next && next->from == gap.end && is_field_aligned_by(*next, read, alignment);
}

// One store before the gap is one variable, not a struct.
bool has_fields(const StackRead& read, const StackGap& gap) {
  const StackWrite* first = last_write(read, read.from);
  return !first || first->end() < gap.from || gap.end < read.end();
}

// Without the stores: all but the last few bytes have values, and the size is a multiple of 8.
bool looks_like_end_of_struct(const StackRead& read, const StackGap& gap) {
  return gap.end == read.end() && read.size % largest_alignment == 0 &&
         read.readable.value_or(0) >= largest_alignment;
}

std::optional<Padded> padded(ProofWalk& walk, StepIndex rejected) {
  const Evidence& seen = walk.seen;
  auto read = stack_read(walk, seen.obligation, rejected);
  const auto gap = read ? gap_of(*read) : std::nullopt;
  if (!gap || gap->from == read->from || !has_fields(*read, *gap)) return std::nullopt;
  const int32_t alignment = alignment_of_gap(*read, *gap);
  if (alignment == 0) return std::nullopt;
  Padded found;
  found.gap = *gap;
  found.is_tail = gap->end == read->end();
  const bool is_padding = found.is_tail ? has_such_field(*read, alignment)
                                        : is_before_such_field(*read, *gap, alignment);
  if (!is_padding && (!read->begins_before_paste || !looks_like_end_of_struct(*read, *gap)))
    return std::nullopt;
  found.variable =
      passed_variable(seen, walk.insn_at(rejected), walk.code.at(rejected), read->argument);
  found.read = std::move(*read);
  return found;
}

std::string object_text(const Padded& found) {
  const std::string place = "fp" + std::to_string(found.read.from);
  return found.variable ? found.variable->name + " (at " + place + ")" : "the struct at " + place;
}

std::string gap_text(const Padded& found) { return places_text(found.gap.from, found.gap.end); }

std::string message_of(ProofWalk& walk, const Padded& found) {
  const std::string where = found.is_tail ? "behind the last field" : "between two fields";
  return callee_text(walk.code.at(found.read.step)) + " reads all " + bytes_text(found.read.size) +
         " of " + object_text(found) + ", also " + bytes_text(found.gap.size()) +
         " that nothing wrote, " + gap_text(found) + ": probably padding " + where +
         ", which setting the fields does not write";
}

void tell_fields(StoryDraft& draft, const Padded& found) {
  std::vector<StepIndex> told;
  for (const StackWrite& write : found.read.writes) {
    const bool is_last = last_write(found.read, write.from) == &write;
    if (!is_last || std::ranges::find(told, write.step) != told.end()) continue;
    constexpr size_t most_told = 4;
    if (told.size() == most_told) return;
    told.push_back(write.step);
    tell(draft, write.step, ProofKind::Computed, Holder{true, found.read.frame, write.from, 1},
         "this writes " + places_text(write.from, write.end()));
  }
}

void tell_events(StoryDraft& draft, const Padded& found) {
  const StackRead& read = found.read;
  tell_fields(draft, found);
  const Holder passed = register_at(draft.walk, read.step, read.argument);
  if (read.argument != 0) tell_history(draft, history_before(draft.walk, read.step, passed));
  tell(draft, read.step, ProofKind::Missing, Holder{true, read.frame, found.gap.from, 1},
       callee_text(draft.walk.code.at(read.step)) + " reads " + bytes_text(read.size) + " from fp" +
           std::to_string(read.from) + " on; nothing wrote " + gap_text(found));
  const StackWrite* before = last_write(read, found.gap.from - 1);
  end(draft, Ending::NeverMade, before ? before->step : read.step);
}

Rewrite rewrite_of(const Padded& found) {
  const std::string name = found.variable ? found.variable->name : "<your struct>";
  Rewrite rewrite;
  rewrite.text = "__builtin_memset(&" + name + ", 0, sizeof(" + name +
                 "));  // before its fields are set: this writes the padding, too\n";
  return rewrite;
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  ProofWalk walk(seen);
  const auto found = padded(walk, rejected);
  if (!found) return {};
  StoryDraft draft{walk, seen.obligation, rejected};
  tell_events(draft, *found);
  Finding finding = finding_of(std::move(draft));
  finding.message = message_of(walk, *found);
  finding.rewrites.push_back(rewrite_of(*found));
  return {finding};
}

}  // namespace

extern const Rule struct_padding_unwritten{
    .id = "BL008",
    .slug = "struct-padding-unwritten",
    .severity = Severity::Error,
    .mechanism = "STACK_UNINIT",
    .layer = "source_bug",
    .check = check,
};

}  // namespace bpflens
