// All compares with data_end on the path are held against the pointer that is used, newest first.
#include "judge/story_packet.h"

#include <algorithm>
#include <string>

#include "facts/layer.h"
#include "judge/packet_pointer.h"
#include "judge/pointer_path.h"
#include "judge/proof_range.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

// What the rejected step accesses: bytes from `offset` on behind the pointer in a register.
struct Access {
  RegisterNumber pointer = 0;
  int64_t offset = 0, size = 0;
  int64_t needed() const { return offset + size; }
};

struct Case {
  StoryDraft& draft;
  Access access;
  Holder holder;
  PacketPointer pointer;

  ProofWalk& walk() const { return draft.walk; }
};

// A helper reads or writes a buffer in the packet; the next argument is its size.
std::optional<Access> access_of_call(const StoryDraft& draft) {
  const auto buffer = argument_named(draft.wanted.register_name);
  if (!buffer) return std::nullopt;
  int64_t size = draft.wanted.size.value_or(0);
  if (size <= 0 && *buffer < 5) {
    const auto next = static_cast<RegisterNumber>(*buffer + 1);
    size = bounded(range_before(draft.walk, draft.rejected, next).range.smax);
  }
  return Access{*buffer, 0, std::max<int64_t>(size, 1)};
}

std::optional<Access> access_of(const StoryDraft& draft) {
  const Insn& insn = draft.walk.code.at(draft.rejected);
  if (is_call(insn)) return access_of_call(draft);
  const auto address = address_register(insn);
  return address ? std::optional(Access{*address, insn.offset, insn.size_bytes}) : std::nullopt;
}

std::string missing_text(const Case& seen) {
  const Access& access = seen.access;
  std::string text = bytes_text(access.size) + " at " + name_of(access.pointer);
  if (access.offset != 0)
    text += (access.offset < 0 ? " - " : " + ") + std::to_string(std::abs(access.offset));
  text += access.size == 1 ? " is accessed here" : " are accessed here";
  const auto limit = seen.draft.wanted.limit;
  if (limit && *limit >= 0)
    text += ", and the kernel knows of " + bytes_text(*limit) + " behind this pointer's start";
  return text;
}

// Before the compare, of the compared register.
MissingFact fact_at(const Case& seen, const EndCompare& compare) {
  MissingFact fact = fact_before(seen.walk(), compare.step, FactKind::PacketRange,
                                 register_at(seen.walk(), compare.step, compare.number));
  fact.bytes = seen.access.needed() - distance_between(seen.pointer, compare.pointer);
  return fact;
}

MissingFact fact_at_use(const Case& seen) {
  MissingFact fact =
      fact_before(seen.walk(), seen.draft.rejected, FactKind::PacketRange, seen.holder);
  fact.bytes = seen.access.needed();
  return fact;
}

History history_of(const Case& seen) {
  return pointer_history(seen.walk(), seen.draft.rejected, seen.holder);
}

void conclude(const Case& seen, Ending ending, StepIndex lost_at, MissingFact fact) {
  tell(seen.draft, seen.draft.rejected, ProofKind::Missing, seen.holder, missing_text(seen));
  tell_history(seen.draft, history_of(seen));
  end(seen.draft, ending, lost_at);
  seen.draft.missing_fact = std::move(fact);
}

// In bytes from the used pointer on.
int64_t covered_by(const Case& seen, const EndCompare& compare) {
  return distance_between(seen.pointer, compare.pointer) + (compare.is_strict ? 1 : 0);
}

void tell_at(const Case& seen, const EndCompare& compare, ProofKind kind, std::string text) {
  tell(seen.draft, compare.step, kind, register_at(seen.walk(), compare.step, compare.number),
       std::move(text));
}

std::string ignored_text(const Case& seen, const EndCompare& compare) {
  if (compare.is_with_start)
    return "this compares with the packet's start, which says nothing of where it ends";
  return seen.walk().code.at(compare.step).is_32bit
             ? "this compares only the low halves of two pointers, of which the kernel concludes "
               "nothing"
             : "this asks only whether the pointer is data_end itself, of which the kernel "
               "concludes "
               "nothing";
}

