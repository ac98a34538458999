// Dynptrs are told apart by their bytes on the stack, and known by the call that set them up. Of a
// dynptr that a function is handed nothing is known: then it may be of any kind.
#include "judge/slice.h"

#include <initializer_list>
#include <string_view>

#include "facts/functions.h"
#include "judge/proof_memory.h"

namespace bpflens {
namespace {

constexpr uint8_t dynptr_bytes = 16;
// Of all calls that take a dynptr but those that set one up.
constexpr RegisterNumber dynptr_argument = 1;

struct Dynptr {
  std::optional<Holder> bytes;
  std::optional<StepIndex> maker;
};

std::optional<Holder> stack_argument(ProofWalk& walk, StepIndex call, RegisterNumber number) {
  auto bytes = stack_access(walk, call, walk.seen.step(call).frame, number).bytes;
  if (bytes) bytes->size_bytes = dynptr_bytes;
  return bytes;
}

// A clone stands for what its original does.
std::optional<StepIndex> maker_before(ProofWalk& walk, StepIndex step, Holder bytes) {
  while (step-- > 0 && walk.steps_left > 0) {
    walk.steps_left--;
    const Insn& insn = walk.code.at(step);
    const RegisterNumber made = argument_made_dynptr(insn.callee);
    if (made == 0 || stack_argument(walk, step, made) != bytes) continue;
    if (made != 2) return step;
    const auto original = stack_argument(walk, step, dynptr_argument);
    if (!original) return std::nullopt;
    bytes = *original;
  }
  return std::nullopt;
}

Dynptr dynptr_of(ProofWalk& walk, StepIndex call) {
  Dynptr dynptr{stack_argument(walk, call, dynptr_argument), std::nullopt};
  if (dynptr.bytes) dynptr.maker = maker_before(walk, call, *dynptr.bytes);
  return dynptr;
}

// Is the dynptr of one of these kinds? `unknown` where nobody knows.
bool is_of(ProofWalk& walk, const Dynptr& dynptr, std::initializer_list<std::string_view> kinds,
           bool unknown) {
  if (!dynptr.maker) return unknown;
  const std::string_view maker = walk.code.at(*dynptr.maker).callee;
  for (const std::string_view kind : kinds)
    if (maker.find(kind) != std::string_view::npos) return true;
  return false;
}

bool is_of_packet(ProofWalk& walk, const Dynptr& dynptr, bool unknown) {
  return is_of(walk, dynptr, {"_skb", "_xdp"}, unknown);
}

bool gives_up(const Dynptr& given, const Dynptr& kept) {
  if (given.maker && kept.maker) return given.maker == kept.maker;
  return !given.bytes || !kept.bytes || given.bytes == kept.bytes;
}

std::optional<SliceEndKind> ended_by_call(ProofWalk& walk, const Dynptr& kept, StepIndex call) {
  const std::string_view callee = walk.code.at(call).callee;
  if (moves_packet(callee) && is_of_packet(walk, kept, true)) return SliceEndKind::PacketMoved;
  if (!voids_slices(callee) && argument_made_dynptr(callee) == 0) return std::nullopt;
  if (const RegisterNumber made = argument_made_dynptr(callee)) {
    const auto bytes = stack_argument(walk, call, made);
    return bytes && bytes == kept.bytes ? std::optional(SliceEndKind::Replaced) : std::nullopt;
  }
  const Dynptr used = dynptr_of(walk, call);
  if (releases(callee))
    return gives_up(used, kept) ? std::optional(SliceEndKind::GivenUp) : std::nullopt;
  // A write may make room in the packet of a socket buffer; an XDP packet stays where it is.
  const bool moves = is_of(walk, used, {"_skb"}, true) && is_of_packet(walk, kept, true);
  return moves ? std::optional(SliceEndKind::PacketMoved) : std::nullopt;
}

bool overwrites(ProofWalk& walk, const Dynptr& kept, StepIndex store) {
  if (!kept.bytes) return false;
  const RegisterNumber base = walk.code.at(store).dst;
  const StackAccess access = stack_access(walk, store, walk.seen.step(store).frame, base);
  return access.bytes && overlap(*access.bytes, *kept.bytes);
}

std::optional<SliceEndKind> ended_at(ProofWalk& walk, const Dynptr& kept, StepIndex step) {
  const InsnKind kind = walk.code.at(step).kind;
  if (kind == InsnKind::Call) return ended_by_call(walk, kept, step);
  const bool stores = kind == InsnKind::Store || kind == InsnKind::Atomic;
  const bool ends = stores && overwrites(walk, kept, step);
  return ends ? std::optional(SliceEndKind::Overwritten) : std::nullopt;
}

// A function that is checked by itself, so that the path does not show what it does.
bool is_unseen_function(ProofWalk& walk, StepIndex step) {
  return walk.code.at(step).kind == InsnKind::CallSubprogram && step + 1 < walk.step_count() &&
         walk.insn_at(step + 1) == walk.insn_at(step) + 1;
}

}  // namespace

std::optional<StepIndex> slice_call(ProofWalk& walk, const History& history) {
  const Origin& origin = history.origin;
  if (origin.kind != OriginKind::Call || !origin.step || origin.holder.in_stack)
    return std::nullopt;
  return gives_slice(walk.code.at(*origin.step).callee) ? origin.step : std::nullopt;
}

std::optional<SliceEnd> end_of_slice(ProofWalk& walk, StepIndex call, StepIndex first,
                                     StepIndex end) {
  const Dynptr kept = dynptr_of(walk, call);
  std::optional<StepIndex> unseen;
  for (StepIndex step = first; step < end && walk.steps_left > 0; step++) {
    walk.steps_left--;
    if (const auto kind = ended_at(walk, kept, step)) return SliceEnd{step, *kind};
    if (!unseen && is_unseen_function(walk, step)) unseen = step;
  }
  // It may move the packet; nothing else that it could do reaches the slice.
  if (!unseen || !is_of_packet(walk, kept, false)) return std::nullopt;
  return SliceEnd{*unseen, SliceEndKind::PacketMoved};
}

}  // namespace bpflens