// It covers the access, and yet the kernel does not see that.
void tell_ignored(const Case& seen, const EndCompare& compare) {
  if (compare.is_ignored) {
    tell_at(seen, compare, ProofKind::Missing, ignored_text(seen, compare));
    return conclude(seen, Ending::NeverMade, compare.step, fact_at(seen, compare));
  }
  std::string text = "this compare with data_end covers the access, but the kernel concludes ";
  const bool knows_some = seen.draft.wanted.limit.value_or(0) > 0;
  text += knows_some ? "less from it than it says" : "nothing from it";
  if (compare.is_strict)
    text += knows_some ? ": of a strict compare it counts too few bytes"
                       : ": it ignores a strict compare of a pointer without a fixed distance";
  tell_at(seen, compare, ProofKind::Missing, std::move(text));
  // Verifiers to 5.15 counted some strict compares with the wrong sign.
  seen.draft.layer = compare.is_strict && knows_some ? layer::kernel : layer::verifier_limitation;
  conclude(seen, Ending::NeverMade, compare.step, fact_at(seen, compare));
}

void tell_too_short(const Case& seen, const EndCompare& compare) {
  const int64_t covered = std::max<int64_t>(covered_by(seen, compare), 0);
  tell_at(seen, compare, ProofKind::Bounded,
          "this check covers " + bytes_text(covered) + " from " + name_of(seen.access.pointer) +
              " on; the access needs " + std::to_string(seen.access.needed()));
  conclude(seen, Ending::NeverMade, compare.step, fact_at(seen, compare));
}

bool tell_own_check(const Case& seen, const std::vector<EndCompare>& compares) {
  const EndCompare* longest = nullptr;
  for (const EndCompare& compare : compares) {
    if (!compare.is_before_end || !is_same_family(seen.walk(), compare.pointer, seen.pointer))
      continue;
    if (!longest || covered_by(seen, compare) >= covered_by(seen, *longest)) longest = &compare;
  }
  if (!longest) return false;
  const bool is_enough = longest->is_ignored || covered_by(seen, *longest) >= seen.access.needed();
  (is_enough ? tell_ignored : tell_too_short)(seen, *longest);
  return true;
}

// The number was added to the pointer after the check.
bool tell_moved_after_check(const Case& seen, const std::vector<EndCompare>& compares) {
  for (const Link& link : history_of(seen).links) {
    if (!link.other) continue;
    const auto origin = packet_pointer(seen.walk(), link.step, link.from);
    if (!origin) return false;
    for (const EndCompare& compare : compares) {
      if (compare.step > link.step || !compare.is_before_end || compare.is_ignored) continue;
      if (!is_same_family(seen.walk(), compare.pointer, *origin)) continue;
      tell_at(seen, compare, ProofKind::Bounded,
              "this check is about the pointer before " + name_of(*link.other) + " is added to it");
      tell(seen.draft, link.step, ProofKind::Lost, link.to,
           name_of(*link.other) + " is added to " + name_of(link.from) +
               ": a pointer of which no byte is proven");
      conclude(seen, Ending::Lost, link.step, fact_at_use(seen));
      return true;
    }
  }
  return false;
}

// The numbers that an addition of a pointer and a number adds to the pointer: one, or none if it is
// not known which of the two that is.
std::vector<Number> added_numbers(ProofWalk& walk, StepIndex addition) {
  const Insn insn = walk.code.at(addition);
  std::vector<Number> numbers;
  for (const RegisterNumber operand : {RegisterNumber{insn.dst}, RegisterNumber{insn.src}}) {
    const auto known = known_before(walk, addition, operand);
    if (known && known->state && known->state->type == RegisterType::Scalar)
      numbers.push_back(
          number_of(walk, history_before(walk, addition, register_at(walk, addition, operand))));
  }
  return numbers;
}

bool add_the_same(ProofWalk& walk, StepIndex one, StepIndex other) {
  const auto a = added_numbers(walk, one), b = added_numbers(walk, other);
  return a.size() == 1 && b.size() == 1 && is_same_number(a[0], b[0]);
}

// Another addition made the pointer that is checked behind the one that is used.
bool tell_other_pointer_check(const Case& seen, const std::vector<EndCompare>& compares) {
  for (const EndCompare& compare : compares) {
    const Origin &checked = compare.pointer.family, &used = seen.pointer.family;
    const bool is_moved = checked.kind == OriginKind::Computed && checked.step &&
                          used.kind == OriginKind::Computed && used.step;
    if (!is_moved || !compare.is_before_end || compare.is_ignored) continue;
    if (is_same_family(seen.walk(), compare.pointer, seen.pointer) || compare.step < *used.step)
      continue;
    tell_at(seen, compare, ProofKind::CheckedOtherCopy,
            "this checks " + name_of(compare.number) +
                ", which another addition made: it says nothing of " +
                name_of(seen.access.pointer));
    if (add_the_same(seen.walk(), *checked.step, *used.step))
      seen.draft.layer = layer::lowering_artifact;
    conclude(seen, Ending::NeverMade, compare.step, fact_at_use(seen));
    return true;
  }
  return false;
}

bool tell_wrong_side(const Case& seen, const std::vector<EndCompare>& compares) {
  for (const EndCompare& compare : compares) {
    if (compare.is_before_end || !is_same_family(seen.walk(), compare.pointer, seen.pointer))
      continue;
    tell_at(seen, compare, ProofKind::Missing,
            "this path goes on where the check says that the bytes are not there");
    conclude(seen, Ending::NeverMade, compare.step, fact_at_use(seen));
    return true;
  }
  return false;
}

bool tell_length_check(const Case& seen) {
  const auto compare = length_compare(seen.walk(), seen.draft.rejected);
  if (!compare) return false;
  tell(seen.draft, compare->step, ProofKind::CheckedOtherCopy,
       register_at(seen.walk(), compare->step, compare->length),
       "this compares the packet's length, a plain number: it proves nothing of a pointer");
  conclude(seen, Ending::NeverMade, compare->step, fact_at_use(seen));
  return true;
}

// No compare with data_end can help there.
bool tell_before_start(const Case& seen) {
  const PacketPointer& pointer = seen.pointer;
  const int64_t from = pointer.told_distance + seen.access.offset;
  if (!pointer.is_told || from >= 0) return false;
  tell(seen.draft, seen.draft.rejected, ProofKind::Missing, seen.holder,
       "this may be " + bytes_text(-from) + " before the packet's start");
  tell_history(seen.draft, history_of(seen));
  end(seen.draft, Ending::Rule, seen.draft.rejected);
  return true;
}

void tell_unchecked(const Case& seen) {
  const bool is_before = begins_before_paste(seen.draft, seen.pointer.family);
  conclude(seen, is_before ? Ending::BeforePaste : Ending::NeverMade, seen.draft.rejected,
           fact_at_use(seen));
  if (is_before) seen.draft.lost_at.reset();
}

}  // namespace

bool tell_packet_range(StoryDraft& draft) {
  const auto access = access_of(draft);
  if (!access) return false;
  const Holder holder = register_at(draft.walk, draft.rejected, access->pointer);
  const auto pointer = packet_pointer(draft.walk, draft.rejected, holder);
  if (!pointer || (!pointer->is_told && draft.wanted.kind != ObligationKind::PacketRange))
    return false;
  const Case seen{draft, *access, holder, *pointer};
  const std::vector<EndCompare> compares = end_compares(draft.walk, draft.rejected);
  if (tell_before_start(seen) || tell_own_check(seen, compares) ||
      tell_other_pointer_check(seen, compares) || tell_moved_after_check(seen, compares) ||
      tell_wrong_side(seen, compares) || tell_length_check(seen))
    return true;
  tell_unchecked(seen);
  return true;
}

}  // namespace bpflens
